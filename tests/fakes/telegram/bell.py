"""A bell that wakes whoever waits for a change.

It does what asyncio.Condition does, but can be rung from plain code, so that a person in a
test types and taps without awaiting.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """Rung after every change; each waiter looks again and goes on waiting or leaves."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Let every waiter look again."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def until(self, look: Callable[[], T], timeout: float | None) -> T:  # noqa: ASYNC109
        """Wait until `look` finds something, and return it.

        Args:
            look: Called at once and after each ring; anything truthy ends the wait.
            timeout: Seconds to wait at most; None waits for ever.

        Raises:
            TimeoutError: Nothing was found in time.
        """
        async with asyncio.timeout(timeout):
            while not (found := look()):
                await self._next_ring()
            return found

    async def _next_ring(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)
