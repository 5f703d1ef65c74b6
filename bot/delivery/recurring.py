"""What happens once a day without anybody's work, at seven in the morning in Sweden."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from bot.clock import Clock
from bot.delivery.disposal import believes, dispose
from bot.domain.steadiness import Steadiness
from bot.domain.sweden import STOCKHOLM
from bot.errors import StoreError
from bot.knowledge.municipality import Retention
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
    store: Store,
    clock: Clock,
    retention: Retention,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Do each day's work when its hour comes; run until cancelled.

    A day whose hour passed while the bot was off is made up for at the start: all that waits was
    written before the bot was stopped, so showing it now tells no more than showing it then.
    """
    steadiness = Steadiness()
    erased: date | None = None
    await _try(store, partial(_forget_updates, clock.now()))
    while True:
        now = clock.now()
        await _try(store, partial(_daily, now))
        waits = steadiness.look(now, clock.seconds()) and erased != last_due(now)
        if waits and await _try(store, partial(_erase, retention, now)):
            erased = last_due(now)
        await sleep(LOOK_EVERY)


def _daily(now: datetime, tables: Tables) -> None:
    """The day's work, once: a restart at noon must not show what was written since seven."""
    day, done = last_due(now), tables.marks.get(Mark.RELEASED)
    if done is None:
        tables.marks.put(Mark.RELEASED, day)
    elif day > done:
        tables.concerns.release()
        tables.erased = True  # the order in which they were written goes from the files
        tables.marks.put(Mark.RELEASED, day)
        _forget_updates(now, tables)


def _forget_updates(now: datetime, tables: Tables) -> None:
    """Drop the ids of updates older than yesterday, from the -wal file too."""
    tables.seen.forget(now)
    tables.erased = True


def _erase(retention: Retention, now: datetime, tables: Tables) -> None:
    """Erase what is old enough: the addresses of long past meetings, bells of those who are told
    nothing any more, and what the retention plan has come to. Not for the sake of a date that
    cannot be believed.
    """
    if not believes(tables, now):
        log.warning("nothing is erased: the date has leapt, see the page on retention")
        return
    tables.erased |= tables.answers.erase_old(now)
    tables.erased |= tables.bells.forget_idle()
    if number := dispose(tables, retention, now):
        log.info("erased by the retention plan", count=number)


async def _try(store: Store, work: Callable[[Tables], None]) -> bool:
    """Do the work, or leave it to the next look when the database is held by another."""
    try:
        await store.turn(work)
    except StoreError as error:
        log.warning("housekeeping waits", error=type(error).__name__)
        return False
    return True
