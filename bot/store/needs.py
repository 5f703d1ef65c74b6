"""How many need what at a meeting: counts alone, so that nobody can be found in them."""

import sqlite3

from bot.domain.need import Need
from bot.store.statements import statements


class Needs:
    """The table of needs."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("needs")

    def count(self, meeting: str, need: Need, *, back: bool = False) -> None:
        """Count one more who needs something, or one less who has taken it `back`."""
        row = {"meeting": meeting, "need": need}
        self._connection.execute(self._sql["less" if back else "more"], row)

    def of(self, meeting: str) -> dict[Need, int]:
        """How many need what at one meeting; what nobody needs is 0."""
        rows = self._connection.execute(self._sql["of"], (meeting,))
        return dict.fromkeys(Need, 0) | {Need(row[0]): int(row[1]) for row in rows}
