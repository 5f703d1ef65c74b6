"""Concerns as rows: nothing of the sender, nothing finer than a week."""

import sqlite3

from bot.domain.concern import Concern
from bot.store.statements import statements


class Concerns:
    """The table of concerns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("concerns")

    def file(self, concern: Concern) -> None:
        """Keep a concern; staff see it after the next release."""
        row = (
            concern.key,
            concern.week,
            concern.category,
            concern.district,
            concern.part_of_day,
            concern.text,
        )
        self._connection.execute(self._sql["file"], row)

    def release(self) -> None:
        """Show staff all that wait."""
        self._connection.execute(self._sql["release"])

    def released(self) -> tuple[Concern, ...]:
        """What staff may read: newest week first, within a week by random key."""
        rows = self._connection.execute(self._sql["released"])
        return tuple(Concern(*row) for row in rows)

    def count(self) -> int:
        """How many staff may read."""
        return int(self._connection.execute(self._sql["count"]).fetchone()[0])
