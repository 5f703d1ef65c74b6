"""How fast something may happen, with the clock given from outside."""

from collections import deque
from dataclasses import dataclass, field

SECOND = 1.01
"""Seconds in which no more than the rate goes: a little over one, so that messages some of which
hurry on their way still do not come too close together.
"""
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


@dataclass(slots=True)
class Pace:
    """At most `rate` in any second, spread evenly, with a short catching up after a delay.

    A right to go is taken first and used when something really goes: between the two lies a
    commit, and the second is counted from the moment of going. A sliding window, because a bucket
    that also holds a burst lets `rate` + burst through in one second. Source of the limit:
    Telegram's bot FAQ, about 30 messages a second for free.
    """

    rate: int
    gone: deque[float] = field(default_factory=deque)
    taken: int = 0
    """Rights that are neither used nor given back."""
    slot: float = 0.0
    held_until: float = 0.0

    def take(self, now: float, wanted: int = 1) -> int:
        """Take the right to go as many times of `wanted` as may be at this moment, perhaps none."""
        granted = 0
        while granted < wanted and self.wait(now) <= 0:
            self.slot = max(self.slot, now - CATCH_UP) + 1 / self.rate
            self.taken += 1
            granted += 1
        return granted

    def go(self, now: float) -> None:
        """One that had the right goes now."""
        self.taken -= 1
        self.gone.append(now)
        if len(self.gone) > self.rate:
            self.gone.popleft()

    def give_back(self, unused: int) -> None:
        """Rights that will not be used."""
        self.taken -= unused
        self.slot -= unused / self.rate

    def hold(self, until: float) -> None:
        """Let nothing go before `until`: somebody has asked for it."""
        self.held_until = max(self.held_until, until)

    def wait(self, now: float) -> float:
        """Seconds until one may go; 0 or less when it may go now."""
        return max(self._full(now), self.slot - now, self.held_until - now)

    def _full(self, now: float) -> float:
        """Seconds until so few have gone within one that another may."""
        free = self.rate - self.taken
        if free < 1:
            return 1 / self.rate
        return self.gone[-free] + SECOND - now if len(self.gone) >= free else 0.0
