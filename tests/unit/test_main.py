"""What holds the house up: a part that falls is noticed."""

import asyncio

import pytest

from bot.errors import BotError
from bot.main import _until


async def test_a_part_that_ends_by_a_bug_ends_the_bot_with_an_error() -> None:
    """A bot without its postman would look healthy while nobody is told anything."""

    async def falls() -> None:
        raise RuntimeError

    async def stands() -> None:
        await asyncio.Event().wait()

    tasks = [asyncio.create_task(falls()), asyncio.create_task(stands())]
    with pytest.raises(BotError, match="loggen"):
        await _until(asyncio.Event(), tasks)
    assert all(task.done() for task in tasks)


async def test_a_stop_ends_all_parts_quietly() -> None:
    """Ctrl-C is no error."""
    stop = asyncio.Event()
    task = asyncio.create_task(asyncio.Event().wait())
    stop.set()
    await _until(stop, [task])  # type: ignore[list-item]
    assert task.cancelled()
