"""The daily work: once, at seven in Sweden, whatever the clock does."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.delivery.recurring import housekeeping, last_due
from bot.domain.concern import Concern
from bot.knowledge.municipality import Retention
from bot.store.store import Store
from tests.conftest import HeldClock

Sleep = Callable[[float], Awaitable[None]]


@pytest.mark.parametrize("year", range(2026, 2036))
def test_each_day_falls_due_at_seven_on_the_wall_clock(year: int) -> None:
    """Summer time moves the hour in UTC, never in Sweden; each day of the year is due once."""
    now = datetime(year, 1, 1, tzinfo=UTC)
    days: dict[date, datetime] = {}
    while now.year == year:
        days.setdefault(last_due(now), now)
        now += timedelta(minutes=15)
    began = {day: moment for day, moment in days.items() if day.year == year}
    assert len(began) >= 365
    assert {(moment.hour in (5, 6), moment.minute) for moment in began.values()} == {(True, 0)}


def test_before_seven_yesterday_is_the_latest() -> None:
    """Half past six is still the day before."""
    assert last_due(datetime(2026, 11, 24, 5, 30, tzinfo=UTC)) == date(2026, 11, 23)
    assert last_due(datetime(2026, 11, 24, 6, 0, tzinfo=UTC)) == date(2026, 11, 24)


async def _looks(store: Store, clock: HeldClock, *hours: float) -> list[int]:
    """Run the housekeeping; how many concerns staff see after each look, some hours apart."""
    seen: list[int] = []
    left = list(hours)

    async def sleep(_: float) -> None:
        seen.append(await store.read(lambda t: t.concerns.count()))
        if not left:
            raise asyncio.CancelledError
        clock.passes(hours=left.pop(0))

    with pytest.raises(asyncio.CancelledError):
        await housekeeping(store, clock, Retention(), sleep)
    return seen


async def _file(store: Store, key: str) -> None:
    concern = Concern(key * 32, "2026-W48", "ljus", "asarum", "kvall", "")
    await store.turn(lambda t: t.concerns.file(concern))


async def test_concerns_are_shown_the_next_morning(store: Store, clock: HeldClock) -> None:
    """What is told at noon is seen by staff at seven the next day, not before."""
    await _file(store, "a")
    assert await _looks(store, clock, 6, 6, 6) == [0, 0, 0, 1]


async def test_a_restart_shows_nothing_early(store: Store, clock: HeldClock) -> None:
    """A restart at noon must not tell the minute at which somebody wrote."""
    await _looks(store, clock)
    await _file(store, "a")
    assert await _looks(store, clock, 1) == [0, 0]


async def test_a_morning_that_was_missed_is_made_up_for(store: Store, clock: HeldClock) -> None:
    """A bot that was off at seven shows at its next start what was told before it was stopped."""
    await _looks(store, clock)
    await _file(store, "a")
    clock.passes(hours=30)
    assert await _looks(store, clock) == [1]


async def test_a_clock_set_back_does_nothing_twice(store: Store, clock: HeldClock) -> None:
    """A morning that comes again does not show what was told after it."""
    await _looks(store, clock, 24)
    await _file(store, "a")
    assert await _looks(store, clock, -24, 24) == [0, 0, 0]
