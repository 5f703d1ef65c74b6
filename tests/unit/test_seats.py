"""Seats: never more than there are, in the order of the queue, and at hours people are awake."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.meeting import Meeting
from bot.domain.quiet import is_quiet
from bot.domain.seats import Queued, held_until, may_offer, next_offers, seating
from bot.domain.sweden import STOCKHOLM
from tests.conftest import START, coming

LAST = datetime(2026, 12, 3, 9, tzinfo=STOCKHOLM)
"""From here on nothing is offered for the meeting of the tests, at 14 on the same day."""


def _meeting(seats: int | None) -> Meeting:
    return replace(coming(), seats=seats)


def _waits(place: int, number: int, until: datetime | None = None) -> Queued:
    return Queued(place, f"telegram:{place}", number, "sv", until)


@dataclass
class Hall:
    """A meeting's seats as the bot keeps them: who comes, who waits, who has been offered."""

    meeting: Meeting
    now: datetime = START
    come: dict[str, int] = field(default_factory=dict)
    queue: list[Queued] = field(default_factory=list)
    joined: int = 0

    @property
    def taken(self) -> int:
        """Seats of those who come."""
        return sum(self.come.values())

    @property
    def held(self) -> int:
        """Seats held for those who have an offer."""
        return sum(one.number for one in self.queue if one.holds(self.now))

    def answers(self, address: str, number: int) -> bool:
        """Press “Jag kommer”: it is taken, or one is asked about the queue."""
        mine = self.come.get(address, 0)
        seats = seating(self.meeting, self.taken, mine, self.queue, address, self.now)
        if seats and number > seats.free:
            return False
        self.come[address] = number
        self.leaves_queue(address)
        return True

    def joins(self, address: str, number: int) -> None:
        """Press “Ställ mig i kö”."""
        if address in self.come or any(one.address == address for one in self.queue):
            return
        self.joined += 1
        self.queue.append(Queued(self.joined, address, number, "sv"))

    def leaves_queue(self, address: str) -> None:
        """Press “Lämna kön” or “Nej tack”."""
        self.queue = [one for one in self.queue if one.address != address]

    def withdraws(self, address: str) -> None:
        """Press “Kan inte”."""
        self.come.pop(address, None)
        self.leaves_queue(address)

    def looks(self) -> list[Queued]:
        """What the clock does every half minute."""
        self.queue = [one for one in self.queue if one.waits() or one.holds(self.now)]
        offered = next_offers(self.meeting, self.taken, self.queue, self.now)
        by_place = {one.place: one for one in offered}
        self.queue = [by_place.get(one.place, one) for one in self.queue]
        return list(offered)


_PEOPLE = [f"telegram:{number}" for number in range(6)]
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "join", "leave", "withdraw", "look", "pass", "seats"]),
        st.sampled_from(_PEOPLE),
        st.integers(1, 5),
    ),
    max_size=60,
)


@settings(max_examples=300)
@given(seats=st.integers(0, 8), steps=_STEPS, began=st.integers(0, 9 * 24))
def test_whatever_people_do(seats: int, steps: list[tuple[str, str, int]], began: int) -> None:
    """Never more seats than there are, no offer out of turn, none at night or on the day."""
    hall = Hall(_meeting(seats), START + timedelta(hours=began))
    for step, person, number in steps:
        before, most = hall.taken + hall.held, hall.meeting.seats or 0
        match step:
            case "answer":
                mine = hall.come.get(person, 0)
                if hall.answers(person, number):
                    assert hall.taken + hall.held <= max(most, before) or number <= mine
            case "join":
                hall.joins(person, number)
            case "leave":
                hall.leaves_queue(person)
            case "withdraw":
                hall.withdraws(person)
            case "look":
                _look(hall)
            case "pass":
                hall.now += timedelta(hours=number * 3)
            case "seats":
                hall.meeting = replace(hall.meeting, seats=most + number)
        assert hall.taken + hall.held <= (hall.meeting.seats or 0)


def _look(hall: Hall) -> None:
    """One look of the clock, and what must be true of what it offers."""
    waited = [one for one in hall.queue if one.waits()]
    offered = hall.looks()
    if offered:
        assert not is_quiet(hall.now)
        assert hall.now < LAST
    chosen = {one.place for one in offered}
    left = (hall.meeting.seats or 0) - hall.taken - hall.held
    for one in waited:
        if one.place not in chosen and may_offer(hall.meeting, hall.now):
            assert one.number > left
    for one in offered:
        assert one.until
        assert hall.now < one.until <= hall.meeting.starts
        assert one.until - hall.now in (timedelta(hours=24), timedelta(hours=3)) or (
            one.until == hall.meeting.starts
        )


@pytest.mark.parametrize(
    ("numbers", "free", "offered"),
    [((1, 1, 1), 2, [1, 2]), ((3, 1, 1), 2, [2, 3]), ((2, 1), 2, [1]), ((4,), 3, []), ((), 3, [])],
)
def test_the_first_that_fits_is_offered_first(
    numbers: tuple[int, ...], free: int, offered: list[int]
) -> None:
    """A large party does not hold up a small one behind it, and nobody is passed who fits."""
    queue = [_waits(place, number) for place, number in enumerate(numbers, 1)]
    found = next_offers(_meeting(10), 10 - free, queue, START)
    assert [one.place for one in found] == offered


@pytest.mark.parametrize(
    ("when", "until"),
    [
        (datetime(2026, 12, 1, 15, tzinfo=STOCKHOLM), datetime(2026, 12, 2, 15, tzinfo=STOCKHOLM)),
        (datetime(2026, 12, 2, 15, tzinfo=STOCKHOLM), datetime(2026, 12, 2, 18, tzinfo=STOCKHOLM)),
    ],
)
def test_a_day_to_answer_and_three_hours_on_the_last(when: datetime, until: datetime) -> None:
    """The day before the meeting an offer is short, so that the next in turn has a chance."""
    assert held_until(_meeting(10), when.astimezone(UTC)) == until


@pytest.mark.parametrize(
    ("hour", "day", "offers"),
    [(9, 2, True), (19, 2, True), (20, 2, False), (8, 2, False), (9, 3, False), (12, 3, False)],
)
def test_nothing_is_offered_at_night_or_on_the_day(hour: int, day: int, *, offers: bool) -> None:
    """From nine to twenty, and never from nine in the morning of the day itself."""
    when = datetime(2026, 12, day, hour, tzinfo=STOCKHOLM).astimezone(UTC)
    assert may_offer(_meeting(10), when) is offers


def test_a_newcomer_does_not_pass_the_queue() -> None:
    """A seat that is freed at night is still there for who has waited, until nothing is offered."""
    queue = [_waits(1, 1)]
    night = START + timedelta(hours=10)
    seats = seating(_meeting(10), 9, 0, queue, "telegram:9", night)
    assert seats
    assert seats.free == 0
    on_the_day = seating(_meeting(10), 9, 0, queue, "telegram:9", LAST.astimezone(UTC))
    assert on_the_day
    assert on_the_day.free == 1


def test_held_seats_are_free_to_whom_they_are_held_for() -> None:
    """Who has an offer takes it; when it has run out it is no longer theirs."""
    held = _waits(1, 2, START + timedelta(hours=1))
    mine = seating(_meeting(10), 8, 0, [held], "telegram:1", START)
    assert mine
    assert (mine.free, mine.own) == (2, held)
    other = seating(_meeting(10), 8, 0, [held], "telegram:2", START)
    assert other
    assert (other.free, other.own) == (0, None)
    late = seating(_meeting(10), 8, 0, [held], "telegram:1", START + timedelta(hours=1))
    assert late
    assert late.own is None


def test_without_a_limit_nothing_is_counted_and_all_who_wait_are_offered() -> None:
    """Staff may take the limit away: then nobody has to wait."""
    queue = [_waits(1, 9), _waits(2, 9)]
    assert seating(_meeting(None), 500, 0, queue, "telegram:1", START) is None
    assert [one.place for one in next_offers(_meeting(None), 500, queue, START)] == [1, 2]


def test_fewer_seats_than_are_taken_take_nobodys_away() -> None:
    """Staff may lower the number: those who come keep theirs and may come with fewer."""
    seats = seating(_meeting(5), 9, 2, [], "telegram:1", START)
    assert seats
    assert seats.free == 2
