"""“Stopp”: all that is kept about the chat is erased; the undo button carries the choices."""

import re
from dataclasses import replace

from bot.conversation import queue
from bot.conversation.effects import AnswerMeeting, Effect, ForgetAddress, Subscribe
from bot.conversation.membership import as_it_stands
from bot.conversation.scene import Scene, Turn
from bot.domain.meeting import MOST_PEOPLE, Answer, Choice
from bot.domain.membership import Member, News

LONGEST_ACTION = 64
"""Bytes in a button's action (Telegram Bot API, callback_data)."""
_LETTERS = {Choice.YES: "y", Choice.MAYBE: "m"}
_KINDS = {News.INVITATIONS: "i", News.WARNINGS: "w", News.PRACTICE: "p"}
_KEPT = re.compile(r"([a-z0-9]{1,12})\.([ym])([1-9])")
_MEMBER = re.compile(r"M([iwp]{1,3})((?:\.[a-z0-9_]{1,24})*)")


def stop(scene: Scene) -> Turn:
    """Forget the chat; said plainly also where nothing was kept. While something is told on the
    web the address is not looked at, so that is left first and one press does the rest.
    """
    if not scene.incoming.address:
        session = replace(scene.session, draft=None, asking=None)
        return Turn(
            session, (scene.reply(scene.say("stop.left"), (scene.button("stop", "stop"),)),)
        )
    if not (scene.facts.answers or scene.facts.member or _waits(scene)):
        return scene.turn(scene.reply(scene.say("stop.nothing")))
    carried = packed(scene)  # a place in a queue is not carried: somebody else has it now
    undo = (scene.button("undo", f"undo:{carried}"),) if carried else ()
    text = scene.say("stop.done", answered=bool(scene.facts.answers))
    return scene.turn(scene.reply(text, undo), effects=(ForgetAddress(scene.incoming.address),))


def _waits(scene: Scene) -> bool:
    return any(seats.own for seats in scene.facts.seats.values())


def ask(scene: Scene) -> Turn:
    """Words that only sound like a stop erase nothing: one press does, if it was meant."""
    choices = (scene.button("choices", "my"),) if scene.facts.member else ()
    return scene.turn(scene.reply(scene.say("stop.ask"), (scene.button("stop", "stop"),), choices))


def undo(scene: Scene, carried: str) -> Turn:
    """Take up again what the button carries, where it is still to come and nothing newer was
    chosen since.
    """
    member = None if scene.facts.member else _member(scene, carried)
    answers = tuple(_restored(scene, carried))
    if not member and not answers:
        key = "stop.as_it_is" if scene.facts.member or scene.facts.answers else "stop.too_late"
        return scene.turn(scene.reply(scene.say(key)))
    text = scene.say("stop.undone")
    rows = ((scene.button("choices", "my"),),) if member else ()
    text += as_it_stands(scene, member) if member else ()
    effects = ((Subscribe(member),) if member else ()) + answers
    return scene.turn(scene.reply(text, *rows), effects=effects)


def packed(scene: Scene) -> str:
    """The membership, then as many answers as fit (six, without a membership), then the
    districts; where those do not all fit, none: rather too many invitations than too few.
    """
    pieces = [_packed_kinds(scene)] if scene.facts.member else []
    for answer in scene.facts.answers.values():
        piece = f"{answer.meeting}.{_LETTERS.get(answer.choice, 'm')}{answer.number}"
        if len("undo:" + ",".join([*pieces, piece])) <= LONGEST_ACTION:
            pieces.append(piece)
    if scene.facts.member:
        whole = [pieces[0] + _packed_districts(scene), *pieces[1:]]
        if len("undo:" + ",".join(whole)) <= LONGEST_ACTION:
            pieces = whole
    return ",".join(pieces)


def _packed_kinds(scene: Scene) -> str:
    kinds = scene.facts.member.kinds if scene.facts.member else ()
    return "M" + "".join(_KINDS[kind] for kind in kinds)


def _packed_districts(scene: Scene) -> str:
    """The beginning of each id that no other shares."""
    chosen = scene.facts.member.districts if scene.facts.member else ()
    known = [one.id for one in scene.library.municipality.districts]
    return "".join(f".{_beginning(one, known)}" for one in chosen if one in known)


def _beginning(one: str, known: list[str]) -> str:
    alike = [one[:n] for n in range(2, len(one)) if _alone(one[:n], known) == one]
    return alike[0] if alike else one


def _alone(beginning: str, known: list[str]) -> str:
    """The one id that is this, or begins with it; nothing where there are several or none."""
    if beginning in known:
        return beginning
    found = [one for one in known if one.startswith(beginning)]
    return found[0] if len(found) == 1 else ""


def _member(scene: Scene, carried: str) -> Member | None:
    """The membership in a button: what is no longer in content/ is left out."""
    found = _MEMBER.fullmatch(carried.partition(",")[0])
    if not found or not scene.incoming.address:
        return None
    kinds = tuple(kind for kind in News if _KINDS[kind] in found[1])
    known = [one.id for one in scene.library.municipality.districts]
    named = {_alone(one, known) for one in found[2].split(".") if one}
    districts = tuple(one for one in known if one in named)
    return Member(scene.incoming.address, scene.language, districts, kinds)


def _restored(scene: Scene, carried: str) -> list[Effect]:
    still_open = {m.key for m in scene.facts.meetings if m.is_open(scene.now)}
    effects: list[Effect] = []
    for piece in carried.split(","):
        found = _KEPT.fullmatch(piece)
        if found and found[1] in still_open - set(scene.facts.answers):
            choice = Choice.YES if found[2] == "y" else Choice.MAYBE
            answer = Answer(found[1], choice, min(int(found[3]), MOST_PEOPLE))
            if choice is Choice.YES and not queue.has_room(scene, answer.meeting, answer.number):
                continue  # somebody else has been given the seat since
            effects.append(AnswerMeeting(scene.incoming.address, answer, scene.language))
    return effects
