"""Guessing made slow: few tries a minute for each account, a growing wait, a bound for the house.

All in memory. A browser that has logged in before is counted apart (devices.py), so that a
stranger who guesses at an account does not keep its owner out.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from bot.domain.pace import Bucket

WINDOW_SECONDS = 60.0
MOST_IN_WINDOW = 5
LONGEST_WAIT = 42.0
FORGOTTEN_AFTER = 900.0
"""A quarter of an hour without a try, and the next one is the first again."""
FREE_FAILURES = 2
"""Slips of the finger that cost no wait."""
MOST_HELD = 10_000
"""Names remembered at once; past that the one longest untried goes."""
HOUSE_RATE = 0.5
HOUSE_BURST = 30.0
"""Tries a second, and at once, for all accounts together: what hashing may cost the machine."""


@dataclass(slots=True)
class _Tries:
    failures: int = 0
    last: float = 0.0
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_IN_WINDOW))


class Throttle:
    """Tries by key. A try counts as failed from its beginning: many at once gain nothing."""

    def __init__(
        self, now: float, longest: float = LONGEST_WAIT, forgotten: float = FORGOTTEN_AFTER
    ) -> None:
        self._longest = longest
        self._forgotten = forgotten
        self._tries: OrderedDict[str, _Tries] = OrderedDict()
        self._house = Bucket.full(HOUSE_RATE, HOUSE_BURST, now)

    def admit(self, key: str, now: float) -> float:
        """Seconds to wait before a try, or 0: then the try is taken and counted as failed."""
        self._forget(now)
        tries = self._tries.get(key)
        wait = self._wait(tries, now) if tries else 0.0
        if wait > 0:
            return wait
        if not self._house.take(now):
            return WINDOW_SECONDS
        self._count(key, now)
        return 0.0

    def succeeded(self, *keys: str) -> int:
        """Forgive what failed under these keys; how many failures before this success.

        The window of a minute stays, but for the try that succeeded.
        """
        known = [self._tries[key] for key in keys if key in self._tries]
        failures = sum(tries.failures for tries in known)
        for tries in known:
            tries.failures = 0
        if known and known[0].recent:
            known[0].recent.pop()
        return max(0, failures - 1)

    def _count(self, key: str, now: float) -> None:
        tries = self._tries.setdefault(key, _Tries())
        tries.failures += 1
        tries.last = now
        tries.recent.append(now)
        self._tries.move_to_end(key)
        if len(self._tries) > MOST_HELD:
            self._tries.popitem(last=False)

    def _wait(self, tries: _Tries, now: float) -> float:
        """The longer of what the growing delay and the window ask."""
        grown = 0.0
        if tries.failures >= FREE_FAILURES:
            exponent = min(tries.failures - FREE_FAILURES, 20)
            grown = tries.last + min(self._longest, 2.0**exponent) - now
        full = len(tries.recent) == MOST_IN_WINDOW
        window = tries.recent[0] + WINDOW_SECONDS - now if full else 0.0
        return max(0.0, grown, window)

    def _forget(self, now: float) -> None:
        while self._tries:
            tries = next(iter(self._tries.values()))
            if now - tries.last < self._forgotten:
                return
            self._tries.popitem(last=False)
