"""An anonymous concern in four questions of one tap each: what, where, when, and how often. Words
of the person's own come last, at the read-back, where it is seen what they belong to and where
nobody has to skip them.

The draft is in memory only. Its buttons carry its nonce; a button of another draft does nothing
but say kindly what happened. The nonce is spent when the concern is filed.
"""

from dataclasses import replace

from bot.conversation import filing
from bot.conversation.menu import cancelled, page_button
from bot.conversation.scene import REACHED_BY, Rows, Scene, Turn, in_pairs
from bot.conversation.session import Draft, Question
from bot.conversation.words import is_yes
from bot.domain.concern import LONGEST_TEXT, Often
from bot.domain.message import Button, Reply, Text, Tone
from bot.knowledge.municipality import Choice

_ORDER = (Question.CATEGORY, Question.DISTRICT, Question.PART, Question.OFTEN, Question.CONFIRM)
_EDITS = (*_ORDER[:-1], Question.TEXT)
FEWEST_NEW_WORDS = 4
"""Words at the read-back from which they take the place of those that stand there."""
UNSURE = "unsure"
_OFTEN = {Often.ONCE.value: Often.ONCE, Often.OFTEN.value: Often.OFTEN, UNSURE: Often.UNSAID}


def begin(scene: Scene) -> Turn:
    """What cannot be protected, before anything is asked."""
    follow = (scene.button("have_code", "code"),)
    if scene.facts.enough:
        return scene.turn(scene.reply(scene.say("concern.enough"), follow))
    start = (scene.button("begin", f"c:{scene.facts.chance[:4]}:begin"),)
    text = scene.say("concern.honest", channel=scene.incoming.channel)
    return scene.turn(scene.reply(text, start, follow))


def press(scene: Scene, nonce: str, verb: str, value: str) -> Turn:
    """A button of the flow."""
    if verb == "begin" and scene.session.draft is None:
        return begin(scene) if scene.facts.enough else _ask(scene, Draft(nonce))
    draft = scene.session.draft
    if draft is None or draft.nonce != nonce:
        return resume(scene) if verb == "begin" else _stale(scene)
    if draft.question is Question.CODE:
        return _with_code(scene, draft, verb)
    match verb:
        case "cat" | "dist" | "part" | "often":
            return _choose(scene, draft, Question(verb), value)
        case "skip":
            return _ask(scene, replace(draft, text="", question=Question.CONFIRM, changing=False))
        case "edit" if value in _EDITS:
            return _ask(scene, replace(draft, question=Question(value), changing=True))
        case "back":
            return _back(scene, draft)
        case "drop":
            return cancelled(scene)
        case "send" if draft.question is Question.CONFIRM and draft.category:
            return filing.show_code(scene, draft)
    return _ask(scene, draft)


def write(scene: Scene, draft: Draft) -> Turn:
    """Words written while a concern is being told."""
    written = scene.incoming.text
    short = bool(draft.text) and len(written.split()) < FEWEST_NEW_WORDS
    if draft.question is Question.CODE:
        return filing.show_code(scene, draft)
    if draft.question is Question.CONFIRM and (short or is_yes(written) or not written.strip()):
        return _ask(scene, draft, scene.say("concern.press_send"))
    if draft.question in (Question.TEXT, Question.CONFIRM):
        return _take_text(scene, draft)
    chosen = _named(scene, draft.question)
    if chosen:
        return _choose(scene, draft, draft.question, chosen)
    return _ask(scene, draft, scene.say("concern.choose_first"))


def resume(scene: Scene) -> Turn:
    """The question that waits, or a new beginning where none does."""
    draft = scene.session.draft
    return _ask(scene, draft) if draft else begin(scene)


def interrupted(scene: Scene) -> Turn:
    """The press that files came twice: the first one was kept, but its answer may be lost."""
    return scene.turn(scene.reply(scene.say("concern.interrupted")))


def _with_code(scene: Scene, draft: Draft, verb: str) -> Turn:
    """Under the code: send with it, or without, or go back and change something after all."""
    match verb:
        case "noted" | "uncoded":
            return filing.file(scene, draft, coded=verb == "noted")
        case "back":
            return _ask(scene, replace(draft, question=Question.CONFIRM, code=()))
        case "drop":
            return cancelled(scene)
    return filing.show_code(scene, draft)


def _choose(scene: Scene, draft: Draft, question: Question, value: str) -> Turn:
    """Take one choice; the answer to an earlier question is changed without losing the rest."""
    if value not in dict(_options(scene, question)):
        return _ask(scene, draft)
    match question:
        case Question.CATEGORY:
            categories = scene.library.municipality.concern_categories
            category = next(c for c in categories if c.id == value)
            if not category.stored:
                return _divert(scene, category.page)
            draft = replace(draft, category=value)
        case Question.DISTRICT:
            draft = replace(draft, district=value)
        case Question.PART:
            draft = replace(draft, part=value)
        case _:
            draft = replace(draft, often=_OFTEN[value])
    return _ask(scene, _forward(draft, question))


def _forward(draft: Draft, answered: Question) -> Draft:
    """The next question, or the read-back when one answer was being changed."""
    if draft.changing:
        return replace(draft, question=Question.CONFIRM, changing=False)
    return replace(draft, question=_ORDER[_ORDER.index(answered) + 1])


def _back(scene: Scene, draft: Draft) -> Turn:
    if draft.changing:
        return _ask(scene, replace(draft, question=Question.CONFIRM, changing=False))
    place = _ORDER.index(draft.question)
    if place == 0:
        return cancelled(scene)
    return _ask(scene, replace(draft, question=_ORDER[place - 1]))


def _take_text(scene: Scene, draft: Draft) -> Turn:
    """Mask what points at a person; the masked text is all that is remembered."""
    written = scene.incoming.text.strip()
    if len(written) > LONGEST_TEXT:
        text = scene.say("concern.too_long", longest=LONGEST_TEXT, length=len(written))
        return _ask(scene, replace(draft, question=Question.TEXT, changing=True), text)
    told = replace(draft, text=scene.masked(), question=Question.CONFIRM, changing=False)
    return _ask(scene, told)


def _divert(scene: Scene, page_id: str) -> Turn:
    """Unsafe at home: help, and nothing is taken in."""
    session = replace(scene.session, draft=None)
    rows = ((page_button(scene, page_id),),) if page_id else ()
    reply = scene.reply(scene.say("danger.violence"), *rows, tone=Tone.ALARM)
    return Turn(session, (reply,))


def _stale(scene: Scene) -> Turn:
    """A button of a draft that is gone: say so, file nothing, offer what is there."""
    if scene.session.draft:
        return _ask(scene, scene.session.draft, scene.say("concern.other_draft"))
    again = (scene.button("begin_again", f"c:{scene.facts.chance[:4]}:begin"),)
    return scene.turn(scene.reply(scene.say("concern.stale"), again))


def _ask(scene: Scene, draft: Draft, first: Text = ()) -> Turn:
    """Put the draft's question, after a word on what happened where there is one."""
    session = replace(scene.session, draft=draft)
    if draft.question is Question.CONFIRM:
        return Turn(session, (_read_back(scene, draft, first),))
    if draft.question is Question.CODE:
        return filing.show_code(scene, draft)
    text = first + scene.say(f"concern.{draft.question}")
    rows = (*_answer_rows(scene, draft), *_ways(scene, draft))
    return Turn(session, (Reply(text, rows),))


def _read_back(scene: Scene, draft: Draft, first: Text) -> Reply:
    """Everything as it will be kept, each answer open to change."""
    chosen = scene.library.municipality
    often = scene.library.label(f"often_{draft.often}", scene.language) if draft.often else ""
    text = scene.say(
        "concern.read_back",
        category=_label(scene, chosen.concern_categories, draft.category),
        district=_label(scene, chosen.districts, draft.district),
        part=_label(scene, chosen.day_parts, draft.part),
        often=often,
        text=draft.text,
        masked=scene.hides(draft.text),
        unreachable=scene.hides(draft.text, *REACHED_BY),
    )
    edits = in_pairs(*(_edit(scene, draft, question) for question in _ORDER[:-1]))
    words = "change_text" if draft.text else "add_text"
    own = (scene.button(words, f"c:{draft.nonce}:edit:{Question.TEXT}"),)
    send = (scene.button("go_on", f"c:{draft.nonce}:send"),)
    drop = (scene.button("cancel", f"c:{draft.nonce}:drop"),)
    return Reply(first + text, (send, own, *edits, drop))


def _edit(scene: Scene, draft: Draft, question: Question) -> Button:
    return scene.button(f"change_{question}", f"c:{draft.nonce}:edit:{question}")


def _answer_rows(scene: Scene, draft: Draft) -> Rows:
    if draft.question is Question.TEXT:
        return ((scene.button("skip_text", f"c:{draft.nonce}:skip"),),)
    start = f"c:{draft.nonce}:{draft.question}"
    options = _options(scene, draft.question)
    return in_pairs(*(Button(label, f"{start}:{value}") for value, label in options))


def _ways(scene: Scene, draft: Draft) -> Rows:
    back = scene.button("back", f"c:{draft.nonce}:back")
    return ((back, scene.button("cancel", f"c:{draft.nonce}:drop")),)


def _options(scene: Scene, question: Question) -> tuple[tuple[str, str], ...]:
    """What can be answered to a question, with the words for it."""
    town, language = scene.library.municipality, scene.language
    choices: tuple[Choice, ...] = ()
    match question:
        case Question.CATEGORY:
            choices = town.concern_categories
        case Question.DISTRICT:
            choices = town.districts
        case Question.PART:
            choices = town.day_parts
        case Question.OFTEN:
            return tuple((v, scene.library.label(f"often_{v}", language)) for v in _OFTEN)
    return tuple((choice.id, choice.label(language)) for choice in choices)


def _named(scene: Scene, question: Question) -> str:
    """The answer whose words were written out, or nothing."""
    written = scene.incoming.text.strip().casefold()
    options = _options(scene, question)
    return next((value for value, label in options if label.casefold() == written), "")


def _label(scene: Scene, choices: tuple[Choice, ...], chosen: str) -> str:
    return next((c.label(scene.language) for c in choices if c.id == chosen), "")
