"""Whether a person has done something already today, without remembering who they are."""

import hashlib
import hmac
from datetime import date, datetime

from bot.clock import Clock
from bot.domain.sweden import STOCKHOLM


class OncePerDay:
    """A set of keyed hashes in memory; the key is new each Swedish day, and the old ones go."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._day: date | None = None
        self._key = b""
        self._done: set[bytes] = set()

    def first(self, person: str, what: str, now: datetime) -> bool:
        """Whether this is the first time today that `person` does `what`; notes that it is done."""
        mark = self._mark(person, what, now)
        new = mark not in self._done
        self._done.add(mark)
        return new

    def has(self, person: str, what: str, now: datetime) -> bool:
        """Whether `person` has done `what` today; notes nothing."""
        return self._mark(person, what, now) in self._done

    def _mark(self, person: str, what: str, now: datetime) -> bytes:
        day = now.astimezone(STOCKHOLM).date()
        if day != self._day:
            self._day, self._key = day, self._clock.chance().encode()
            self._done.clear()
        return hmac.new(self._key, f"{person}|{what}".encode(), hashlib.sha256).digest()
