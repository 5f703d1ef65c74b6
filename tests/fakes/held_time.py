"""A loop whose time passes only while nobody works: hours of waiting in moments, in true order.

`asyncio.sleep`, timeouts and `loop.time()` all follow it. Work that other threads do for the loop
(the store's) is waited for in real time, without time passing.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.store.store import Store

Result = TypeVar("Result")


class _Selector(selectors.DefaultSelector):
    """Where a real selector would sleep until a timer is due, this moves the clock there."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.working = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Sleep only while other threads work for the loop."""
        if self.working or timeout is None:
            return super().select(timeout if timeout == 0 else None)
        self.now += max(timeout, 0)
        return super().select(0)


class HeldTime(asyncio.SelectorEventLoop):
    """The loop."""

    def __init__(self) -> None:
        self.held = _Selector()
        super().__init__(self.held)

    def time(self) -> float:
        """Seconds of held time."""
        return self.held.now

    def watch(self, store: Store) -> None:
        """Let no time pass while the store works."""
        turn, read = store.turn, store.read

        async def counted(work: Coroutine[Any, Any, Result]) -> Result:
            self.held.working += 1
            try:
                return await work
            finally:
                self.held.working -= 1

        store.turn = lambda work: counted(turn(work))  # type: ignore[method-assign]
        store.read = lambda query: counted(read(query))  # type: ignore[method-assign]


def in_held_time(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end on such a loop."""
    with asyncio.Runner(loop_factory=HeldTime) as runner:
        return runner.run(work)


def held_loop() -> HeldTime:
    """The loop that runs now."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, HeldTime)
    return loop
