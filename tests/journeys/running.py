"""The Telegram channel running in the background of a test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.channels.telegram.channel import Telegram


@asynccontextmanager
async def telegram_running(telegram: Telegram) -> AsyncIterator[Telegram]:
    """Run the channel until the block ends; its own error, if any, is the test's."""
    task = asyncio.create_task(telegram.run())
    try:
        yield telegram
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
