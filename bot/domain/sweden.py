"""Time in Sweden: the zone, and the week, which is the finest time kept of what residents tell."""

from datetime import datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def week_of(moment: datetime) -> str:
    """The ISO week in Sweden, e.g. 2026-W48."""
    year, week, _ = moment.astimezone(STOCKHOLM).isocalendar()
    return f"{year}-W{week:02d}"
