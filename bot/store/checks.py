"""Scam checks as counts a week: kind, channel and sign; never a text, never a person."""

import sqlite3

from bot.store.statements import statements


class Checks:
    """The tables of counts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("checks")

    def count(self, week: str, kind: str, channel: str, signs: tuple[str, ...]) -> None:
        """Count one check, and each sign that was found in it."""
        for sign in ("", *signs):
            self._connection.execute(self._sql["count"], (week, kind, channel, sign))

    def count_help(self, week: str, *, helped: bool) -> None:
        """Count one answer to “Fick du hjälp?”."""
        self._connection.execute(self._sql["count_help"], (week, helped))

    def asked(self, week: str) -> dict[str, int]:
        """How many have asked about each kind in a week, the most asked first."""
        rows = self._connection.execute(self._sql["asked"], (week,))
        return {row["kind"]: row["count"] for row in rows}

    def help(self, week: str) -> tuple[int, int]:
        """How many were helped in a week, and how many were not."""
        helped, not_helped = self._connection.execute(self._sql["help"], (week,)).fetchone()
        return helped, not_helped
