"""Whether today's date can be believed before anything is erased for its sake."""

from dataclasses import dataclass
from datetime import date, timedelta

LEAP = timedelta(days=7)
"""How far the date may move between two looks and be believed, as when the machine was off."""
PROOF = timedelta(days=7)
"""How long a date that came from farther off has to go on evenly before it is believed."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The last day that was believed; and of a date that is doubted, its first and latest day."""

    trusted: date
    doubted: date | None = None
    seen: date | None = None

    @property
    def is_trusted(self) -> bool:
        """Whether something may be erased because of the date."""
        return self.doubted is None

    def look(self, today: date) -> "Calendar":
        """The calendar once today's date has been seen. One that lies behind is believed: it can
        only erase too late.
        """
        if today - self.trusted <= LEAP:
            return Calendar(max(today, self.trusted))
        if self.doubted is None or self.seen is None:
            return Calendar(self.trusted, today, today)
        if not timedelta() <= today - self.seen <= LEAP:
            return Calendar(self.trusted, today, today)
        if today - self.doubted >= PROOF:
            return Calendar(today)
        return Calendar(self.trusted, self.doubted, today)

    def __str__(self) -> str:
        return " ".join(day.isoformat() for day in (self.trusted, self.doubted, self.seen) if day)


def read_calendar(written: str) -> Calendar | None:
    """A calendar as `str` writes it, or None for anything else."""
    try:
        days = [date.fromisoformat(part) for part in written.split()]
    except ValueError:
        return None
    return Calendar(*days) if len(days) in (1, 3) else None
