"""What delivery does every few seconds without anybody's work: new subscribers, late rows."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import partial

from bot.clock import Clock
from bot.delivery.broadcast import CHUNK, Broadcasts
from bot.delivery.worker import Worker
from bot.domain.sweden import STOCKHOLM
from bot.errors import StoreError
from bot.logbook import log
from bot.store.database import Tables
from bot.store.store import Store

LOOK_EVERY = 5.0
"""Seconds between two rounds."""


async def deliver(
    store: Store,
    broadcasts: Broadcasts,
    clock: Clock,
    workers: Sequence[Worker],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Finish what a crash interrupted, then go the rounds until cancelled."""

    def wake() -> None:
        for worker in workers:
            worker.wake()

    broadcasts.connect(wake)
    forgotten: date | None = None
    while True:
        today = clock.now().astimezone(STOCKHOLM).date()
        try:
            await broadcasts.resume()
            await _drop_late(store, clock)
            if await store.turn(lambda tables: broadcasts.serve_new(tables, clock.now())):
                wake()
            if forgotten != today:
                await forget_old(store, clock)
                forgotten = today
        except StoreError as error:
            log.warning("rounds wait", error=type(error).__name__)
        await sleep(LOOK_EVERY)


async def forget_old(store: Store, clock: Clock) -> None:
    """Forget whom the rows of sendings long past were meant for, a piece at a time."""
    last = await store.read(lambda tables: tables.outbox.last())
    for after in range(0, last, CHUNK):
        await store.turn(partial(_blank, clock, after))


async def _drop_late(store: Store, clock: Clock) -> None:
    """Let go of what waited until it was too late, a piece at a time."""
    while await store.turn(lambda tables: tables.outbox.drop_late(clock.now(), CHUNK)) == CHUNK:
        pass


def _blank(clock: Clock, after: int, tables: Tables) -> None:
    tables.erased |= tables.outbox.blank_old(clock.now(), after, after + CHUNK)
