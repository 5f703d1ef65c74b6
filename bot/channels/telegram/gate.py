"""The one place that every message to Telegram passes, so that the pace holds for all of them."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.domain.pace import Bucket, Pace

CHAT_RATE = 1.0
CHAT_BURST = 3.0
"""Messages a second to one chat, and how many answers may follow each other at once. Source:
Telegram's bot FAQ, one a second in a chat, with short bursts allowed. A push never bursts.
"""
TICK = 0.001
"""The shortest wait, in seconds: what is left after rounding is not waited for again and again."""
BREATH = 0.01
"""The shortest wait of pushes: at a high rate several go at once, and share a commit."""
MOST_CHATS = 10_000
"""Chats whose latest message is remembered; the one longest silent is forgotten first."""


class Gate:
    """Lets answers to residents through first, and the rest in the time that is left."""

    def __init__(
        self,
        rate: int,
        *,
        seconds: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`seconds` is a clock that never goes backwards, the loop's own unless given."""
        self._pace = Pace(rate)
        self._seconds = seconds or (lambda: asyncio.get_running_loop().time())
        self._sleep = sleep
        self._line = asyncio.Lock()
        self._answers = 0
        self._chats: OrderedDict[int, Bucket] = OrderedDict()

    @property
    def rate(self) -> int:
        """Messages a second."""
        return self._pace.rate

    @property
    def wait(self) -> float:
        """Seconds until anything may go; 0 or less when it may go now."""
        return self._pace.wait(self._seconds())

    @property
    def held(self) -> float:
        """Seconds that Telegram has asked us to wait for."""
        return self._pace.held_until - self._seconds()

    async def answer(self, chat: int | None) -> None:
        """Wait until an answer may be sent; it is to be sent at once, within `under_way`. Pushes
        wait for those whose own chat is not the reason: somebody who writes all the time holds up
        nobody but themselves.
        """
        if chat is not None:
            await self._turn_of(chat)
        self._answers += 1
        try:
            async with self._line:
                while not self._pace.take(self._seconds()):
                    await self._sleep(max(self.wait, TICK))
                self._pace.go(self._seconds())
        finally:
            self._answers -= 1

    def answer_now(self, chat: int) -> bool:
        """The same without waiting; False where it would have to wait."""
        now = self._seconds()
        if self._answers or self.wait > 0 or not self._bucket(chat).take(now):
            return False
        self._pace.take(now)
        self._pace.go(now)
        return True

    async def permits(self, wanted: int) -> int:
        """Wait until pushes may be sent and no answer waits; how many, at most `wanted`. Each is
        to be used by `push`, or given back.
        """
        while True:
            if not self._answers and (granted := self._pace.take(self._seconds(), wanted)):
                return granted
            await self._sleep(max(self.wait, BREATH))

    def give_back(self, unused: int) -> None:
        """Permits that will not be used."""
        self._pace.give_back(unused)

    def push(self, chat: int) -> float:
        """Use a permit, and return 0: it is to be sent at once, within `under_way`. Or give it
        back, and return the seconds to wait: Telegram has asked for it meanwhile, or the chat has
        not been left in peace for a second.
        """
        now, bucket = self._seconds(), self._bucket(chat)
        wait = max(self.held, (CHAT_BURST - bucket.level(now)) / CHAT_RATE)
        if wait > 0:
            self._pace.give_back(1)
            return wait
        bucket.take(now)
        self._pace.go(now)
        return 0.0

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Around the request of one whose turn it is: it may arrive at any moment until its end."""
        left = self._seconds()
        try:
            yield
        finally:
            self._pace.land(left, self._seconds())

    def obey(self, seconds: float) -> None:
        """Telegram says that it was too much, and for how long to let nothing through."""
        self._pace.ease(self._seconds())
        self.hold(seconds)

    def hold(self, seconds: float) -> None:
        """Let nothing through for a while: Telegram has asked for it, or does not answer."""
        self._pace.hold(self._seconds() + seconds)

    async def _turn_of(self, chat: int) -> None:
        """Wait until one more answer to a chat is within its pace."""
        while not (bucket := self._bucket(chat)).take(self._seconds()):
            await self._sleep(max((1 - bucket.tokens) / CHAT_RATE, TICK))

    def _bucket(self, chat: int) -> Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            bucket = self._chats[chat] = Bucket.full(CHAT_RATE, CHAT_BURST, self._seconds())
        self._chats.move_to_end(chat)
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return bucket
