"""How fast something may happen, with the clock given from outside."""

from collections import deque
from dataclasses import dataclass, field

CATCH_UP = 0.05
"""Seconds of lateness that are made up for: a slow commit costs no share of the rate."""


@dataclass(slots=True)
class Bucket:
    """`burst` at once, then `rate` a second. Seconds come from any monotonic clock."""

    rate: float
    burst: float
    tokens: float
    at: float

    @classmethod
    def full(cls, rate: float, burst: float, now: float) -> "Bucket":
        """A bucket from which nothing has been taken."""
        return cls(rate, burst, burst, now)

    def take(self, now: float) -> bool:
        """Take one, if there is one."""
        if self.level(now) < 1:
            return False
        self.tokens -= 1
        return True

    def level(self, now: float) -> float:
        """How many could be taken."""
        passed = max(0.0, now - self.at)
        self.tokens = min(self.burst, self.tokens + passed * self.rate)
        self.at = now
        return self.tokens

    @property
    def is_full(self) -> bool:
        """Whether forgetting this bucket would change nothing."""
        return self.tokens >= self.burst - 1


@dataclass(slots=True)
class Pace:
    """At most `rate` in any second, spread evenly, with a short catching up after a delay.

    A sliding window, because a bucket that also holds a burst lets `rate` + burst through in one
    second. Source of the limit: Telegram's bot FAQ, about 30 messages a second for free.
    """

    rate: int
    taken: deque[float] = field(default_factory=deque)
    slot: float = 0.0
    held_until: float = 0.0

    def take(self, now: float, wanted: int = 1) -> int:
        """Take as many of `wanted` as may go at this moment, perhaps none."""
        granted = 0
        while granted < wanted and self.wait(now) <= 0:
            self.slot = max(self.slot, now - CATCH_UP) + 1 / self.rate
            self.taken.append(now)
            if len(self.taken) > self.rate:
                self.taken.popleft()
            granted += 1
        return granted

    def give_back(self, unused: int) -> None:
        """Take back what was granted last and not used."""
        for _ in range(min(unused, len(self.taken))):
            self.taken.pop()
            self.slot -= 1 / self.rate

    def hold(self, until: float) -> None:
        """Let nothing go before `until`: somebody has asked for it."""
        self.held_until = max(self.held_until, until)

    def wait(self, now: float) -> float:
        """Seconds until one may go; 0 or less when it may go now."""
        full = self.taken[0] + 1.0 - now if len(self.taken) >= self.rate else 0.0
        return max(full, self.slot - now, self.held_until - now)
