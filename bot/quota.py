"""How many concerns have been sent today: by one person, from one part of the net, and by all.
In memory only, under a key that is new each day.
"""

from datetime import date, datetime

from bot.clock import Clock
from bot.daily import OncePerDay
from bot.domain.concern import MOST_A_DAY, MOST_EACH
from bot.domain.message import Incoming
from bot.domain.sweden import STOCKHOLM

MOST_A_NETWORK = 30
"""Generous: a library, a school or a whole street may share one."""


class Quota:
    """Counts the concerns of a day."""

    def __init__(self, clock: Clock) -> None:
        self._once = OncePerDay(clock)
        self._day: date | None = None
        self._all = 0

    def enough(self, incoming: Incoming, now: datetime) -> bool:
        """Whether this person, or the part of the net they come from, has sent all it can."""
        return any(self._once.has(who, _nth(most - 1), now) for who, most in _counted(incoming))

    def is_full(self, now: datetime) -> bool:
        """Whether so many have come in all that the next ones are read later."""
        return now.astimezone(STOCKHOLM).date() == self._day and self._all >= MOST_A_DAY

    def count(self, incoming: Incoming, now: datetime) -> None:
        """One more was sent."""
        for who, most in _counted(incoming):
            any(self._once.first(who, _nth(n), now) for n in range(most))
        day = now.astimezone(STOCKHOLM).date()
        self._all = self._all + 1 if day == self._day else 1
        self._day = day


def _counted(incoming: Incoming) -> tuple[tuple[str, int], ...]:
    """Under what names a concern counts, and how many go under each."""
    person = (incoming.person, MOST_EACH)
    if not incoming.network:
        return (person,)
    return person, (f"net {incoming.network}", MOST_A_NETWORK)


def _nth(number: int) -> str:
    return f"concern {number}"
