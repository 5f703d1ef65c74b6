"""A browser in front of the web chat, and a look over the shoulder of the reception."""

from collections.abc import AsyncIterator

import pytest

from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.store.store import Store
from tests.channels.webchat.visitor import Visitor, Watched, chat_of, visiting
from tests.conftest import HeldClock, coming


@pytest.fixture
def watched(store: Store, library: Library, reader: Reader, clock: HeldClock) -> Watched:
    """A reception to look over the shoulder of."""
    desk = Watched(store, library, reader, clock, live=True)
    desk.heard, desk.away = [], False
    return desk


@pytest.fixture
async def visitor(
    watched: Watched, library: Library, clock: HeldClock, store: Store
) -> AsyncIterator[Visitor]:
    """A browser that has not been here; one meeting is planned."""
    await store.turn(lambda tables: tables.meetings.put(coming()))
    async with visiting(chat_of(watched, library, clock), clock) as browser:
        yield browser
