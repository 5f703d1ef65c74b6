"""One house, and the same resident on each channel in turn."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.knowledge.library import Library
from bot.reception import Reception
from bot.store.store import Store
from tests.conftest import HeldClock, coming
from tests.fakes.gates import quick_gate
from tests.fakes.telegram import TelegramEmulator, replay_with_ptb
from tests.journeys.residents import InTerminal, OnTelegram, OnWeb, Resident
from tests.journeys.running import telegram_running


@asynccontextmanager
async def checked_emulator(
    *allowed: str, clock: Callable[[], float] = time.time
) -> AsyncIterator[TelegramEmulator]:
    """A Bot API server of our own. Whatever the bot did wrong fails the journey at its end, and
    every call is made once more by another library, which must send the same. Refusals that hold
    one of the words `allowed` are meant.
    """
    async with TelegramEmulator(clock=clock) as running:
        yield running
        running.assert_clean(allowed)
        assert running.unanswered == []
        assert await replay_with_ptb(running.calls) == []


@pytest.fixture
async def meeting_is_planned(store: Store) -> None:
    """A meeting nine days ahead."""
    await store.turn(lambda tables: tables.meetings.put(coming()))


@pytest.fixture(params=["web", "terminal", "telegram"])
async def resident(
    request: pytest.FixtureRequest,
    reception: Reception,
    library: Library,
    clock: HeldClock,
    tmp_path: Path,
) -> AsyncIterator[Resident]:
    """Somebody who has not been here before."""
    if request.param == "terminal":
        person = InTerminal(reception, library, clock, tmp_path)
        yield person
        await person.leaves()
    elif request.param == "web":
        async with OnWeb(reception, library, clock) as visitor:
            yield visitor
    else:
        async with checked_emulator() as emulator:
            telegram = Telegram(
                reception, library, SecretStr(emulator.token), api=emulator.url, gate=quick_gate()
            )
            async with telegram_running(telegram):
                yield OnTelegram(emulator.chat("Astrid"), clock)
