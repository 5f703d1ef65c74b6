"""The daily work: once, at seven in Sweden, whatever the clock does."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.delivery.recurring import already_done, due, housekeeping
from bot.domain.concern import Concern
from bot.store.store import Store
from tests.conftest import HeldClock


@pytest.mark.parametrize("year", range(2026, 2036))
def test_the_day_falls_due_at_seven_on_the_wall_clock(year: int) -> None:
    """Summer time moves the hour in UTC, never in Sweden; each day of the year is due once."""
    now, done, days = datetime(year, 1, 1, tzinfo=UTC), date(year - 1, 12, 31), []
    while now.year == year:
        day = due(now, done)
        if day:
            days.append((day, now))
            done = day
        now += timedelta(minutes=30)
    assert len(days) == len({day for day, _ in days}) >= 365
    for _, moment in days:
        assert moment.hour in (5, 6)
        assert moment.minute == 0


def test_a_start_after_seven_waits_until_tomorrow() -> None:
    """A restart must not tell the minute at which somebody wrote."""
    assert already_done(datetime(2026, 11, 24, 12, tzinfo=UTC)) == date(2026, 11, 24)
    assert already_done(datetime(2026, 11, 24, 4, tzinfo=UTC)) == date.min


def test_a_clock_set_back_does_nothing_twice() -> None:
    """An hour that comes again is not due again."""
    assert due(datetime(2026, 11, 24, 12, tzinfo=UTC), date(2026, 11, 24)) is None
    assert due(datetime(2026, 11, 23, 12, tzinfo=UTC), date(2026, 11, 24)) is None


async def test_concerns_are_released_the_next_morning(store: Store, clock: HeldClock) -> None:
    """What is told at noon is seen by staff at seven the next day, not before."""
    concern = Concern("k" * 32, "2026-W48", "ljus", "asarum", "kvall", "")
    await store.turn(lambda t: t.concerns.file(concern))
    looks = 0

    async def sleep(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            assert await store.read(lambda t: t.concerns.count()) == 0
            clock.passes(hours=18)
        if looks == 5:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await housekeeping(store, clock, sleep)
    assert await store.read(lambda t: t.concerns.count()) == 1
