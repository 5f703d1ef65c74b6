"""What many tests need: the real texts, a clock that stands still, a store in an empty folder."""

import hashlib
import io
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from hypothesis import settings

from bot.clock import Clock
from bot.domain.meeting import Meeting
from bot.follow_up import FollowUp
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.logbook import open_logbook
from bot.reception import Reception
from bot.store.store import Store
from tests.fakes.empty_store import empty_store

if TYPE_CHECKING:
    from aiogram.client.session.aiohttp import AiohttpSession
    from playwright.async_api import Browser

settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.register_profile("searching", deadline=None, print_blob=True)
settings.load_profile("steady")
"""What holds in one run holds in the next. Whoever looks for new trouble gives pytest
--hypothesis-profile=searching.
"""
CONTENT = Path(__file__).resolve().parent.parent / "content"
START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class HeldClock(Clock):
    """Time moves only when a test moves it; chance is counted, so that runs repeat."""

    def __init__(self) -> None:
        self._now = START
        self._drawn = 0

    def now(self) -> datetime:
        """The time that the test has set."""
        return self._now

    def seconds(self) -> float:
        """The same as seconds."""
        return (self._now - START).total_seconds()

    def chance(self) -> str:
        """A new number each time, written as 32 hexadecimal digits."""
        self._drawn += 1
        return f"{self._drawn * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128:032x}"

    def passes(self, **span: float) -> None:
        """Let time pass."""
        self._now += timedelta(**span)


@pytest.fixture(autouse=True, scope="session")
def quiet_log() -> None:
    """The log as in operation, but kept out of the tests' output."""
    open_logbook(io.StringIO())


@pytest.fixture(autouse=True, scope="session")
def no_rest_after_closing() -> Iterator[None]:
    """Let aiogram's sessions end at once: the quarter of a second that they rest afterwards is for
    encrypted connections, and a test has none.
    """
    aiogram = sys.modules.get("aiogram.client.session.aiohttp")

    async def close(session: "AiohttpSession") -> None:
        if session._session:
            await session._session.close()

    with pytest.MonkeyPatch.context() as patch:
        if aiogram:  # its import takes seconds: only those who use it pay for it
            patch.setattr(aiogram.AiohttpSession, "close", close)
        yield


_library, _reader = cache(Library), cache(Reader)


@pytest.fixture(scope="session")
def library() -> Library:
    """The texts as they are shipped."""
    return _library(CONTENT)


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The evidence as it is shipped."""
    return _reader(CONTENT)


@pytest.fixture(autouse=True, scope="session")
def shipped_texts() -> Iterator[None]:
    """Let commands that run within this process share what the tests have read already."""

    def read(folder: Path) -> Library:
        return _library(CONTENT) if folder == CONTENT else Library(folder)

    def learnt(folder: Path) -> Reader:
        return _reader(CONTENT) if folder == CONTENT else Reader(folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.house.Library", read)
        patch.setattr("bot.house.Reader", learnt)
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator["Browser"]:
    """A browser; a test that uses it is marked `IN_BROWSER`, and closes what it opens."""
    from tests.chromium import chromium

    async with chromium() as opened:
        yield opened


@pytest.fixture
def clock() -> HeldClock:
    """Noon UTC on Tuesday 24 November 2026, until the test says otherwise."""
    return HeldClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = empty_store(tmp_path / "bot.db")
    yield opened
    opened.close()


@pytest.fixture
def reception(store: Store, library: Library, reader: Reader, clock: HeldClock) -> Reception:
    """A reception in live operation, so that no answer begins with the words of the trial."""
    opened = Reception(store, library, reader, clock, live=True)
    opened.confide(FollowUp(reader.codewords, b"salt", clock, quick_hash))
    return opened


def quick_hash(words: bytes, salt: bytes) -> bytes:
    """Stands for the slow hash of a code, which one test takes its time over."""
    return hashlib.sha256(salt + words).digest()


def coming(key: str = "k7p2m", days: float = 9) -> Meeting:
    """A meeting some days ahead, 14.00-16.00 in Sweden."""
    starts = (START + timedelta(days=days)).replace(hour=13)
    return Meeting(
        key=key,
        title="Kaffe och prat om bedrägeri",
        about="Vi övar på att lägga på.",
        who="Kommunens samordnare",
        starts=starts,
        ends=starts + timedelta(hours=2),
        place="Rådhussalen",
        directions="Ingång från torget",
        lift=True,
        coffee=True,
        phone="0454-000 00",
    )
