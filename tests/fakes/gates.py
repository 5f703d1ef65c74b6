"""A gate whose time passes only while somebody waits at it, so that no test does."""

import asyncio

from bot.channels.telegram.gate import Gate


class Waiting:
    """Seconds that pass by sleeping; `slept` holds each wait."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def seconds(self) -> float:
        """What the clock shows."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let that much time pass at once, and the others have their turn."""
        self.slept.append(seconds)
        self.now += max(seconds, 0.0)
        await asyncio.sleep(0)


def quick_gate(rate: int = 1000, waiting: Waiting | None = None) -> Gate:
    """A gate at which nobody really waits."""
    waiting = waiting or Waiting()
    return Gate(rate, seconds=waiting.seconds, sleep=waiting.sleep)
