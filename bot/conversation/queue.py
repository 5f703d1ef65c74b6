"""The queue to a meeting whose seats are taken: asked about, joined, left, and offered from."""

from bot.conversation.effects import JoinQueue, LeaveQueue
from bot.conversation.scene import Rows, Scene, Turn, in_pairs, one_each
from bot.domain.meeting import MOST_PEOPLE, Choice, Meeting
from bot.domain.message import Button, Text
from bot.domain.seats import Seating
from bot.knowledge.dates import day, hour
from bot.knowledge.markup import dialled

FEW = 4
"""Sizes of a party offered as buttons; a larger one is offered when it has been asked for."""


def has_room(scene: Scene, key: str, number: int) -> bool:
    """Whether a party of this size may come."""
    seats = scene.facts.seats.get(key)
    return seats is None or number <= seats.free


def full(scene: Scene, meeting: Meeting, number: int) -> Turn:
    """There are not seats enough for a party: fewer may come, or wait in the queue."""
    seats = scene.facts.seats[meeting.key]
    found = _place(scene, meeting, seats) or _crowded(scene, meeting, seats, number)
    return scene.turn(scene.reply(found[0], *found[1]))


def standing(scene: Scene, meeting: Meeting) -> tuple[Text, Rows] | None:
    """What is said beside the invitation: a place in the queue, or that the meeting is full; None
    where there is room.
    """
    seats = scene.facts.seats.get(meeting.key)
    if seats is None:
        return None
    if seats.own:
        return _place(scene, meeting, seats)
    if seats.free or _comes(scene, meeting.key):
        return None
    return scene.say("queue.full", title="", ring=""), _queue_rows(scene, meeting.key, 1)


def press(scene: Scene, key: str, what: str, number: str) -> Turn | None:
    """A button of the queue; None where it no longer fits, and the meeting is shown as it is."""
    seats = scene.facts.seats.get(key)
    meeting = next((one for one in scene.facts.meetings if one.key == key), None)
    if seats is None or meeting is None or not scene.incoming.address:
        return None
    if what in ("leave", "no") and seats.own:
        return _leave(scene, key, what)
    size = int(number) if number.isascii() and number.isdigit() and len(number) == 1 else 0
    settled = _comes(scene, key) or (seats.own and not seats.own.waits())
    if what in ("join", "own") and 1 <= size <= MOST_PEOPLE and not settled:
        return _join(scene, meeting, size, asked=what == "own")
    return None


def leaving(scene: Scene, key: str) -> tuple[LeaveQueue, ...]:
    """What “Kan inte” leads to beside the answer."""
    seats = scene.facts.seats.get(key)
    return (LeaveQueue(scene.incoming.address, key),) if seats and seats.own else ()


def _join(scene: Scene, meeting: Meeting, size: int, *, asked: bool) -> Turn | None:
    key = meeting.key
    if has_room(scene, key, size):
        return None
    if not (scene.incoming.address_known or asked):
        rows = one_each(
            scene.button("own_device", f"seat:{key}:own:{size}"),
            scene.button("borrowed_device", f"lend:{key}"),
        )
        return scene.turn(scene.reply(scene.say("queue.device"), *rows))
    effect = JoinQueue(scene.incoming.address, key, size, scene.language)
    text = scene.say(
        "queue.joined",
        title=meeting.title,
        day=day(meeting.starts, scene.language),
        number=size,
        alone=size == 1,
        reached=scene.incoming.can_be_told,
    )
    reply = scene.reply(text, *_waiting_rows(scene, key), replaces=True)
    return scene.turn(reply, effects=(effect,))


def _leave(scene: Scene, key: str, what: str) -> Turn:
    text = scene.say("queue.left") if what == "leave" else scene.say("queue.declined")
    see = (scene.button("see_meeting", f"m:{key}"),)
    return scene.turn(scene.reply(text, see, replaces=True), effects=leaving(scene, key))


def _place(scene: Scene, meeting: Meeting, seats: Seating) -> tuple[Text, Rows] | None:
    """Where this person stands in the queue."""
    own, key = seats.own, meeting.key
    if own is None:
        return None
    alone = own.number == 1
    if own.until is None:
        text = scene.say(
            "queue.waiting",
            number=own.number,
            alone=alone,
            reached=scene.incoming.can_be_told,
        )
        return text, _waiting_rows(scene, key)
    text = scene.say(
        "queue.held",
        number=own.number,
        alone=alone,
        until_day=day(own.until, scene.language),
        until_hour=hour(own.until, scene.language),
    )
    yes = scene.button("offer_yes", f"rsvp:{key}:yes:{own.number}")
    return text, ((yes, scene.button("offer_no", f"seat:{key}:no")),)


def _crowded(scene: Scene, meeting: Meeting, seats: Seating, number: int) -> tuple[Text, Rows]:
    """Too few seats for this party, or none at all."""
    key, comes = meeting.key, _comes(scene, meeting.key)
    sizes = [size for size in range(1, FEW + 1) if size <= seats.free]
    fewer = in_pairs(*(scene.button(f"party_{size}", f"rsvp:{key}:yes:{size}") for size in sizes))
    see = (scene.button("see_meeting", f"m:{key}"),)
    if seats.free:
        text = scene.say(
            "queue.few",
            title=meeting.title,
            free=seats.free,
            one_left=seats.free == 1,
            number=number,
            comes=comes,
        )
        return text, (*fewer, see if comes else (_queue_button(scene, key, number),))
    text = scene.say("queue.full", title=meeting.title, ring=dialled(meeting.phone))
    return text, _queue_rows(scene, key, number)


def _waiting_rows(scene: Scene, key: str) -> Rows:
    leave = scene.button("queue_leave", f"seat:{key}:leave")
    return ((leave,), (scene.button("see_meeting", f"m:{key}"),))


def _queue_rows(scene: Scene, key: str, number: int) -> Rows:
    wanted = sorted({*range(1, FEW + 1), number})
    return in_pairs(*(_queue_button(scene, key, size) for size in wanted))


def _queue_button(scene: Scene, key: str, size: int) -> Button:
    return scene.button(f"queue_{size}", f"seat:{key}:join:{size}")


def _comes(scene: Scene, key: str) -> bool:
    given = scene.facts.answers.get(key)
    return given is not None and given.choice is Choice.YES
