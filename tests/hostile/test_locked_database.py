"""Another process holds the database: kind words, and the update is handled afterwards."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.knowledge.library import Library
from bot.reception import Reception
from bot.store.database import connect
from tests.fakes.gates import quick_gate
from tests.fakes.telegram import TelegramEmulator
from tests.journeys.running import telegram_running

pytestmark = pytest.mark.hostile


@pytest.mark.parametrize("seconds", [1, 8])
async def test_a_lock_of_some_seconds(
    reception: Reception, library: Library, tmp_path: Path, seconds: int
) -> None:
    """TRUST R8: up to five seconds nothing is seen; longer, an apology, and then the answer."""
    async with TelegramEmulator() as emulator:
        telegram = Telegram(
            reception, library, SecretStr(emulator.token), api=emulator.url, gate=quick_gate()
        )
        async with telegram_running(telegram):
            chat = emulator.chat("Astrid")
            chat.starts()
            await chat.next_reply(30)
            other = connect(tmp_path / "bot.db")
            other.execute("BEGIN IMMEDIATE")
            chat.types("/meny")
            await asyncio.sleep(seconds)
            other.execute("ROLLBACK")
            other.close()
            reply = await chat.next_reply(30)
            if seconds > 5:
                assert "Försök igen" in reply.text
                reply = await chat.next_reply(30)
            assert "Vad vill du göra?" in reply.text
