"""ISO weeks by their names, such as “2026-W48”, which sort as the weeks do."""

from datetime import date, timedelta


def week_name(day: date) -> str:
    """The week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def monday(week: str) -> date:
    """The day with which a week begins.

    Raises:
        ValueError: there is no such week.
    """
    return date.fromisoformat(f"{week}-1")


def number_in_year(week: str) -> int:
    """The number of a week, as people say it."""
    return int(week.partition("-W")[2])


def week_after(week: str, weeks: int) -> str:
    """The week some weeks after another."""
    return week_name(monday(week) + timedelta(weeks=weeks))


def weeks_between(earlier: str, later: str) -> int:
    """How many weeks lie between two; never less than 0."""
    return max(0, (monday(later) - monday(earlier)).days // 7)
