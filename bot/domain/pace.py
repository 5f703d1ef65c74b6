"""How fast something may happen, with the clock given from outside."""

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field

SECOND = 1.01
"""Seconds in which no more than the rate arrives: a little over one, as clocks are read late."""
CATCH_UP = 0.2
"""Seconds of lateness that are made up for: a slow commit costs no share of the rate."""
LEARNING = 0.001
"""Seconds by which the shortest journey may be found to have grown in a second: slowly, because
many messages at once make all journeys longer for a moment, but not all by the same.
"""
EASE = 0.8
"""What is left of the rate when it was still too much; it is back after `RECOVERY` seconds."""
RECOVERY = 60.0


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
    """At most `rate` in any second where they arrive, spread evenly, with some catching up.

    A right is taken first; between that and the message's leaving lies a commit. A message that has
    left may arrive at any moment until it is answered, and some hurry while others are late: so it
    keeps its place in the second until its answer, and then for a second more, less the shortest
    journey there and back. One that is not answered keeps it for a second. A sliding window,
    because a bucket that also holds a burst lets `rate` + burst through in one second. Source of
    the limit: Telegram's bot FAQ, about 30 messages a second for free.
    """

    rate: int
    taken: int = 0
    """Rights that are neither used nor given back."""
    under_way: deque[float] = field(default_factory=deque)
    """When each left that has not been answered."""
    arrived: deque[float] = field(default_factory=deque)
    """The latest moment at which each of the last second has arrived."""
    journey: float = 0.0
    """The shortest time lately between a message's leaving and its answer."""
    landed_at: float = 0.0
    slot: float = 0.0
    held_until: float = 0.0
    eased: float = 1.0
    eased_at: float = 0.0

    def take(self, now: float, wanted: int = 1) -> int:
        """Take the right to go as many times of `wanted` as may be at this moment, perhaps none."""
        granted = 0
        while granted < wanted and self.wait(now) <= 0:
            self.slot = max(self.slot, now - CATCH_UP) + 1 / self._allowed(now)
            self.taken += 1
            granted += 1
        return granted

    def go(self, now: float) -> None:
        """One that had the right goes now."""
        self.taken -= 1
        self.under_way.append(now)

    def land(self, left: float, now: float) -> None:
        """One that left then has been answered now."""
        passed = min(now - self.landed_at, 1.0)
        self.journey = min(now - left, self.journey + LEARNING * passed)
        self.landed_at = now
        if before := bisect_right(self.under_way, left):
            del self.under_way[before - 1]
        self.arrived.append(max(now - self.journey, self.arrived[-1] if self.arrived else 0.0))

    def give_back(self, unused: int) -> None:
        """Rights that will not be used."""
        self.taken -= unused
        self.slot -= unused / self.rate

    def hold(self, until: float) -> None:
        """Let nothing go before `until`: somebody has asked for it."""
        self.held_until = max(self.held_until, until)

    def ease(self, now: float) -> None:
        """It was too much: go more slowly for a while. Those refused together count once, if the
        first of them has led to a `hold`.
        """
        if now >= self.held_until:
            self.eased, self.eased_at = EASE * self._allowed(now) / self.rate, now

    def wait(self, now: float) -> float:
        """Seconds until one may go; 0 or less when it may go now."""
        return max(self._full(now), self.slot - now, self.held_until - now)

    def _full(self, now: float) -> float:
        """Seconds until so few are within one that another may be."""
        for moments in (self.under_way, self.arrived):
            while moments and moments[0] + SECOND <= now:
                moments.popleft()
        if self.taken + len(self.under_way) + len(self.arrived) < int(self._allowed(now)):
            return 0.0
        oldest = [moments[0] for moments in (self.under_way, self.arrived) if moments]
        return min(oldest) + SECOND - now if oldest else 1 / self.rate

    def _allowed(self, now: float) -> float:
        """The rate, or for a while less; never less than one a second."""
        back = self.eased + (now - self.eased_at) / RECOVERY
        return max(1.0, self.rate * min(1.0, back))
