"""The few things the house remembers of itself, each a day: nothing of residents."""

import sqlite3
from datetime import date
from enum import StrEnum

from bot.store.statements import statements


class Mark(StrEnum):
    """What is remembered."""

    RELEASED = "released"
    """The last day on which concerns were shown to staff."""
    LIVE_SINCE = "live_since"
    """The day on which the bot first went live."""


class Marks:
    """The table of marks."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("marks")

    def get(self, mark: Mark) -> date | None:
        """The day of a mark, or None."""
        row = self._connection.execute(self._sql["get"], (mark,)).fetchone()
        return date.fromisoformat(row[0]) if row else None

    def put(self, mark: Mark, day: date) -> None:
        """Remember a day."""
        self._connection.execute(self._sql["put"], (mark, day.isoformat()))
