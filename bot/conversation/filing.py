"""The last step of a concern: its code is shown before it is sent, and then it is sent with that
code or without. Until then nothing is kept, so that nobody is left with a concern whose code they
never saw.
"""

from dataclasses import replace

from bot.conversation.effects import FileConcern
from bot.conversation.scene import Rows, Scene, Turn, one_each
from bot.conversation.session import Draft, Question
from bot.domain.concern import Concern, Often
from bot.domain.message import Reply, Text
from bot.domain.sweden import week_of

CODE_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
"""What the words of a code are called in its text."""


def show_code(scene: Scene, draft: Draft) -> Turn:
    """The six words, and what they are for. A code that was shown once stays the draft's own."""
    words = draft.code or scene.facts.coded.words
    draft = replace(draft, question=Question.CODE, code=words)
    start = f"c:{draft.nonce}"
    ways = (scene.button("back", f"{start}:back"), scene.button("cancel", f"{start}:drop"))
    rows = one_each(
        scene.button("code_noted", f"{start}:noted"), scene.button("code_skip", f"{start}:uncoded")
    )
    text = _code(scene, words, sent=False)
    return Turn(replace(scene.session, draft=draft), (Reply(text, (*rows, ways)),))


def file(scene: Scene, draft: Draft, *, coded: bool) -> Turn:
    """Keep the concern. Where the channel can take back what it has said, a code that is not used
    goes at once, and one that is used when the person says so.
    """
    facts = scene.facts
    if facts.enough:
        session = replace(scene.session, draft=None)
        return Turn(session, (scene.reply(scene.say("concern.enough")),))
    concern = Concern(
        key=facts.chance,
        week=week_of(scene.now),
        category=draft.category,
        district=draft.district,
        part_of_day=draft.part,
        text=draft.text,
        often=draft.often or Often.UNSAID,
        code=facts.coded.hash if coded else None,
    )
    can_remove = scene.incoming.can_remove
    text = scene.say(
        "concern.filed",
        live=facts.live,
        coded=coded,
        many=facts.many,
        remains=coded and can_remove,
    )
    receipt = replace(scene.reply(text), removes=can_remove and not coded)
    shown = (_still_shown(scene, draft),) if coded and can_remove else ()
    session = replace(scene.session, draft=None)
    return Turn(session, (*shown, receipt), (FileConcern(concern),))


def hide(scene: Scene) -> Turn:
    """Take the message with the code out of the chat."""
    return scene.turn(replace(scene.reply(scene.say("concern.hidden")), removes=True))


def _still_shown(scene: Scene, draft: Draft) -> Reply:
    """The code where it stands, under which there is now one thing to do."""
    rows: Rows = ((scene.button("code_hide", "hide"),),)
    return Reply(_code(scene, draft.code, sent=True), rows, replaces=True)


def _code(scene: Scene, words: tuple[str, ...], *, sent: bool) -> Text:
    placed = dict(zip(CODE_PLACES, words, strict=True))
    return scene.say("concern.code", channel=scene.incoming.channel, sent=sent, **placed)
