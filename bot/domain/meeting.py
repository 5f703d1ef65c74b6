"""A dialogue meeting, and a resident's answer to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_PEOPLE = 9
"""The largest party one answer can stand for; more people ring the number on the invitation."""


class Standing(StrEnum):
    """Where a meeting stands in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    MOVED = "moved"
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
    invitation is silent about it. `seats` None is no limit; no `districts` are all of them;
    `languages` are those spoken at the meeting; `sentence` is staff's own addition to the
    invitation; `photo_text` describes the photo, and is empty where there is none. `revision`
    rises when time or place changes, at the moment `changed`: then people are told anew.
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
    seats: int | None = None
    languages: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    sentence: str = ""
    photo_text: str = ""
    revision: int = 1
    changed: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether an answer still means something: published and not over."""
        return self.standing in (Standing.PUBLISHED, Standing.MOVED) and now < self.ends

    def why_not_invite(self, now: datetime) -> str:
        """Why its invitation cannot be sent: example, draft, cancelled or begun; else nothing."""
        if self.example:
            return "example"
        if self.standing in (Standing.DRAFT, Standing.CANCELLED):
            return str(self.standing)
        return "begun" if now >= self.starts else ""

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
    """How many have answered what; `people` sums the parties of those who come. `phoned` of them
    have rung, and `maybe` counts those who rang as well.
    """

    yes: int = 0
    people: int = 0
    maybe: int = 0
    withdrawn: int = 0
    phoned: int = 0
