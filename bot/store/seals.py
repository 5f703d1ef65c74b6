"""Texts as they are stored, sealed or plain, for sealing them anew: concerns and what was added."""

import sqlite3
from dataclasses import dataclass

from bot.store.statements import statements


@dataclass(frozen=True, slots=True)
class Stored:
    """One text; `addition` says in which table. Sealed ones have no text."""

    key: str
    text: str
    sealed: bytes | None
    addition: bool


class Seals:
    """The sealed and the plain texts of concerns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("seals")

    def all(self) -> tuple[Stored, ...]:
        """Every text there is, released or not."""
        rows = self._connection.execute(self._sql["all"])
        return tuple(
            Stored(row["key"], row["text"], row["sealed"], bool(row["addition"])) for row in rows
        )

    def count(self) -> int:
        """How many texts are sealed."""
        return int(self._connection.execute(self._sql["count"]).fetchone()[0])

    def change(self, one: Stored, sealed: bytes) -> bool:
        """Put a text sealed in place of what it was; False where it has changed meanwhile."""
        statement = "change_addition" if one.addition else "change"
        row = {"key": one.key, "text": one.text, "was": one.sealed, "sealed": sealed}
        return self._connection.execute(self._sql[statement], row).rowcount > 0
