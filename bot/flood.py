"""A limit on how much one person can ask at once, kept in memory only."""

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum

from bot.domain.pace import Bucket

BURST = 8
"""Messages at once: a double tap, a photo album and a long story in pieces all fit."""
RATE = 1.0
"""Answers a second to one person after that."""
WORD_EVERY = 60.0
"""Seconds between two words of “please wait”."""
MOST_PEOPLE = 10_000


class Verdict(Enum):
    """What to do with one more message."""

    ANSWER = "answer"
    ASK_TO_WAIT = "ask to wait"
    BE_QUIET = "be quiet"


@dataclass(slots=True)
class _Person:
    bucket: Bucket
    asked: float | None = None


class Flood:
    """One bucket a person."""

    def __init__(self) -> None:
        self._people: OrderedDict[str, _Person] = OrderedDict()

    def admit(self, person: str, now: float) -> Verdict:
        """Whether a message is answered; `now` in seconds of a monotonic clock."""
        held = self._people.setdefault(person, _Person(Bucket.full(RATE, BURST, now)))
        self._people.move_to_end(person)
        if len(self._people) > MOST_PEOPLE:
            self._people.popitem(last=False)
        if held.bucket.take(now):
            return Verdict.ANSWER
        if held.asked is None or now - held.asked >= WORD_EVERY:
            held.asked = now
            return Verdict.ASK_TO_WAIT
        return Verdict.BE_QUIET
