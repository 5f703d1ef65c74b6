"""Seats at a meeting: who may take one, who waits, and when a freed seat is offered to whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.meeting import Meeting
from bot.domain.quiet import MORNING, is_quiet
from bot.domain.sweden import STOCKHOLM

HELD_FOR = timedelta(hours=24)
HELD_ON_THE_LAST_DAY = timedelta(hours=3)
"""On the day before the meeting, the last on which anything is offered."""


@dataclass(frozen=True, slots=True)
class Queued:
    """One party of `number` people that waits for seats. `place` rises with each that joins, and
    is never used again. `until` is set while seats are held for it.
    """

    place: int
    address: str
    number: int
    language: str
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether seats are held for it."""
        return self.until is not None and now < self.until

    def waits(self) -> bool:
        """Whether nothing has been offered to it yet."""
        return self.until is None


@dataclass(frozen=True, slots=True)
class Seating:
    """A meeting's seats as they stand for one person. `free` is how large a party they may come
    with, those seats counted that are theirs already; `own` is their place in the queue.
    """

    free: int
    own: Queued | None = None


def seating(
    meeting: Meeting, taken: int, mine: int, queue: Sequence[Queued], address: str, now: datetime
) -> Seating | None:
    """The seats as they stand for one person; None where there is no limit.

    `taken` are seats of those who come, `mine` those of this person among them. Seats that those
    in the queue are waiting for are not free to others while they can still be offered.
    """
    own = next((one for one in queue if one.address == address and _counts(one, now)), None)
    if meeting.seats is None:
        return None
    others = [one for one in queue if one is not own]
    left = max(0, meeting.seats - taken - _held(others, now))
    if now < _offers_end(meeting):
        before = [one for one in others if own is None or one.place < own.place]
        left -= sum(one.number for one in _fitting(before, left))
    return Seating(left + mine, own)


def next_offers(
    meeting: Meeting, taken: int, queue: Sequence[Queued], now: datetime
) -> tuple[Queued, ...]:
    """Those to whom seats are offered now, each with `until`: in the order of the queue, the first
    that fits.
    """
    if not may_offer(meeting, now):
        return ()
    until = held_until(meeting, now)
    if meeting.seats is None:
        waiting = [one for one in queue if one.waits()]
    else:
        waiting = _fitting(queue, meeting.seats - taken - _held(queue, now))
    return tuple(replace(one, until=until) for one in waiting)


def may_offer(meeting: Meeting, now: datetime) -> bool:
    """Whether it is an hour at which seats are offered: 09 to 20, until the day itself."""
    return meeting.is_open(now) and not is_quiet(now) and now < _offers_end(meeting)


def held_until(meeting: Meeting, now: datetime) -> datetime:
    """Until when a seat that is offered now is held."""
    eve = meeting.starts.astimezone(STOCKHOLM).date() - timedelta(days=1)
    last = now.astimezone(STOCKHOLM).date() >= eve
    return min(now + (HELD_ON_THE_LAST_DAY if last else HELD_FOR), meeting.starts)


def _offers_end(meeting: Meeting) -> datetime:
    """Nine in the morning on the day, or the beginning of a meeting that is earlier."""
    day = meeting.starts.astimezone(STOCKHOLM).date()
    return min(datetime.combine(day, MORNING, STOCKHOLM).astimezone(UTC), meeting.starts)


def _counts(one: Queued, now: datetime) -> bool:
    return one.waits() or one.holds(now)


def _held(queue: Sequence[Queued], now: datetime) -> int:
    return sum(one.number for one in queue if one.holds(now))


def _fitting(queue: Sequence[Queued], left: int) -> list[Queued]:
    """Those who wait and fit into what is left by those before them."""
    found = []
    for one in queue:
        if one.waits() and one.number <= left:
            left -= one.number
            found.append(one)
    return found
