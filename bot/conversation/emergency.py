"""Danger first: 112 on the first line, whatever the talk was about. The talk waits."""

from dataclasses import replace

from bot.conversation.menu import page_button
from bot.conversation.scene import Scene, Turn, one_each
from bot.conversation.session import Session
from bot.domain.message import Button, Text, Tone
from bot.knowledge.find import Certainty
from bot.knowledge.library import LANGUAGES
from bot.knowledge.peril import Peril
from bot.knowledge.reading import URGENT

_PAGES: dict[Peril, tuple[str, ...]] = {
    Peril.UNKNOWN: ("calling_now", "at_door"),
    Peril.HEALTH: (),
    Peril.FIRE: (),
    Peril.HOME: ("at_door", "been_inside"),
    Peril.FRAUD: ("calling_now", "gave_out"),
    Peril.VIOLENCE: (),
}
"""The pages that help further in each peril."""


def answer(scene: Scene) -> Turn:
    """Help for the gravest danger that the text speaks of, in its language where there is one."""
    if scene.reading.language in LANGUAGES:
        scene = scene.speaking(scene.reading.language)
    danger = scene.reading.danger
    if danger.suicide:
        return _help(scene, "danger.suicide")
    if danger.urgent:
        return urgent(scene)
    if danger.child:
        return _child(scene)
    return _help(scene, "danger.violence", page_button(scene, "domestic_violence"))


def comes_first(scene: Scene, *, checking: bool) -> bool:
    """Whether the danger in the words is answered at once. Words that only sound urgent, and are
    surely about something else, get that answer under 112; a case and a check hold the danger.
    """
    danger, match, session = scene.reading.danger, scene.reading.match, scene.session
    if not danger.any or danger.violence or danger.suicide or danger.child:
        return danger.any
    held = checking or session.draft or session.asking
    second = match.certainty is Certainty.SURE and match.topic != URGENT
    return bool(held) or danger.sure or not second


def urgent(scene: Scene) -> Turn:
    """Something is happening now: 112, and the first thing to do in just this peril."""
    danger = scene.reading.danger
    session = _without_case(scene) if danger.violence else scene.session
    pages = [page_button(scene, page) for page in _PAGES[danger.peril]]
    if danger.violence:
        pages.append(page_button(scene, "domestic_violence"))
    if session.draft:
        pages.append(scene.button("resume", "resume"))
    elif session.asking:
        pages.append(scene.button("resume", f"f:{session.asking.nonce}:show"))
    key = f"danger.urgent_{danger.peril}" if danger.peril else "danger.urgent"
    reply = scene.reply(_said(scene, key), *one_each(*pages), tone=Tone.ALARM)
    return Turn(session, (reply,))


def perhaps(scene: Scene, turn: Turn) -> Turn:
    """The same answer, under 112 where the words may tell of danger: no answer was sure, or
    danger now only came second.
    """
    reading = scene.reading
    sure = reading.match.certainty is Certainty.SURE and not reading.danger.urgent
    if not reading.danger.possible or sure:
        return turn
    first, *others = turn.replies
    line = scene.library.say("free.danger", turn.session.language)
    if first.text[: len(line)] == line:
        return turn
    return replace(turn, replies=(replace(first, text=line + first.text), *others))


def _help(scene: Scene, key: str, *buttons: Button) -> Turn:
    """People who can help. The text is not taken in as a case, and a draft is dropped."""
    reply = scene.reply(_said(scene, key), *one_each(*buttons), tone=Tone.ALARM)
    return Turn(_without_case(scene), (reply,))


def _child(scene: Scene) -> Turn:
    """People who can help a child. What was written is not kept, but a concern that was begun,
    about a place or about young people, can be gone on with.
    """
    resume = (scene.button("resume", "resume"),) if scene.session.draft else ()
    reply = scene.reply(_said(scene, "danger.child"), *one_each(*resume), tone=Tone.ALARM)
    return Turn(replace(scene.session, asking=None, following=None), (reply,))


def _said(scene: Scene, key: str) -> Text:
    """The line; in both of our languages where the text was in neither."""
    written_in = scene.reading.language
    if not written_in or written_in in LANGUAGES:
        return scene.say(key)
    return tuple(block for code in LANGUAGES for block in scene.library.say(key, code))


def _without_case(scene: Scene) -> Session:
    return replace(scene.session, draft=None, asking=None, following=None)
