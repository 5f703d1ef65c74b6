"""How many turns a second the house takes, and what durability costs it: ratios in one run."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.clock import Clock
from bot.domain.message import Incoming, Kind
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.reception import Reception
from bot.store.store import Store

CONTENT = Path(__file__).resolve().parent.parent / "content"
TURNS = 2000
IN_FLIGHT = 32


async def _rate(work: Callable[[int], Awaitable[object]]) -> float:
    """Turns a second with IN_FLIGHT at once."""
    numbers = iter(range(TURNS))
    began = time.perf_counter()

    async def worker() -> None:
        for number in numbers:
            await work(number)

    await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
    return TURNS / (time.perf_counter() - began)


async def _measure(folder: Path) -> list[tuple[str, str]]:
    store = Store(folder / "bot.db")
    reception = Reception(store, Library(CONTENT), Reader(CONTENT), Clock(), live=True)

    def tap(number: int) -> Incoming:
        return Incoming("bench", f"t{number}", f"p{number}", Kind.BUTTON, action="p:bankid")

    def words(number: int) -> Incoming:
        return Incoming("bench", f"w{number}", f"q{number}", text="banken ringde om min kod")

    bare = await _rate(lambda n: store.turn(lambda t: t.seen.add("bare", str(n), Clock().now())))
    taps = await _rate(lambda n: reception.receive(tap(n)))
    texts = await _rate(lambda n: reception.receive(words(n)))
    store.close()
    return [
        (f"durable commits a second, {IN_FLIGHT} in flight", f"{bare:,.0f}"),
        ("taps answered a second", f"{taps:,.0f}"),
        ("free texts answered a second", f"{texts:,.0f}"),
        ("share of a tap that is not the commit", f"{1 - taps / bare:.0%}"),
    ]


def rows() -> list[tuple[str, str]]:
    """The figures of one run."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder)))
