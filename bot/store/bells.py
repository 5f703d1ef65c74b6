"""Where browsers that have asked for it are told that something new lies in their mailbox."""

import json
import sqlite3
from collections.abc import Iterable

from bot.store.statements import statements


class Bells:
    """The table of bells, at most one for each address."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("bells")

    def keep(self, address: str, endpoint: str) -> bool:
        """Keep the bell of an address, in place of an earlier one; False, and nothing is kept,
        where nothing else is kept of that address by their own wish.
        """
        if not self.is_known(address):
            return False
        self._connection.execute(self._sql["keep"], (address, endpoint))
        return True

    def is_known(self, address: str) -> bool:
        """Whether this address has asked to be told of something."""
        row = self._connection.execute(self._sql["is_known"], {"address": address}).fetchone()
        return bool(row[0])

    def has(self, address: str) -> bool:
        """Whether there is a bell."""
        return bool(self._connection.execute(self._sql["has"], (address,)).fetchone()[0])

    def forget(self, address: str) -> bool:
        """Erase a bell; whether there was one."""
        return self._connection.execute(self._sql["forget"], (address,)).rowcount > 0

    def forget_idle(self) -> bool:
        """Erase the bells of those who are told nothing any more; whether there were any."""
        return self._connection.execute(self._sql["forget_idle"]).rowcount > 0

    def take(self, again: Iterable[str], most: int) -> tuple[tuple[str, str], ...]:
        """Address and endpoint of bells that are to ring, at most `most` of them: something new
        lies there, or the address is one of `again`. What has been read meanwhile is left out.
        """
        values = {"again": json.dumps(list(again)), "most": most}
        rows = self._connection.execute(self._sql["take"], values).fetchall()
        return tuple((row["address"], row["endpoint"]) for row in rows if row["waits"])
