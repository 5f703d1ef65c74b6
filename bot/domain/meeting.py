"""A dialogue meeting, and a resident's answer to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_PEOPLE = 9
"""The largest party one answer can stand for; more people ring the number on the invitation."""


class Standing(StrEnum):
    """Where a meeting stands in its life."""

    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Choice(StrEnum):
    """What a resident answers."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What residents are invited to. `starts` and `ends` are aware, in UTC.

    None in `lift`, `hearing_loop`, `toilet` or `coffee` means that nobody has said; then the
    invitation is silent about it.
    """

    key: str
    title: str
    about: str
    who: str
    starts: datetime
    ends: datetime
    place: str
    directions: str = ""
    lift: bool | None = None
    hearing_loop: bool | None = None
    toilet: bool | None = None
    coffee: bool | None = None
    transport: str = ""
    phone: str = ""
    standing: Standing = Standing.PUBLISHED
    example: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether an answer still means something: published and not over."""
        return self.standing is Standing.PUBLISHED and now < self.ends

    def is_over(self, now: datetime) -> bool:
        """Whether the meeting has ended."""
        return now >= self.ends


@dataclass(frozen=True, slots=True)
class Answer:
    """One address's answer to one meeting; `number` of people counts the person too."""

    meeting: str
    choice: Choice
    number: int = 1

    def __post_init__(self) -> None:
        """Keep a number from a stranger's button within what an answer can mean."""
        if not 1 <= self.number <= MOST_PEOPLE:
            msg = f"an answer stands for 1 to {MOST_PEOPLE} people"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many have answered what; `people` sums the parties of those who come."""

    yes: int = 0
    people: int = 0
    maybe: int = 0
    withdrawn: int = 0
