"""Consoles to visit."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.knowledge.library import Library
from tests.console.house import House


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A console in try mode."""
    house = await House(tmp_path).open()
    yield house
    await house.close()


@pytest_asyncio.fixture
async def live_house(tmp_path: Path) -> AsyncIterator[House]:
    """A live console, where a second factor is demanded."""
    house = await House(tmp_path, live=True).open()
    yield house
    await house.close()


@pytest_asyncio.fixture
async def full_house(tmp_path: Path, library: Library) -> AsyncIterator[House]:
    """A console with the texts as they are shipped, where everybody can be reached."""
    house = await House(tmp_path, library=library, reach=True).open()
    yield house
    await house.close()


@pytest_asyncio.fixture
async def trial_house(tmp_path: Path, library: Library) -> AsyncIterator[House]:
    """A console in try mode with the texts as they are shipped."""
    house = await House(tmp_path, library=library).open()
    yield house
    await house.close()
