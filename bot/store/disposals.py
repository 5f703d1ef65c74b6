"""What the retention plan looks at, and the protocol of what it has erased."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain.retention import Aged, Disposal
from bot.store.statements import statements


class Disposals:
    """The ages of what has words, and the table of the protocol."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("disposals")

    def aging(self) -> tuple[Aged, ...]:
        """Every concern that still has words, sealed or not, without the words."""
        rows = self._connection.execute(self._sql["aging"])
        return tuple(
            Aged(row["key"], row["category"], row["week"], row["active"], bool(row["unread"]))
            for row in rows
        )

    def erase_questions(self, before: datetime) -> dict[str, int]:
        """Erase the questions to meetings that ended before a moment, but for those that nobody
        has read; how many by the week in which they were told.
        """
        told: dict[str, int] = {}
        rows = self._connection.execute(
            self._sql["erase_questions"], (before.astimezone(UTC).isoformat(),)
        )
        for (week,) in rows.fetchall():
            told[week] = told.get(week, 0) + 1
        return told

    def note(self, disposals: Iterable[Disposal]) -> None:
        """Write in the protocol; more of the same week adds up."""
        rows = [(one.week, one.kind, one.told, one.category, one.number) for one in disposals]
        self._connection.executemany(self._sql["note"], rows)

    def protocol(self) -> tuple[Disposal, ...]:
        """All that has been erased, the latest week first."""
        return tuple(Disposal(*row) for row in self._connection.execute(self._sql["protocol"]))
