"""The few things the house remembers of itself, a day or some words: nothing of residents."""

import sqlite3
from datetime import date
from enum import StrEnum

from bot.store.statements import statements


class Mark(StrEnum):
    """What is remembered."""

    RELEASED = "released"
    """The last day on which concerns were shown to staff."""
    NOTICED = "noticed"
    """The last day on which staff were told how many concerns wait."""
    LIVE_SINCE = "live_since"
    """The day on which the bot first went live."""
    CALENDAR = "calendar"
    """The last day on which the date was believed, and since when it is doubted."""
    PAUSED = "paused"
    """Set while the service is paused, with what staff say of it."""


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

    def words(self, mark: Mark) -> str | None:
        """The words of a mark, perhaps none; None where it is not set."""
        row = self._connection.execute(self._sql["get"], (mark,)).fetchone()
        return str(row[0]) if row else None

    def put_words(self, mark: Mark, words: str) -> None:
        """Set a mark with words."""
        self._connection.execute(self._sql["put"], (mark, words))

    def lift(self, mark: Mark) -> bool:
        """Take a mark away; False where it was not set."""
        return self._connection.execute(self._sql["lift"], (mark,)).rowcount > 0
