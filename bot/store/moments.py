"""How a moment is written in a row: UTC, always as long, so that texts sort as moments do."""

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """An aware moment as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
