"""Who has asked to be asked the next day how it went; kept until then and no longer."""

import sqlite3
from datetime import UTC, datetime

from bot.store.statements import statements


class CheckIns:
    """The table of planned questions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("check_ins")

    def plan(self, address: str, due: datetime, language: str) -> None:
        """Keep an address until `due`."""
        row = (address, due.astimezone(UTC).isoformat(), language)
        self._connection.execute(self._sql["plan"], row)

    def take(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """The addresses that are due, with their languages; they are erased by this."""
        moment = now.astimezone(UTC).isoformat()
        return tuple(tuple(row) for row in self._connection.execute(self._sql["take"], (moment,)))

    def forget(self, address: str) -> None:
        """Drop what was planned for an address."""
        self._connection.execute(self._sql["forget"], (address,))
