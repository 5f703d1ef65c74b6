"""While the service is paused: help in danger and “stopp” as always, else one notice."""

from bot.conversation.scene import Scene, Turn
from bot.conversation.words import Command, command_in
from bot.domain.message import Kind

_STILL = {"stop", "undo"}
"""Buttons that work all the same: nobody may be kept in a list because we are resting."""
_STILL_SAID = {Command.STOP, Command.URGENT}


def holds(scene: Scene) -> bool:
    """Whether this has to wait until the service is back."""
    incoming = scene.incoming
    if scene.facts.paused is None or scene.facts.duty or scene.reading.danger.any:
        return False
    if incoming.kind is Kind.BUTTON:
        return incoming.action.partition(":")[0] not in _STILL
    return incoming.kind is not Kind.TEXT or command_in(incoming.text) not in _STILL_SAID


def answer(scene: Scene) -> Turn:
    """That we rest, what staff say of it, and whom to ring meanwhile. What was begun waits."""
    text = scene.say("pause.notice", words=scene.facts.paused or "")
    return scene.turn(scene.reply(text))
