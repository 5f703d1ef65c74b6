"""A whole broadcast through storms, losses and stops, on held time: nobody lost, nobody twice."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import ClientConnectorError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey

from bot.channels.telegram.gate import Gate
from bot.channels.telegram.outlet import TelegramOutlet
from bot.clock import Clock
from bot.delivery.broadcast import Broadcasts
from bot.delivery.worker import Worker
from bot.domain.membership import Member
from bot.domain.sending import Progress, RowState
from bot.knowledge.library import Library
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import START, HeldClock
from tests.delivery.conftest import draft
from tests.delivery.test_pace import most_in_a_second
from tests.fakes.empty_store import empty_store
from tests.fakes.held_time import held_loop, in_held_time

Answer = tuple[int, dict[str, Any]]
Fault = Callable[[], Answer]
RATE = 25
LOOK_EVERY = 30
"""Held seconds between two looks at a broadcast."""


class LoopClock(HeldClock):
    """The time of day by the loop's held seconds, in whatever thread it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = held_loop()

    def now(self) -> datetime:
        """Noon when the loop began, and on from there."""
        return START + timedelta(seconds=self._loop.time())


class Telegram:
    """The other end, without a wire: notes when each request came and which were taken."""

    def __init__(self, trouble: Callable[[int, int], Answer | None] = lambda *_: None) -> None:
        """`trouble` is asked about each request, by its chat and number, and may raise."""
        self.trouble = trouble
        self.came: list[tuple[float, int]] = []
        self.taken: Counter[int] = Counter()
        self.held_until = 0.0
        self.too_early = 0

    async def ask(self, method: str, body: str) -> Answer:
        """Answer after a moment, as the network does."""
        if method != "sendMessage":
            return 200, {"ok": True, "result": {}}
        now, chat = held_loop().time(), json.loads(body)["chat_id"]
        self.came.append((now, chat))
        number = len(self.came)
        self.too_early += now < self.held_until
        await asyncio.sleep(0.05)
        if answer := self.trouble(chat, number):
            wait = answer[1].get("parameters", {}).get("retry_after", 0)
            self.held_until = max(self.held_until, held_loop().time() + wait)
            return answer
        self.taken[chat] += 1
        return 200, {"ok": True, "result": {"message_id": number}}


class Town:
    """Members, one invitation to them, and a worker between the store and Telegram."""

    def __init__(self, store: Store, library: Library, telegram: Telegram, members: int) -> None:
        self.store, self.telegram, self.members = store, telegram, members
        self._library = library
        self._clock: Clock = LoopClock()
        self.key = ""

    async def approve(self) -> None:
        """Let everybody join and approve the sending."""
        held_loop().watch(self.store)
        await self.store.turn(self._joins)
        broadcasts = Broadcasts(self.store, self._clock, live=True)
        chosen = draft(cast("HeldClock", self._clock), at_night=True)
        self.key = (await broadcasts.approve(chosen)).key

    def _joins(self, tables: Tables) -> None:
        for chat in range(1, self.members + 1):
            tables.members.put(Member(f"telegram:{chat}", "sv"))

    def worker(self) -> Worker:
        """A new one, as after a start."""
        bot, session = cast("Bot", None), cast("AiohttpSession", None)
        outlet = TelegramOutlet(bot, session, Gate(RATE))
        outlet._ask = self.telegram.ask  # type: ignore[method-assign]
        return Worker(self.store, outlet, self._library, self._clock, chance=lambda: 0.5)

    async def carry(self, seconds: float = 0) -> None:
        """Until nothing waits, or for so long; then an orderly stop."""
        task = asyncio.create_task(self.worker().run())
        await asyncio.sleep(seconds or LOOK_EVERY)
        while not seconds and (await self.progress()).waiting:
            await asyncio.wait({task}, timeout=LOOK_EVERY)
            assert not task.done(), task.exception()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def progress(self) -> Progress:
        """How far it has come."""
        return await self.store.read(lambda tables: tables.outbox.progress(self.key))


MakeTown = Callable[[Telegram, int], Town]


@pytest.fixture
def make_town(store: Store, library: Library) -> MakeTown:
    """A town in an empty store."""
    return partial(Town, store, library)


def _told(story: Coroutine[Any, Any, None]) -> None:
    in_held_time(story)


def test_a_storm_of_429(make_town: MakeTown) -> None:
    """TRUST R5: a thousand messages, half of all requests refused for 1 to 60 s, three times a
    chat at most. None comes before its time, none is lost, none arrives twice.
    """
    chance, refused = random.Random(5), Counter[int]()

    def storm(chat: int, _: int) -> Answer | None:
        if refused[chat] >= 3 or chance.random() < 0.5:
            return None
        refused[chat] += 1
        return 429, {"ok": False, "parameters": {"retry_after": chance.randint(1, 60)}}

    async def story() -> None:
        town = make_town(Telegram(storm), 1000)
        await town.approve()
        await town.carry()
        telegram = town.telegram
        assert telegram.too_early == 0
        assert len(telegram.taken) == telegram.taken.total() == 1000
        assert (await town.progress()).rows == {RowState.SENT: 1000}
        assert most_in_a_second([moment for moment, _ in telegram.came]) <= RATE
        last: dict[int, float] = {}
        for moment, chat in telegram.came:
            assert moment - last.get(chat, -1) >= 1
            last[chat] = moment

    _told(story())


def test_refusals_for_good(make_town: MakeTown) -> None:
    """TRUST R6: blocked, gone and migrated, one each in a hundred: asked once, and forgotten."""
    answers: dict[int, Answer] = {
        10: (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}),
        20: (400, {"ok": False, "description": "Bad Request: chat not found"}),
        30: (400, {"ok": False, "description": "x", "parameters": {"migrate_to_chat_id": -1}}),
    }

    async def story() -> None:
        town = make_town(Telegram(lambda chat, _: answers.get(chat)), 100)
        await town.approve()
        await town.carry()
        progress = await town.progress()
        assert progress.rows == {RowState.SENT: 97, RowState.FAILED: 3}
        assert progress.reasons == {"blocked": 1, "gone": 2}
        assert len(town.telegram.came) == 100
        assert await town.store.read(lambda tables: tables.members.count()) == 97

    _told(story())


def _resets() -> Answer:
    raise ServerDisconnectedError


def _times_out() -> Answer:
    raise TimeoutError


def _refuses_to_connect() -> Answer:
    key = cast("ConnectionKey", None)
    raise ClientConnectorError(key, OSError())


@pytest.mark.parametrize(
    "fault",
    [
        _resets,
        _times_out,
        lambda: (500, {"ok": False, "description": "Internal Server Error"}),
        lambda: (200, {}),
    ],
    ids=["reset", "timeout", "500", "half an answer"],
)
def test_doubts_at_each_of_twenty_sends(tmp_path: Path, library: Library, fault: Fault) -> None:
    """TRUST R7: whatever may have arrived is uncertain and sent no more; the others arrive."""

    async def story(store: Store, position: int) -> None:
        town = Town(store, library, Telegram(lambda _, n: fault() if n == position else None), 20)
        await town.approve()
        await town.carry()
        assert (await town.progress()).rows == {RowState.SENT: 19, RowState.UNCERTAIN: 1}
        assert len(town.telegram.came) == 20

    for position in range(1, 21):
        store = empty_store(tmp_path / f"{position}.db")
        in_held_time(story(store, position))
        store.close()


def test_a_network_that_is_down_for_a_while(make_town: MakeTown) -> None:
    """TRUST R7: what was surely not sent is tried again, so nobody is lost or in doubt."""

    async def story() -> None:
        town = make_town(Telegram(lambda _, n: _refuses_to_connect() if 5 <= n < 9 else None), 20)
        await town.approve()
        await town.carry()
        assert (await town.progress()).rows == {RowState.SENT: 20}

    _told(story())


def test_stops_in_the_middle(make_town: MakeTown) -> None:
    """TRUST R16: at whatever moment it is stopped, nothing is uncertain, and it goes on."""

    async def story() -> None:
        town = make_town(Telegram(), 200)
        await town.approve()
        for moment in range(30):
            await town.carry(seconds=0.1 + moment * 0.007)
            assert (await town.progress()).rows.get(RowState.SENDING, 0) == 0
        await town.carry()
        assert (await town.progress()).rows == {RowState.SENT: 200}
        assert town.telegram.taken.total() == 200

    _told(story())


def test_a_stop_while_telegram_asks_to_wait(make_town: MakeTown) -> None:
    """Outcomes are on disk while everything waits, and the stop is quick."""

    def busy(_: int, number: int) -> Answer | None:
        return (429, {"parameters": {"retry_after": 600}}) if number == 10 else None

    async def story() -> None:
        town = make_town(Telegram(busy), 30)
        await town.approve()
        began = held_loop().time()
        await town.carry(seconds=20)
        progress = await town.progress()
        assert held_loop().time() - began < 21
        assert progress.count(RowState.SENDING, RowState.UNCERTAIN) == 0
        assert progress.count(RowState.SENT) == town.telegram.taken.total()

    _told(story())
