"""“Stopp”: all that is kept about the chat is erased; the undo button carries the choices."""

import re
from dataclasses import replace

from bot.conversation.effects import AnswerMeeting, Effect, ForgetAddress
from bot.conversation.scene import Scene, Turn
from bot.domain.meeting import MOST_PEOPLE, Answer, Choice

LONGEST_ACTION = 64
"""Bytes in a button's action (Telegram Bot API, callback_data)."""
_LETTERS = {Choice.YES: "y", Choice.MAYBE: "m"}
_KEPT = re.compile(r"([a-z0-9]{1,12})\.([ym])([1-9])")


def stop(scene: Scene) -> Turn:
    """Forget the chat; said plainly also where nothing was kept. While a concern is told on the
    web the address is not looked at, so the concern is left first and one press does the rest.
    """
    if not scene.incoming.address:
        session = replace(scene.session, draft=None)
        return Turn(
            session, (scene.reply(scene.say("stop.left"), (scene.button("stop", "stop"),)),)
        )
    if not scene.facts.answers:
        return scene.turn(scene.reply(scene.say("stop.nothing")))
    undo = (scene.button("undo", f"undo:{_packed(scene)}"),)
    reply = scene.reply(scene.say("stop.done"), undo)
    return scene.turn(reply, effects=(ForgetAddress(scene.incoming.address),))


def ask(scene: Scene) -> Turn:
    """Words that only sound like a stop erase nothing: one press does, if it was meant."""
    return scene.turn(scene.reply(scene.say("stop.ask"), (scene.button("stop", "stop"),)))


def undo(scene: Scene, packed: str) -> Turn:
    """Take up again the answers that the button carries, where their meetings are still open."""
    effects = tuple(_restored(scene, packed))
    key = "stop.undone" if effects else "stop.too_late"
    return scene.turn(scene.reply(scene.say(key)), effects=effects)


def _packed(scene: Scene) -> str:
    """As many answers as fit; at 64 bytes that is six."""
    pieces: list[str] = []
    for answer in scene.facts.answers.values():
        piece = f"{answer.meeting}.{_LETTERS.get(answer.choice, 'm')}{answer.number}"
        if len("undo:" + ",".join([*pieces, piece])) <= LONGEST_ACTION:
            pieces.append(piece)
    return ",".join(pieces)


def _restored(scene: Scene, packed: str) -> list[Effect]:
    still_open = {m.key for m in scene.facts.meetings if m.is_open(scene.now)}
    effects: list[Effect] = []
    for piece in packed.split(","):
        found = _KEPT.fullmatch(piece)
        if found and found[1] in still_open:
            choice = Choice.YES if found[2] == "y" else Choice.MAYBE
            answer = Answer(found[1], choice, min(int(found[3]), MOST_PEOPLE))
            effects.append(AnswerMeeting(scene.incoming.address, answer, scene.language))
    return effects
