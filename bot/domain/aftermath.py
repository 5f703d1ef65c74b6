"""What comes after a meeting: thanks, a question, and what came of it."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.meeting import Meeting, Standing
from bot.domain.sweden import STOCKHOLM

TEN = time(10)
THANKS_LATE = timedelta(days=5)
"""How late thanks may begin to go; after that nobody remembers what it is about."""
LATER = 3
"""Months between what was promised and what has happened."""
TOLD_WITHIN = timedelta(days=180)
"""How long after a meeting an address is kept for “Berätta vad det blev av”, whatever happens."""


class Verdict(StrEnum):
    """Was the meeting worth your time?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class YouSaid:
    """What staff have written came of a meeting, by language; `later` what has happened since."""

    meeting: str
    text: Mapping[str, str]
    written_at: datetime
    later: Mapping[str, str] = field(default_factory=dict)

    @property
    def later_due(self) -> datetime:
        """When those who want to know are told how it has gone: three months after, at ten."""
        day = _months_after(self.written_at.astimezone(STOCKHOLM).date(), LATER)
        return datetime.combine(day, TEN, STOCKHOLM).astimezone(UTC)


def thanks_due(meeting: Meeting) -> datetime:
    """Ten in the morning, the day after."""
    day = meeting.ends.astimezone(STOCKHOLM).date() + timedelta(days=1)
    return datetime.combine(day, TEN, STOCKHOLM).astimezone(UTC)


def thanks_are_due(meeting: Meeting, now: datetime) -> bool:
    """Whether it is time to thank those who came to a meeting that was held."""
    due = thanks_due(meeting)
    held = meeting.standing in (Standing.PUBLISHED, Standing.MOVED) and meeting.is_over(now)
    return held and due <= now < due + THANKS_LATE


def _months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
