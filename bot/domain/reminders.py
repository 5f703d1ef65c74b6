"""When those who come to a meeting are reminded of it, in Swedish time."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.domain.meeting import Meeting
from bot.domain.quiet import next_decent
from bot.domain.sending import Purpose
from bot.domain.sweden import STOCKHOLM

EVENING_BEFORE = time(17)
SAME_MORNING = time(9)
EARLIEST_FOR_MORNING = time(11)
"""A meeting that begins earlier is not reminded of the same morning: people are on their way."""


class Skipped(StrEnum):
    """Why a reminder whose hour has come is not made."""

    CLOSED = "closed"
    TOLD = "told"
    """People have been told of a change at that hour or later, and know."""
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of one meeting: from when to when it may go, in UTC."""

    purpose: Purpose
    due: datetime
    expires: datetime

    def is_due(self, now: datetime) -> bool:
        """Whether its hour has come."""
        return now >= self.due

    def skipped(self, meeting: Meeting, now: datetime) -> Skipped | None:
        """Why it is not made although its hour has come; None where it is to be made."""
        if not meeting.is_open(now):
            return Skipped.CLOSED
        if next_decent(now) >= self.expires:
            return Skipped.LATE
        if meeting.changed is not None and meeting.changed >= self.due:
            return Skipped.TOLD
        return None


def reminders(meeting: Meeting) -> tuple[Reminder, ...]:
    """The day before at 17:00 and, for a meeting from 11:00 on, the same day at 09:00.

    The first may be late until the second takes its place, or the meeting begins.
    """
    local = meeting.starts.astimezone(STOCKHOLM)
    eve = _instant(local - timedelta(days=1), EVENING_BEFORE)
    if local.time() < EARLIEST_FOR_MORNING:
        return (Reminder(Purpose.DAY_BEFORE, eve, meeting.starts),)
    morning = _instant(local, SAME_MORNING)
    return (
        Reminder(Purpose.DAY_BEFORE, eve, morning),
        Reminder(Purpose.SAME_DAY, morning, meeting.starts),
    )


def _instant(local: datetime, clock: time) -> datetime:
    """A clock time on a Swedish day; neither hour is ever skipped or repeated."""
    return datetime.combine(local.date(), clock, STOCKHOLM).astimezone(UTC)
