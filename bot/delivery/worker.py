"""Carries rows of the outbox to one channel: claims, sends, settles.

A row is claimed and committed before its request leaves, so that a crash shows what may have
arrived. No more rows are claimed than there are places in flight and permits to send, so that no
more become uncertain than were really under way.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.delivery.outlet import Outcome, Outlet, Receipt
from bot.domain.message import Reply
from bot.domain.sending import Parcel, RowState, Sending, Settled
from bot.errors import StoreError
from bot.knowledge.library import LANGUAGES, Library
from bot.logbook import log
from bot.store.database import Tables
from bot.store.marks import Mark
from bot.store.store import Store

LOOK_EVERY = 1.0
"""Seconds between two looks for rows when there were none; also how long another process waits."""
MOST_TRIES = 5
FIRST_PAUSE = 2.0
"""Seconds before a refused message is tried again; doubled each time, with half of it by chance."""


class Worker:
    """One channel's postman."""

    def __init__(
        self,
        store: Store,
        outlet: Outlet,
        library: Library,
        clock: Clock,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._outlet = outlet
        self._library = library
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._texts: dict[str, dict[str, Reply]] = {}
        self._under_way: dict[asyncio.Task[Settled], None] = {}
        self._settled: list[Settled] = []
        self._claiming: asyncio.Future[list[tuple[Parcel, Sending]]] | None = None
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way and nothing waits to be noted."""
        return not (self._under_way or self._settled)

    async def run(self) -> None:
        """Carry until cancelled; what is under way then is settled before the end."""
        try:
            while True:
                await self._round()
        finally:
            await self._finish()

    async def _round(self) -> None:
        """Take what may go now, send it, and note what has come of the rest."""
        places = self._outlet.in_flight - len(self._under_way)
        if places < 1:
            await self._some_settled()
            return
        permits = await self._outlet.permits(places)
        self._gather()
        try:
            claimed = await self._committed(permits)
        except StoreError as error:
            log.warning("sending waits", channel=self._outlet.name, error=type(error).__name__)
            self._outlet.give_back(permits)
            await self._sleep(LOOK_EVERY)
            return
        self._outlet.give_back(permits - len(claimed))
        for parcel, sending in claimed:
            self._under_way[asyncio.create_task(self._carry(parcel, sending))] = None
        if not claimed:
            await self._rest()

    async def _committed(self, most: int) -> list[tuple[Parcel, Sending]]:
        """The next rows, claimed. An end in the middle of it leaves them to `_finish`."""
        work = self._store.turn(lambda tables: self._claim(tables, most))
        self._claiming = asyncio.ensure_future(work)
        claimed = await asyncio.shield(self._claiming)
        self._claiming = None
        self._settled.clear()
        return claimed

    def _claim(self, tables: Tables, most: int) -> list[tuple[Parcel, Sending]]:
        """Settle what is known and claim what comes next, in one transaction."""
        _settle(tables, self._settled)
        if tables.marks.words(Mark.PAUSED) is not None:
            return []
        now = self._clock.now()
        claimed: list[tuple[Parcel, Sending]] = []
        for sending in tables.sendings.live(now):
            if len(claimed) >= most:
                break
            if not sending.may_go(now):
                continue
            wanted = most - len(claimed)
            for parcel in tables.outbox.claim(sending.key, self._outlet.name, now, wanted):
                claimed.append((parcel, sending))
                self._texts[sending.key] = tables.sendings.texts(sending.key)
        return claimed

    async def _carry(self, parcel: Parcel, sending: Sending) -> Settled:
        reply = self._reply(parcel)
        receipt = await self._outlet.deliver(parcel.recipient, reply, silent=sending.silent)
        return self._judge(parcel, receipt)

    def _reply(self, parcel: Parcel) -> Reply:
        """The frozen text in the recipient's language, marked where it may be a second one."""
        texts = self._texts[parcel.sending]
        reply = texts.get(parcel.language) or texts[LANGUAGES[0]]
        if not parcel.repeated:
            return reply
        mark = self._library.say("sending.repeated", parcel.language)
        return replace(reply, text=mark + reply.text)

    def _judge(self, parcel: Parcel, receipt: Receipt) -> Settled:
        match receipt.outcome:
            case Outcome.SENT:
                return Settled(parcel.row, RowState.SENT, message=receipt.message)
            case Outcome.UNCERTAIN:
                return Settled(parcel.row, RowState.UNCERTAIN, receipt.reason)
            case Outcome.GONE:
                return Settled(parcel.row, RowState.FAILED, receipt.reason, gone=parcel.recipient)
            case Outcome.REFUSED:
                return Settled(parcel.row, RowState.FAILED, receipt.reason)
            case Outcome.LATER:
                return self._again(parcel, receipt)

    def _again(self, parcel: Parcel, receipt: Receipt) -> Settled:
        """Back in the queue. A wait that was asked for is no failed try."""
        if receipt.wait:
            after, tries = receipt.wait, parcel.tries
        else:
            after = FIRST_PAUSE * 2**parcel.tries * (0.5 + self._chance() / 2)
            tries = parcel.tries + 1
        if tries >= MOST_TRIES:
            return Settled(parcel.row, RowState.FAILED, receipt.reason, tries=tries)
        again_at = self._clock.now() + timedelta(seconds=after)
        return Settled(parcel.row, RowState.QUEUED, tries=tries, again_at=again_at)

    # Waiting

    def _gather(self) -> None:
        """What has come of messages that were under way."""
        for task in [task for task in self._under_way if task.done()]:
            del self._under_way[task]
            self._settled.append(task.result())

    async def _some_settled(self) -> None:
        await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)

    async def _rest(self) -> None:
        """Until a message comes back, somebody calls, or the time for another look has come."""
        self._wake.clear()
        calls = asyncio.ensure_future(self._wake.wait())
        pause = asyncio.ensure_future(self._sleep(LOOK_EVERY))
        waiting = {calls, pause, *self._under_way}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        calls.cancel()
        pause.cancel()

    async def _finish(self) -> None:
        """Let what is under way arrive, for a moment; the rest is uncertain at the next start.
        What was claimed and has not left goes back in the queue.
        """
        if self._claiming:
            with suppress(StoreError):
                for parcel, _ in await self._claiming:
                    self._settled.append(Settled(parcel.row, RowState.QUEUED, tries=parcel.tries))
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=2)
        self._gather()
        if self._settled:
            settled = list(self._settled)
            await self._store.turn(lambda tables: _settle(tables, settled))
        for task in self._under_way:
            task.cancel()


def _settle(tables: Tables, settled: list[Settled]) -> None:
    for one in settled:
        tables.outbox.settle(one)
        if one.gone:
            tables.forget(one.gone)
