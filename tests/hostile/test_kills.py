"""kill -9 at any moment: nothing is lost, nothing happens twice, and everybody is answered."""

import asyncio
import os
import random
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from tests.conftest import CONTENT
from tests.fakes.telegram import Chat, TelegramEmulator
from tests.hostile.starter import Starter

pytestmark = pytest.mark.hostile
ROUNDS = 12


@asynccontextmanager
async def _bot(starter: Starter, folder: Path, emulator: TelegramEmulator) -> AsyncIterator[None]:
    """The bot talking with the emulator, until it is killed at the end."""
    process = await starter.start(
        {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder),
            "CONTENT_DIR": str(CONTENT),
            "PORT": "0",
            "TELEGRAM_TOKEN": emulator.token,
            "TELEGRAM_API": emulator.url,
        }
    )
    try:
        yield
    finally:
        os.kill(process, signal.SIGKILL)
        await starter.ended()


async def _taps(chat: Chat, label: str) -> None:
    chat.taps(label)
    await chat.next_reply(30)


def _more_than(seen: int) -> Callable[[Chat], bool]:
    return lambda chat: len(chat.replies) > seen


async def _to_the_last_button(chat: Chat) -> None:
    """Tell a concern until its code is shown."""
    chat.starts()
    await chat.next_reply(30)
    for label in ("Berätta anonymt", "Börja berätta", "Mörkt eller trasig lampa", "Asarum"):
        await _taps(chat, label)
    await _taps(chat, "Kväll")
    await _taps(chat, "Ofta")
    await _taps(chat, "Det stämmer, vidare")


async def test_a_kill_around_the_press_that_files(tmp_path: Path, starter: Starter) -> None:
    """TRUST R2: the concern is filed at most once, and the press is answered once or twice."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        async with TelegramEmulator() as emulator:
            chat = emulator.chat("Astrid")
            async with _bot(starter, folder, emulator):
                await _to_the_last_button(chat)
                before = len(chat.replies)
                chat.taps("Jag har skrivit upp koden")
                await asyncio.sleep(chance.uniform(0, 1.5))  # the hash of the code takes its time
            async with _bot(starter, folder, emulator):
                await emulator.until(lambda: not emulator.pending, 30)
                await chat.until(_more_than(before), 30)
            answers = len(chat.replies) - before
            with closing(sqlite3.connect(folder / "bot.db")) as database:
                filed = database.execute("SELECT count(*) FROM concerns").fetchone()[0]
            print(f"round {number}: filed {filed}, answered {answers}")
            assert filed <= 1
            assert 1 <= answers <= 2
            told = "\n".join(shown.text for shown in chat.replies[before:])
            assert filed == 1 or "Ingenting är skickat" in told
