"""Which updates have been handled: today's and yesterday's, so that a repeat does nothing twice."""

import sqlite3
from datetime import UTC, datetime, timedelta

from bot.store.statements import statements

KEPT_DAYS = 2


class Seen:
    """The set of handled updates."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("seen")

    def add(self, channel: str, key: str, now: datetime) -> bool:
        """Note an update; False if it was noted before."""
        day = now.astimezone(UTC).date().isoformat()
        return self._connection.execute(self._sql["add"], (channel, key, day)).rowcount == 1

    def forget(self, now: datetime) -> None:
        """Drop what is older than yesterday."""
        first = now.astimezone(UTC).date() - timedelta(days=KEPT_DAYS - 1)
        self._connection.execute(self._sql["forget"], (first.isoformat(),))
