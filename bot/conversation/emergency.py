"""Danger first: 112 on the first line, whatever the talk was about. The talk waits."""

from dataclasses import replace

from bot.conversation.menu import page_button
from bot.conversation.scene import Scene, Turn, one_each
from bot.conversation.session import Session
from bot.domain.message import Button, Tone


def answer(scene: Scene) -> Turn:
    """Help for the gravest danger that the text speaks of."""
    danger = scene.reading.danger
    if danger.suicide:
        return _help(scene, "danger.suicide")
    if danger.urgent:
        return urgent(scene)
    if danger.child:
        return _help(scene, "danger.child")
    return _help(scene, "danger.violence", page_button(scene, "domestic_violence"))


def urgent(scene: Scene) -> Turn:
    """Something is happening now: 112, then what to do about the caller or the door."""
    session = _without_case(scene) if scene.reading.danger.violence else scene.session
    pages = [page_button(scene, "calling_now"), page_button(scene, "at_door")]
    if scene.reading.danger.violence:
        pages.append(page_button(scene, "domestic_violence"))
    if session.draft:
        pages.append(scene.button("resume", "resume"))
    reply = scene.reply(scene.say("danger.urgent"), *one_each(*pages), tone=Tone.ALARM)
    return Turn(session, (reply,))


def _help(scene: Scene, key: str, *buttons: Button) -> Turn:
    """People who can help. The text is not taken in as a case, and a draft is dropped."""
    reply = scene.reply(scene.say(key), *one_each(*buttons), tone=Tone.ALARM)
    return Turn(_without_case(scene), (reply,))


def _without_case(scene: Scene) -> Session:
    return replace(scene.session, draft=None)
