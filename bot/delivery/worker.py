"""Carries rows of the outbox to one channel: claims, sends, settles.

A row is claimed and committed before its request leaves, so that a crash shows what may have
arrived. It keeps its place until its outcome is committed too, and no more rows are claimed than
there are places and permits to send: so no more become uncertain than were really under way.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
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
LAST_SECONDS = 3.0
"""How long an orderly end waits for what is under way."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows of one sending that were claimed together, and what they say."""

    sending: Sending
    texts: dict[str, Reply]
    parcels: tuple[Parcel, ...]


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
        self._claiming: asyncio.Future[list[_Batch]] | None = None
        self._places_taken = 0
        self._crowded = False
        self._carrying: set[asyncio.Task[None]] = set()
        self._settled: list[Settled] = []
        self._to_settle = asyncio.Event()
        self._to_do = asyncio.Event()
        self._ending = False

    def wake(self) -> None:
        """There may be something to send."""
        self._to_do.set()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way and nothing waits to be noted."""
        return not self._places_taken

    async def run(self) -> None:
        """Carry until cancelled; what is under way then is settled before the end."""
        settling = asyncio.create_task(self._settling())
        carrying = asyncio.create_task(self._rounds())
        try:
            await asyncio.wait({settling, carrying}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            carrying.cancel()
            await self._finish()
            await settling
        carrying.result()

    # Claiming and sending

    async def _rounds(self) -> None:
        while True:
            await self._round()

    async def _round(self) -> None:
        """Claim what may go now and send it, or rest where there is nothing or no place."""
        self._to_do.clear()
        places = self._outlet.in_flight - self._places_taken
        if places < 1:
            self._crowded = True
            await self._to_do.wait()
            return
        permits = await self._outlet.permits(places)
        claimed: list[_Batch] = []
        try:
            claimed = await self._committed(permits)
        except StoreError as error:
            log.warning("sending waits", channel=self._outlet.name, error=type(error).__name__)
        finally:
            unused = permits - sum(len(batch.parcels) for batch in claimed)
            self._outlet.give_back(unused)
        for batch in claimed:
            self._send_off(batch)
        if not claimed:
            await self._rest()

    async def _committed(self, most: int) -> list[_Batch]:
        """The next rows, claimed. An end in the middle of it leaves them to `_finish`."""
        work = self._store.turn(lambda tables: self._claim(tables, most))
        self._claiming = asyncio.ensure_future(work)
        claimed = await asyncio.shield(self._claiming)
        self._claiming = None
        return claimed

    def _claim(self, tables: Tables, most: int) -> list[_Batch]:
        """Claim what comes next, the pressing first. The pause and quiet hours are
        asked for each time.
        """
        if tables.marks.words(Mark.PAUSED) is not None:
            return []
        now = self._clock.now()
        claimed: list[_Batch] = []
        for sending in tables.sendings.waiting(now, self._outlet.name):
            if most < 1:
                break
            if not sending.may_go(now):
                continue
            parcels = tables.outbox.claim(sending.key, self._outlet.name, now, most)
            if parcels:
                claimed.append(_Batch(sending, tables.sendings.texts(sending.key), parcels))
                most -= len(parcels)
        return claimed

    def _send_off(self, batch: _Batch) -> None:
        replies: dict[tuple[str, bool], Reply | None] = {}
        for parcel in batch.parcels:
            kind = parcel.language, parcel.repeated
            if kind not in replies:
                replies[kind] = self._reply(batch.texts, *kind)
            self._places_taken += 1
            carrying = self._carry(parcel, replies[kind], silent=batch.sending.silent)
            task = asyncio.create_task(carrying)
            self._carrying.add(task)
            task.add_done_callback(self._carrying.discard)

    def _reply(self, texts: dict[str, Reply], language: str, repeated: bool) -> Reply | None:
        """The frozen text in a language, or in the first there is, marked where it may be a
        second one; None where there is none at all.
        """
        reply = texts.get(language) or texts.get(LANGUAGES[0]) or next(iter(texts.values()), None)
        if reply is None or not repeated:
            return reply
        spoken = language if language in LANGUAGES else LANGUAGES[0]
        return replace(reply, text=self._library.say("sending.repeated", spoken) + reply.text)

    async def _carry(self, parcel: Parcel, reply: Reply | None, *, silent: bool) -> None:
        if reply is None:
            self._outlet.give_back(1)
            receipt = Receipt(Outcome.REFUSED, reason="no_text")
        else:
            receipt = await self._delivered(parcel, reply, silent=silent)
        self._settled.append(self._judge(parcel, receipt))
        self._to_settle.set()

    async def _delivered(self, parcel: Parcel, reply: Reply, *, silent: bool) -> Receipt:
        """Deliver; a fault of ours harms one message and leaves it uncertain."""
        try:
            return await self._outlet.deliver(parcel.recipient, reply, silent=silent)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are to go on
            log.error("a message failed", channel=self._outlet.name, error=type(error).__name__)
            return Receipt(Outcome.UNCERTAIN, reason="fault")

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

    async def _rest(self) -> None:
        """Until somebody calls, or the time for another look has come."""
        calls = asyncio.ensure_future(self._to_do.wait())
        pause = asyncio.ensure_future(self._sleep(LOOK_EVERY))
        try:
            await asyncio.wait({calls, pause}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            calls.cancel()
            pause.cancel()

    # Settling

    async def _settling(self) -> None:
        """Note outcomes as they come, beside the claiming: also while nothing may be sent."""
        while self._settled or not self._ending:
            self._to_settle.clear()
            if self._settled:
                await self._settle()
            else:
                await self._to_settle.wait()

    async def _settle(self) -> None:
        """Note what has come. Its places are free at once: whoever claims them next stands behind
        in the store's queue, so that on disk they are never taken twice. Where the database does
        not take it, it is tried again; at the end it is not, and those rows are uncertain at the
        next start.
        """
        settled, self._settled = self._settled, []
        noting = asyncio.ensure_future(self._store.turn(lambda tables: _note(tables, settled)))
        self._places_taken -= len(settled)
        if self._crowded:
            self._crowded = False
            self._to_do.set()
        try:
            await noting
        except StoreError as error:
            log.warning("outcomes wait", channel=self._outlet.name, error=type(error).__name__)
            if not self._ending:
                self._settled = settled + self._settled
                self._places_taken += len(settled)
                await self._sleep(LOOK_EVERY)

    async def _finish(self) -> None:
        """Put back what was claimed and has not left, and let the rest arrive, for a moment; what
        does not is uncertain at the next start.
        """
        if self._claiming:
            with suppress(StoreError):
                for batch in await self._claiming:
                    self._places_taken += len(batch.parcels)
                    self._settled += [
                        Settled(parcel.row, RowState.QUEUED, tries=parcel.tries)
                        for parcel in batch.parcels
                    ]
        if self._carrying:
            await asyncio.wait(self._carrying, timeout=LAST_SECONDS)
        for task in self._carrying:
            task.cancel()
        self._ending = True
        self._to_settle.set()


def _note(tables: Tables, settled: list[Settled]) -> None:
    tables.outbox.settle(settled)
    for one in settled:
        if one.gone:
            tables.forget(one.gone)
