"""The chats that colleagues have linked to their accounts, and the one-time codes to link by."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from bot.store.statements import statements


@dataclass(frozen=True, slots=True)
class StaffChat:
    """One chat of one account, with the language it speaks."""

    address: str
    account: str
    language: str


class StaffChats:
    """The tables of linked chats and of codes. A code is kept only as its hash."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("staff_chats")

    def offer(self, account: str, code: str, until: datetime) -> None:
        """A new code for an account, in place of its earlier one."""
        row = (account, hash_of(code), until.astimezone(UTC).isoformat())
        self._connection.execute(self._sql["offer"], row)

    def offered(self, code: str, now: datetime) -> str | None:
        """The account that a code links to, while it holds."""
        row = {"code": hash_of(code), "now": now.astimezone(UTC).isoformat()}
        found = self._connection.execute(self._sql["offered"], row).fetchone()
        return str(found[0]) if found else None

    def link(self, address: str, account: str, language: str) -> None:
        """Link a chat and spend the account's code."""
        self._connection.execute(self._sql["link"], (address, account, language))
        self._connection.execute(self._sql["spend"], (account,))

    def get(self, address: str) -> StaffChat | None:
        """The link of one chat, or None."""
        row = self._connection.execute(self._sql["get"], (address,)).fetchone()
        return StaffChat(*row) if row else None

    def of(self, account: str) -> tuple[StaffChat, ...]:
        """The chats of one account."""
        rows = self._connection.execute(self._sql["of"], (account,))
        return tuple(StaffChat(*row) for row in rows)

    def all(self) -> tuple[StaffChat, ...]:
        """Every linked chat."""
        return tuple(StaffChat(*row) for row in self._connection.execute(self._sql["all"]))

    def count(self) -> int:
        """How many chats are linked, to all accounts together."""
        return int(self._connection.execute(self._sql["count"]).fetchone()[0])

    def unlink(self, address: str) -> bool:
        """Forget one chat; False where it was not linked."""
        return self._connection.execute(self._sql["unlink"], (address,)).rowcount > 0

    def unlink_account(self, account: str) -> bool:
        """Forget every chat and code of an account; whether there was a chat."""
        self._connection.execute(self._sql["spend"], (account,))
        return self._connection.execute(self._sql["unlink_account"], (account,)).rowcount > 0


def hash_of(code: str) -> str:
    """What is kept of a code."""
    return sha256(code.encode("utf-8", "replace")).hexdigest()
