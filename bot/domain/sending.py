"""A sending: one text, frozen when it was approved, and the rows of those who are to get it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.membership import News
from bot.domain.message import Reply
from bot.domain.quiet import is_quiet, next_decent

HOLD = timedelta(minutes=1)
"""Between approval and the first message: time to think again."""
MOST_TESTERS = 5
"""Linked chats that pushes can reach in try mode."""


def departure(now: datetime, wanted: datetime, *, at_night: bool = False) -> datetime:
    """When the first message leaves: not before the hold is over, and at a decent hour unless it
    `at_night` may go.
    """
    first = max(wanted, now + HOLD)
    return first if at_night else next_decent(first)


class Purpose(StrEnum):
    """Why people are told something; `subject` names what it is about."""

    INVITATION = "invitation"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DAY_BEFORE = "day_before"
    SAME_DAY = "same_day"
    SEAT_OFFER = "seat_offer"
    THANKS = "thanks"
    AGENDA_ANSWER = "agenda_answer"
    YOU_SAID = "you_said"
    YOU_SAID_LATER = "you_said_later"
    WARNING = "warning"
    CORRECTION = "correction"
    PRACTICE = "practice"
    TEST = "test"
    """To a colleague's own chat, before anything goes to residents."""


PRESSING = (
    Purpose.TEST,
    Purpose.WARNING,
    Purpose.CANCELLED,
    Purpose.MOVED,
    Purpose.CORRECTION,
    Purpose.SAME_DAY,
    Purpose.SEAT_OFFER,
)
"""What goes before other sendings where several are under way."""


class State(StrEnum):
    """Where a sending stands. While rows are being made nothing of it goes."""

    PREPARING = "preparing"
    OPEN = "open"
    STOPPED = "stopped"


class RowState(StrEnum):
    """Where one recipient's message stands. `uncertain` may have arrived: a crash or a timeout
    came between the request and its answer, and Telegram offers no way to ask.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"


class Group(StrEnum):
    """Whom an audience is drawn from."""

    SUBSCRIBERS = "subscribers"
    ANSWERED = "answered"
    RECEIVED = "received"
    """Those who got another sending, or may have."""
    ONE = "one"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told. `of` is a kind of news for subscribers, a meeting for those who have answered,
    a sending for those who received it, an address for one. An empty tuple leaves nobody out.
    """

    group: Group
    of: str
    districts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @classmethod
    def subscribers(
        cls, news: News, districts: tuple[str, ...] = (), languages: tuple[str, ...] = ()
    ) -> "Audience":
        """Those who have asked for one kind of news."""
        return cls(Group.SUBSCRIBERS, news, districts, languages)


@dataclass(frozen=True, slots=True)
class Sending:
    """One decision to tell people something; at most one for each purpose, subject and revision.

    Moments are aware, in UTC. Nothing goes before `starts` or from `expires` on. `at_night` has
    been confirmed twice, or is about tomorrow's cancelled meeting. `silent` makes no sound.
    """

    key: str
    purpose: Purpose
    subject: str
    revision: int
    audience: Audience
    approved_by: str
    approved_at: datetime
    starts: datetime
    expires: datetime
    at_night: bool = False
    silent: bool = False
    state: State = State.PREPARING

    def may_go(self, now: datetime) -> bool:
        """Whether its messages may leave at this moment."""
        in_time = self.starts <= now < self.expires
        return self.state is State.OPEN and in_time and (self.at_night or not is_quiet(now))


@dataclass(frozen=True, slots=True)
class Parcel:
    """One claimed row: a message on its way to one recipient. `tries` counts those before."""

    row: int
    sending: str
    recipient: str
    language: str
    repeated: bool = False
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that lies in a mailbox on the web and has not been shown, by its row."""

    sending: str
    language: str
    reply: Reply
    repeated: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a claimed row. `again_at` is set for one that goes back in the queue."""

    row: int
    state: RowState
    reason: str = ""
    message: int = 0
    tries: int = 0
    again_at: datetime | None = None
    gone: str = ""
    """The address that can no longer be reached and is to be forgotten."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sending has come: rows by state, and failed ones by reason."""

    rows: Mapping[RowState, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)

    def count(self, *states: RowState) -> int:
        """Rows in any of these states."""
        return sum(self.rows.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())

    @property
    def waiting(self) -> int:
        """Rows whose message has not left."""
        return self.count(RowState.QUEUED, RowState.SENDING)
