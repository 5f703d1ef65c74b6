"""A quarter of a year, made of whole ISO weeks: nothing finer than a week is known of a concern."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.weeks import monday, week_name

_NAMED = re.compile(r"(\d{4})-Q([1-4])")
_WEEK = re.compile(r"\d{4}-W\d{2}", re.ASCII)
_THURSDAY = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """`number` is 1 to 4. A week belongs to the quarter that holds its Thursday, as ISO 8601 lets a
    week belong to the year that holds it: each week is in one quarter, and most of its days are.
    """

    year: int
    number: int

    def __str__(self) -> str:
        """As it is stored and written in addresses, e.g. 2026-Q4."""
        return f"{self.year}-Q{self.number}"

    @property
    def first_week(self) -> str:
        """The first ISO week, e.g. 2026-W40."""
        return week_name(_first_thursday(self))

    @property
    def last_week(self) -> str:
        """The last ISO week, e.g. 2026-W53."""
        return week_name(_first_thursday(self.next) - timedelta(days=7))

    @property
    def next(self) -> "Quarter":
        """The quarter after."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def a_year_before(self) -> "Quarter":
        """The same quarter of the year before."""
        return Quarter(self.year - 1, self.number)

    def is_settled(self, week: str) -> bool:
        """Whether a whole week has passed since its end when it is `week`: time for all that was
        told to be shown to staff, and for them to read it.
        """
        return week > self.next.first_week


def quarter_named(name: str) -> Quarter | None:
    """The quarter that `2026-Q4` names, or None."""
    found = _NAMED.fullmatch(name)
    return Quarter(int(found[1]), int(found[2])) if found and int(found[1]) > 1 else None


def quarter_of(week: str) -> Quarter | None:
    """The quarter of an ISO week, e.g. of 2026-W48; None for what is no week."""
    if not _WEEK.fullmatch(week):
        return None
    try:
        thursday = monday(week) + timedelta(days=_THURSDAY)
    except ValueError:
        return None
    return Quarter(thursday.year, (thursday.month + 2) // 3)


def _first_thursday(quarter: Quarter) -> date:
    day = date(quarter.year, quarter.number * 3 - 2, 1)
    return day + timedelta(days=(_THURSDAY - day.weekday()) % 7)
