"""What happens once a day without anybody's work, at seven in the morning in Sweden."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta

from bot.clock import Clock
from bot.domain.sweden import STOCKHOLM
from bot.errors import StoreError
from bot.logbook import log
from bot.store.database import Tables
from bot.store.marks import Mark
from bot.store.store import Store

RELEASE_AT = time(7, 0)
"""When concerns are shown to staff, all at once, so that no notice tells when one was written."""
LOOK_EVERY = 30.0
"""Seconds between two looks at the clock; short, so that a clock that jumps does little harm."""


def last_due(now: datetime) -> date:
    """The latest day whose hour has come: today after seven in Sweden, else yesterday."""
    local = now.astimezone(STOCKHOLM)
    return local.date() if local.time() >= RELEASE_AT else local.date() - timedelta(days=1)


async def housekeeping(
    store: Store, clock: Clock, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Do each day's work when its hour comes; run until cancelled.

    A day whose hour passed while the bot was off is made up for at the start: all that waits was
    written before the bot was stopped, so showing it now tells no more than showing it then.
    """
    await _try(store, lambda tables: _tidy(tables, clock.now()))
    while True:
        await _try(store, lambda tables: _daily(tables, clock.now()))
        await sleep(LOOK_EVERY)


def _daily(tables: Tables, now: datetime) -> None:
    """The day's work, once: a restart at noon must not show what was written since seven."""
    day, done = last_due(now), tables.marks.get(Mark.RELEASED)
    if done is None:
        tables.marks.put(Mark.RELEASED, day)
    elif day > done:
        tables.concerns.release()
        tables.marks.put(Mark.RELEASED, day)
        _tidy(tables, now)


def _tidy(tables: Tables, now: datetime) -> None:
    """Forget handled updates and the addresses of long past meetings."""
    tables.seen.forget(now)
    tables.erased |= tables.answers.erase_old(now)


async def _try(store: Store, work: Callable[[Tables], None]) -> None:
    """Do the work, or leave it to the next look when the database is held by another."""
    try:
        await store.turn(work)
    except StoreError as error:
        log.warning("housekeeping waits", error=type(error).__name__)
