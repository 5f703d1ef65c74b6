"""What happens once a day without anybody's work, at seven in the morning in Sweden."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time

from bot.clock import Clock
from bot.domain.sweden import STOCKHOLM
from bot.errors import StoreError
from bot.logbook import log
from bot.store.database import Tables
from bot.store.store import Store

RELEASE_AT = time(7, 0)
"""When concerns are shown to staff, all at once, so that no notice tells when one was written."""
LOOK_EVERY = 30.0
"""Seconds between two looks at the clock; short, so that a clock that jumps does little harm."""


def due(now: datetime, done: date) -> date | None:
    """The day whose work is due, or None; `done` is the last day whose work is done."""
    local = now.astimezone(STOCKHOLM)
    return local.date() if local.time() >= RELEASE_AT and local.date() > done else None


def already_done(now: datetime) -> date:
    """At a start after seven the day counts as done: a start must not tell when somebody wrote."""
    local = now.astimezone(STOCKHOLM)
    return local.date() if local.time() >= RELEASE_AT else date.min


async def housekeeping(
    store: Store, clock: Clock, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Do each day's work when its hour comes; run until cancelled."""
    done = already_done(clock.now())
    await _tidy(store, clock)
    while True:
        day = due(clock.now(), done)
        if day:
            await _daily(store, clock)
            done = day
        await sleep(LOOK_EVERY)


async def _daily(store: Store, clock: Clock) -> None:
    await store.turn(lambda tables: tables.concerns.release())
    await _tidy(store, clock)


async def _tidy(store: Store, clock: Clock) -> None:
    """Forget handled updates and the addresses of long past meetings."""

    def work(tables: Tables) -> None:
        tables.seen.forget(clock.now())
        tables.erased |= tables.answers.erase_old(clock.now())

    try:
        await store.turn(work)
    except StoreError as error:
        log.warning("housekeeping waits", error=type(error).__name__)
