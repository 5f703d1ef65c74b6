"""How far the changing of messages that lie in chats already has come."""

import sqlite3
from dataclasses import dataclass

from bot.store.statements import statements


@dataclass(frozen=True, slots=True)
class Amendment:
    """One sending whose messages are being changed, up to the row `upto`."""

    sending: str
    upto: int
    changed: int
    failed: int
    done: bool


class Amendments:
    """The table of amendments: one for a sending; a second begins from the first message."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("amendments")

    def begin(self, sending: str) -> None:
        """Change every message of a sending."""
        self._connection.execute(self._sql["begin"], (sending,))

    def unfinished(self) -> tuple[Amendment, ...]:
        """Those that are under way."""
        return tuple(map(_amendment, self._connection.execute(self._sql["unfinished"])))

    def get(self, sending: str) -> Amendment | None:
        """How far one has come, or None where there was none."""
        row = self._connection.execute(self._sql["one"], (sending,)).fetchone()
        return _amendment(row) if row else None

    def note(self, sending: str, upto: int, *, changed: int, failed: int, done: bool) -> None:
        """One step further."""
        row = {
            "sending": sending,
            "upto": upto,
            "changed": changed,
            "failed": failed,
            "done": done,
        }
        self._connection.execute(self._sql["note"], row)


def _amendment(row: sqlite3.Row) -> Amendment:
    return Amendment(row["sending"], row["upto"], row["changed"], row["failed"], bool(row["done"]))
