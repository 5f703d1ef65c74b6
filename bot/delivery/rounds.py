"""What delivery does every few seconds without anybody's work: new subscribers, late rows."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.clock import Clock
from bot.delivery.broadcast import Broadcasts
from bot.delivery.worker import Worker
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

    def work(tables: Tables) -> int:
        now = clock.now()
        tables.outbox.drop_late(now)
        return broadcasts.serve_new(tables, now)

    broadcasts.connect(wake)
    resumed = False
    while True:
        try:
            if not resumed:
                await broadcasts.resume()
                resumed = True
            if await store.turn(work):
                wake()
        except StoreError as error:
            log.warning("rounds wait", error=type(error).__name__)
        await sleep(LOOK_EVERY)
