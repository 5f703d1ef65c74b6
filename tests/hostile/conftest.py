"""What the long tests share."""

from collections.abc import AsyncIterator

import pytest

from tests.hostile.starter import Starter, starting


@pytest.fixture
async def starter() -> AsyncIterator[Starter]:
    """A starter for the test, ended after it."""
    async with starting() as starter:
        yield starter
