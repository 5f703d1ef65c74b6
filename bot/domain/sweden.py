"""Time in Sweden: the zone, and the week, which is the finest time kept of what residents tell."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.weeks import week_name

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def week_of(moment: datetime) -> str:
    """The ISO week in Sweden, e.g. 2026-W48."""
    return week_name(moment.astimezone(STOCKHOLM).date())


def next_morning(moment: datetime) -> datetime:
    """Ten the next morning in Sweden, in UTC: a decent hour to be asked something."""
    day = moment.astimezone(STOCKHOLM).date() + timedelta(days=1)
    return datetime.combine(day, time(10), STOCKHOLM).astimezone(UTC)


def moment_of(day: date, clock: time) -> datetime | None:
    """A Swedish local time in UTC; None for one that summer time skips on that day."""
    local = datetime.combine(day, clock, STOCKHOLM)
    instant = local.astimezone(UTC)
    back = instant.astimezone(STOCKHOLM).replace(tzinfo=None)
    return instant if back == local.replace(tzinfo=None) else None
