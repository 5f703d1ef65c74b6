"""What somebody who comes may need: one press counts one, without anybody's name."""

from dataclasses import replace

from bot.conversation import meetings
from bot.conversation.effects import CountNeed
from bot.conversation.scene import Scene, Turn, one_each
from bot.domain.meeting import Choice, Meeting
from bot.domain.message import Button
from bot.domain.need import Need
from bot.knowledge.markup import dialled

CHOSEN = "✓ "


def show(scene: Scene, key: str) -> Turn:
    """What can be needed, and what this talk has asked for."""
    meeting = _meeting(scene, key)
    if meeting is None:
        return meetings.show(scene, key)
    buttons = [_need_button(scene, key, need) for need in Need]
    rows = one_each(*buttons, scene.button("see_meeting", f"m:{key}"))
    ring = dialled(meeting.phone)
    text = scene.say("meetings.needs", ring=ring, chosen=_is_chosen(scene, key))
    session = replace(scene.session, meeting=key)
    return Turn(session, (scene.reply(text, *rows, replaces=True),))


def press(scene: Scene, key: str, what: str, switch: str) -> Turn:
    """Count one need, or take it back. Pressed twice it counts once; what another talk has
    counted cannot be taken back, since nobody knows whose it was.
    """
    if _meeting(scene, key) is None or what not in set(Need):
        return show(scene, key)
    one, counted = (key, Need(what)), scene.session.needs
    back = switch == "off"
    if back != (one in counted):
        return show(scene, key)
    needs = counted - {one} if back else counted | {one}
    session = replace(scene.session, needs=needs)
    turn = show(replace(scene, session=session), key)
    return replace(turn, effects=(CountNeed(key, one[1], back),))


def _meeting(scene: Scene, key: str) -> Meeting | None:
    """The meeting, where this person has said that they come to it."""
    given = scene.facts.answers.get(key)
    meeting = meetings.find(scene, key)
    comes = given is not None and given.choice is Choice.YES
    return meeting if meeting and comes and meeting.is_open(scene.now) else None


def _is_chosen(scene: Scene, key: str) -> bool:
    return any(meeting == key for meeting, _ in scene.session.needs)


def _need_button(scene: Scene, key: str, need: Need) -> Button:
    on = (key, need) in scene.session.needs
    button = scene.button(f"need_{need}", f"need:{key}:{need}:{'off' if on else 'on'}")
    return replace(button, label=f"{CHOSEN if on else ''}{button.label}")
