"""A broadcast with the durable outbox beside bare loops, the pace it keeps, and its rows.

The other end is `benchmarks/bot_api.py` in a process of its own. On two cores its work, the
sender's and the store's compete, so only figures of one run can be compared.
"""

import asyncio
import gc
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

import aiohttp
import uvloop
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Bot as OtherBot
from telegram.request import HTTPXRequest

from benchmarks.bot_api import TOKEN
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.outlet import TelegramOutlet
from bot.clock import Clock
from bot.delivery.broadcast import Broadcasts, Draft
from bot.delivery.worker import Worker
from bot.domain.membership import News
from bot.domain.message import Block, Reply, Span
from bot.domain.sending import Audience, Purpose, RowState
from bot.knowledge.library import Library
from bot.store.database import Tables
from bot.store.store import Store

CONTENT = Path(__file__).resolve().parent.parent / "content"
MESSAGES = 2_000
IN_FLIGHT = (1, 30, 100)
PACES = {30: 300, 1000: 8_000}
SIZES = (1_000, 100_000, 1_000_000)
UNLIMITED = 1_000_000
FIRST = 1_000_000_000
Rows = list[tuple[str, str]]
Send = Callable[[int], Awaitable[object]]


@asynccontextmanager
async def _bot_api(limit: int = 0) -> AsyncIterator[str]:
    """The other end, in a process of its own; its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.bot_api", str(limit), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    port = int(await process.stdout.readline())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.wait()


# The bare loops


async def _loop(send: Send, in_flight: int) -> float:
    """Messages a second of a plain loop."""
    chats = iter(range(FIRST, FIRST + MESSAGES))
    began = time.perf_counter()

    async def worker() -> None:
        for chat in chats:
            await send(chat)

    await asyncio.gather(*(worker() for _ in range(in_flight)))
    return MESSAGES / (time.perf_counter() - began)


async def _raw(url: str, in_flight: int) -> float:
    async with aiohttp.ClientSession() as session:

        async def send(chat: int) -> None:
            said = {"chat_id": chat, "text": "Välkommen", "parse_mode": "HTML"}
            async with session.post(f"{url}/bot{TOKEN}/sendMessage", json=said) as response:
                await response.json()

        return await _loop(send, in_flight)


async def _aiogram(url: str, in_flight: int) -> float:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url), limit=200)
    async with Bot(TOKEN, session=session) as bot:
        return await _loop(lambda chat: bot.send_message(chat, "Välkommen"), in_flight)


async def _other(url: str, in_flight: int) -> float:
    request = HTTPXRequest(connection_pool_size=200)
    async with OtherBot(TOKEN, base_url=f"{url}/bot", request=request) as bot:
        return await _loop(lambda chat: bot.send_message(chat, "Välkommen"), in_flight)


# The outbox


@asynccontextmanager
async def _store(members: int) -> AsyncIterator[Store]:
    """A store with so many members who have been looked after."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "bot.db")
        await store.turn(partial(_join, members))
        try:
            yield store
        finally:
            store.close()


def _join(members: int, tables: Tables) -> None:
    people = (
        (f"telegram:{FIRST + n}", "sv", "", f",{News.INVITATIONS},", 1) for n in range(members)
    )
    tables.members._connection.executemany(  # noqa: SLF001 - a million at once is a benchmark's wish
        "INSERT INTO members (address, language, districts, kinds, served) VALUES (?, ?, ?, ?, ?)",
        people,
    )


def _draft(clock: Clock) -> Draft:
    now = clock.now()
    return Draft(
        Purpose.INVITATION,
        "k7p2m",
        Audience.subscribers(News.INVITATIONS),
        {"sv": Reply((Block((Span("Välkommen"),)),))},
        "Anna",
        now,
        now + timedelta(days=2),
        at_night=True,
    )


@cache
def _library() -> Library:
    """Read once, as the bot does."""
    return Library(CONTENT)


async def _carried(url: str, members: int, gate: Gate, in_flight: int | None = None) -> float:
    """Messages a second from the first claim to the last outcome on disk."""
    clock, library = Clock(), _library()
    session = AiohttpSession(api=TelegramAPIServer.from_base(url), limit=200)
    async with _store(members) as store, Bot(TOKEN, session=session) as bot:
        sending = await Broadcasts(store, clock, live=True).approve(_draft(clock))
        outlet = TelegramOutlet(bot, session, gate)
        outlet._most = in_flight or outlet._most  # noqa: SLF001 - what is measured
        worker = asyncio.create_task(Worker(store, outlet, library, clock).run())
        began = time.perf_counter()
        while True:
            progress = await store.read(lambda tables: tables.outbox.progress(sending.key))
            if progress.count(RowState.SENT) == members:
                break
            await asyncio.sleep(0.01)
        spent = time.perf_counter() - began
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
    return members / spent


async def _throughput() -> Rows:
    """All senders against the same other end, one after the other."""
    found: Rows = []
    async with _bot_api() as url:
        for in_flight in IN_FLIGHT:
            bare = await _aiogram(url, in_flight)
            for name, speed in (
                ("raw aiohttp loop", await _raw(url, in_flight)),
                ("bare aiogram loop", bare),
                ("bare python-telegram-bot loop", await _other(url, in_flight)),
                ("durable outbox", await _carried(url, MESSAGES, Gate(UNLIMITED), in_flight)),
            ):
                title = f"{name}, {in_flight} in flight, messages a second"
                found.append((title, f"{speed:,.0f} ({speed / bare:.2f} x aiogram)"))
    return found


async def _paces() -> Rows:
    """How much of the permitted rate is used, against an end that refuses more."""
    found: Rows = []
    for rate, messages in PACES.items():
        async with _bot_api(rate) as url, aiohttp.ClientSession() as session:
            speed = await _carried(url, messages, Gate(rate))
            async with session.get(f"{url}/figures") as response:
                figures = await response.json()
        found += [
            (f"share of {rate} a second that is used", f"{speed / rate:.1%}"),
            (f"  429 caused at {rate} a second", f"{figures['refused']}"),
            ("  most that came in any second", f"{figures['most']}"),
        ]
    return found


# Rows


async def _rows_for(members: int) -> Rows:
    """Make the rows while others ask the store for small things."""
    clock = Clock()
    async with _store(members) as store:
        waits: list[float] = []
        memory = [_resident()]
        probing = asyncio.create_task(_probe(store, waits, memory))
        began = time.perf_counter()
        sending = await Broadcasts(store, clock, live=True).approve(_draft(clock))
        spent = time.perf_counter() - began
        probing.cancel()
        looks = [await _timed(store, sending.key) for _ in range(5)]
    grown = max(memory) - memory[0]
    return [
        (f"rows for {members:,} recipients, seconds", f"{spent:.2f}"),
        ("  memory that grew meanwhile, MB", f"{grown / 1e6:.0f}"),
        ("  95 % of small turns meanwhile waited less than, ms", f"{_most_waits(waits) * 1e3:.0f}"),
        ("  longest wait of a small turn meanwhile, ms", f"{max(waits, default=0) * 1e3:.0f}"),
        ("  progress of all of them, ms", f"{statistics.median(looks) * 1e3:.2f}"),
    ]


async def _probe(store: Store, waits: list[float], memory: list[int]) -> None:
    while True:
        began = time.perf_counter()
        await store.turn(lambda tables: tables.members.get("telegram:1"))
        waits.append(time.perf_counter() - began)
        memory.append(_resident())
        await asyncio.sleep(0.005)


def _most_waits(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.95)] if waits else 0.0


async def _timed(store: Store, key: str) -> float:
    began = time.perf_counter()
    await store.read(lambda tables: tables.outbox.progress(key))
    return time.perf_counter() - began


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


async def _measure() -> Rows:
    _library()
    gc.collect()
    gc.freeze()  # as the bot does at its start
    found = [("cores, shared by sender, store and other end", f"{os.cpu_count()}")]
    found += await _throughput() + await _paces()
    for members in SIZES:
        found += await _rows_for(members)
    return found


def rows() -> Rows:
    """The figures of one run, on the loop that the bot runs on."""
    return uvloop.run(_measure())


if __name__ == "__main__":
    for name, figure in rows():
        print(f"{name:<62} {figure:>24}")
