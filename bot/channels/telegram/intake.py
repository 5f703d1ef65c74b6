"""Updates that were fetched and are under way: chats in parallel, each chat strictly in order, and
how far they may be confirmed. A slow chat, whose picture is being read, holds up no other.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

Update = TypeVar("Update")
Handle = Callable[[Update], Awaitable[object]]


class Intake(Generic[Update]):
    """Takes in updates by their number. `handle` returns when one may be confirmed."""

    def __init__(self, handle: Handle[Update]) -> None:
        self._handle = handle
        self._kept: dict[int, bool] = {}  # number -> whether it may be confirmed
        self._waiting: dict[Hashable, deque[tuple[int, Update]]] = {}
        self._lines: set[asyncio.Task[None]] = set()
        self._failed: Exception | None = None
        self._failed_ones: set[int] = set()  # they hold `offset` until they are taken in anew
        self._next: int | None = None

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._lines)

    @property
    def offset(self) -> int | None:
        """The number to fetch from: every update below it may be confirmed; None before any."""
        return self._next

    def take(self, batch: Sequence[tuple[int, Hashable, Update | None]]) -> None:
        """Begin with what was fetched from `offset`: numbers, chats and updates. One that is under
        way or done already is passed over; one that is None is done at once.
        """
        for number, chat, update in batch:
            if number not in self._kept or number in self._failed_ones:
                self._failed_ones.discard(number)
                self._begin(number, chat, update)
        last = max((number for number, _, _ in batch), default=None)
        for number in [n for n in self._failed_ones if last is None or n < last]:
            self._kept[number] = True  # Telegram no longer has it
            self._failed_ones.discard(number)

    def _begin(self, number: int, chat: Hashable, update: Update | None) -> None:
        self._kept[number] = update is None
        if update is None:
            return
        begun = chat in self._waiting
        self._waiting.setdefault(chat, deque()).append((number, update))
        if not begun:
            self._lines.add(asyncio.create_task(self._in_order(chat)))

    async def settle(self, seconds: float) -> None:
        """Wait until nothing is under way, or so long; then `offset` tells what is confirmed.

        Raises:
            Exception: what `handle` raised for one of them. That update and the later ones of
                its chat are taken in anew when they come again; the others go on.
        """
        if self._lines:
            await asyncio.wait(self._lines, timeout=seconds)
        self._lines = {line for line in self._lines if not line.done()}
        self._confirm()
        if self._failed:
            failed, self._failed = self._failed, None
            raise failed

    def close(self) -> None:
        """Begin nothing more."""
        for line in self._lines:
            line.cancel()

    def _confirm(self) -> None:
        if not self._kept:
            return
        open_ones = [number for number, kept in self._kept.items() if not kept]
        self._next = min(open_ones, default=max(self._kept) + 1)
        self._kept = {n: kept for n, kept in self._kept.items() if n >= self._next}

    async def _in_order(self, chat: Hashable) -> None:
        """One chat's updates; after one that was not committed the later ones wait too."""
        waiting = self._waiting[chat]
        try:
            while waiting:
                number, update = waiting[0]
                await self._handle(update)
                self._kept[number] = True
                waiting.popleft()
        except Exception as error:  # noqa: BLE001 - whoever settles gets it
            self._failed_ones.update(number for number, _ in waiting)
            self._failed = error
        finally:
            del self._waiting[chat]
