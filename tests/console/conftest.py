"""Consoles to visit."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

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
