"""An anonymous concern in four questions: what, where, when, and in one's own words.

The draft is in memory only. Its buttons carry its nonce; a button of another draft does nothing
but say kindly what happened. The nonce is spent when the concern is filed.
"""

from dataclasses import replace

from bot.conversation.effects import FileConcern
from bot.conversation.menu import cancelled, page_button
from bot.conversation.scene import Rows, Scene, Turn, in_pairs
from bot.conversation.session import Draft, Question
from bot.domain.concern import LONGEST_TEXT, Concern
from bot.domain.message import Button, Reply, Text, Tone
from bot.domain.sweden import week_of
from bot.knowledge.municipality import Choice
from bot.knowledge.privacy import mask

_ORDER = tuple(Question)
FEWEST_NEW_WORDS = 4
"""Words at the read-back from which they replace the text; “ja” or “skicka” never does."""


def begin(scene: Scene) -> Turn:
    """What cannot be protected, before anything is asked."""
    start = (scene.button("begin", f"c:{scene.facts.chance[:4]}:begin"),)
    return scene.turn(
        scene.reply(scene.say("concern.honest", channel=scene.incoming.channel), start)
    )


def press(scene: Scene, nonce: str, verb: str, value: str) -> Turn:
    """A button of the flow."""
    if verb == "begin" and scene.session.draft is None:
        return _ask(scene, Draft(nonce))
    draft = scene.session.draft
    if draft is None or draft.nonce != nonce:
        return resume(scene) if verb == "begin" else _stale(scene)
    match verb:
        case "cat" | "dist" | "part":
            return _choose(scene, draft, Question(verb), value)
        case "skip":
            return _ask(scene, replace(draft, text="", question=Question.CONFIRM))
        case "edit" if value in set(Question):
            return _ask(scene, replace(draft, question=Question(value), changing=True))
        case "back":
            return _back(scene, draft)
        case "drop":
            return cancelled(scene)
        case "send":
            return _file(scene, draft)
    return _ask(scene, draft)


def write(scene: Scene, draft: Draft) -> Turn:
    """Words written while a concern is being told."""
    if draft.question is Question.CONFIRM and len(scene.incoming.text.split()) < FEWEST_NEW_WORDS:
        return _ask(scene, draft)
    if draft.question in (Question.TEXT, Question.CONFIRM):
        return _take_text(scene, draft)
    chosen = _named(scene, _choices(scene, draft.question), scene.incoming.text)
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


def _choose(scene: Scene, draft: Draft, question: Question, value: str) -> Turn:
    """Take one choice; the answer to an earlier question is changed without losing the rest."""
    if value not in {choice.id for choice in _choices(scene, question)}:
        return _ask(scene, draft)
    if question is Question.CATEGORY:
        category = next(c for c in scene.library.municipality.concern_categories if c.id == value)
        if not category.stored:
            return _divert(scene, category.page)
        draft = replace(draft, category=value)
    elif question is Question.DISTRICT:
        draft = replace(draft, district=value)
    else:
        draft = replace(draft, part=value)
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
        return _ask(scene, replace(draft, question=Question.TEXT), text)
    masked = mask(written, scene.reading.personal, scene.library.mask_words(scene.language))
    return _ask(scene, replace(draft, text=masked, question=Question.CONFIRM, changing=False))


def _file(scene: Scene, draft: Draft) -> Turn:
    if draft.question is not Question.CONFIRM:
        return _ask(scene, draft)
    concern = Concern(
        key=scene.facts.chance,
        week=week_of(scene.now),
        category=draft.category,
        district=draft.district,
        part_of_day=draft.part,
        text=draft.text,
    )
    session = replace(scene.session, draft=None)
    reply = scene.reply(scene.say("concern.filed", live=scene.facts.live))
    return Turn(session, (reply,), (FileConcern(concern),))


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
        return Turn(session, (_read_back(scene, draft),))
    text = first + scene.say(f"concern.{draft.question}")
    rows = (*_answer_rows(scene, draft), *_ways(scene, draft))
    return Turn(session, (Reply(text, rows),))


def _read_back(scene: Scene, draft: Draft) -> Reply:
    """Everything as it will be kept, each answer open to change."""
    chosen = scene.library.municipality
    text = scene.say(
        "concern.read_back",
        category=_label(scene, chosen.concern_categories, draft.category),
        district=_label(scene, chosen.districts, draft.district),
        part=_label(scene, chosen.day_parts, draft.part),
        text=draft.text,
        masked=any(f"[{word}]" in draft.text for word in _mask_words(scene)),
    )
    edits = in_pairs(*(_edit(scene, draft, question) for question in _ORDER[:-1]))
    send = (scene.button("send", f"c:{draft.nonce}:send"),)
    return Reply(text, (send, *edits, (scene.button("cancel", f"c:{draft.nonce}:drop"),)))


def _mask_words(scene: Scene) -> tuple[str, ...]:
    return tuple(scene.library.mask_words(scene.language).values())


def _edit(scene: Scene, draft: Draft, question: Question) -> Button:
    return scene.button(f"change_{question}", f"c:{draft.nonce}:edit:{question}")


def _answer_rows(scene: Scene, draft: Draft) -> Rows:
    if draft.question is Question.TEXT:
        return ((scene.button("skip_text", f"c:{draft.nonce}:skip"),),)
    return in_pairs(
        *(
            Button(choice.label(scene.language), f"c:{draft.nonce}:{draft.question}:{choice.id}")
            for choice in _choices(scene, draft.question)
        )
    )


def _ways(scene: Scene, draft: Draft) -> Rows:
    back = scene.button("back", f"c:{draft.nonce}:back")
    return ((back, scene.button("cancel", f"c:{draft.nonce}:drop")),)


def _choices(scene: Scene, question: Question) -> tuple[Choice, ...]:
    municipality = scene.library.municipality
    return {
        Question.CATEGORY: municipality.concern_categories,
        Question.DISTRICT: municipality.districts,
        Question.PART: municipality.day_parts,
    }.get(question, ())


def _named(scene: Scene, choices: tuple[Choice, ...], text: str) -> str:
    """The choice whose label was written out, or nothing."""
    written = text.strip().casefold()
    return next((c.id for c in choices if c.label(scene.language).casefold() == written), "")


def _label(scene: Scene, choices: tuple[Choice, ...], chosen: str) -> str:
    return next((c.label(scene.language) for c in choices if c.id == chosen), "")
