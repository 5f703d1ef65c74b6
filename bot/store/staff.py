"""Accounts of the console and the log of what staff did.

Secrets are kept as hashes, but for the second factor's seed: checking a code needs it.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from bot.domain.staff import Account, Action, LogEntry, Role, folded
from bot.store.statements import statements

LOG_KEPT = timedelta(days=730)
"""How long the log of what staff did is kept."""
_Values = tuple[str, ...] | Mapping[str, str | int]


class Staff:
    """The tables of accounts, recovery codes and the log. Hashes come in as hexadecimal SHA-256."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("staff")

    def add(self, account: Account) -> bool:
        """Add an account that has not joined yet; False if the name is taken."""
        row = (account.key, account.name, folded(account.name), account.role)
        return self._change("add", row)

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        return tuple(_account(row) for row in self._connection.execute(self._sql["all"]))

    def get(self, key: str) -> Account | None:
        """One account, or None."""
        return self._one("one", (key,))

    def named(self, name: str) -> Account | None:
        """The account with a name, however it is capitalised."""
        return self._one("by_name", (folded(name),))

    def invited_by(self, link: str, now: datetime) -> Account | None:
        """The account that a one-time link still opens."""
        return self._one("by_link", {"link": link, "now": _stamp(now)})

    def offer(self, key: str, link: str, until: datetime) -> bool:
        """Let a one-time link, in place of any earlier one, choose the account's password."""
        return self._change("offer", {"key": key, "link": link, "until": _stamp(until)})

    def accept(self, link: str, password: str, now: datetime) -> Account | None:
        """Spend a link on a password; the account, or None if the link no longer holds."""
        account = self.invited_by(link, now)
        values = {"link": link, "password": password, "now": _stamp(now)}
        if account is None or not self._change("accept", values):
            return None
        self._change("forget_recovery", (account.key,))
        return self.get(account.key)

    def set_password(self, key: str, password: str) -> bool:
        """Change a password and end the account's sessions."""
        return self._change("set_password", {"key": key, "password": password})

    def rehash(self, key: str, old: str, new: str) -> bool:
        """Keep the same password under newer parameters, if it is still the same."""
        return self._change("rehash", {"key": key, "old": old, "new": new})

    def set_role(self, key: str, role: Role) -> bool:
        """Change a role and end the account's sessions."""
        return self._change("set_role", {"key": key, "role": role})

    def set_factor(self, key: str, secret: str, step: int, recovery: Iterable[str]) -> bool:
        """Set up the second factor with hashed recovery codes, or with "" take it away."""
        self.renew_recovery(key, recovery)
        return self._change("set_secret", {"key": key, "secret": secret, "step": step})

    def use_step(self, key: str, step: int) -> bool:
        """Spend the code of a time step; False if it or a later one has been used."""
        return self._change("use_step", {"key": key, "step": step})

    def renew_recovery(self, key: str, hashes: Iterable[str]) -> None:
        """Put new recovery codes in place of the old."""
        self._change("forget_recovery", (key,))
        rows = [(key, code) for code in hashes]
        self._connection.executemany(self._sql["add_recovery"], rows)

    def use_recovery(self, key: str, code: str) -> bool:
        """Spend a recovery code; False if there is none such."""
        return self._change("use_recovery", (key, code))

    def void_once(self) -> None:
        """Void every one-time link and recovery code: after a restore, those that have been used
        since the backup would hold again.
        """
        self._change("void_links", ())
        self._change("void_recovery", ())

    def recovery_left(self, key: str) -> int:
        """How many recovery codes are unused."""
        return self._count("count_recovery", (key,))

    def end_sessions(self, key: str) -> bool:
        """End every session of the account."""
        return self._change("end_sessions", (key,))

    def remove(self, key: str) -> bool:
        """Erase an account; what it did stays in the log under its name."""
        self._change("forget_recovery", (key,))
        return self._change("remove", (key,))

    def has_other_administrator(self, key: str) -> bool:
        """Whether somebody else can still administer."""
        return self._count("administrators", (key,)) > 0

    def has_secured_administrator(self) -> bool:
        """Whether an administrator has a second factor: live operation asks for one."""
        return self._count("secured", ()) > 0

    def note(self, entry: LogEntry) -> None:
        """Write in the log, and drop what is older than `LOG_KEPT`."""
        row = (_stamp(entry.at), entry.who, entry.action, entry.about)
        self._change("note", row)
        self._change("forget_log", (_stamp(entry.at - LOG_KEPT),))

    def log(self, most: int, skip: int = 0) -> tuple[LogEntry, ...]:
        """The latest of the log."""
        rows = self._connection.execute(self._sql["log"], (most, skip))
        return tuple(
            LogEntry(datetime.fromisoformat(row[0]), row[1], Action(row[2]), row[3]) for row in rows
        )

    def _one(self, name: str, values: _Values) -> Account | None:
        row = self._connection.execute(self._sql[name], values).fetchone()
        return _account(row) if row else None

    def _change(self, name: str, values: _Values) -> bool:
        return self._connection.execute(self._sql[name], values).rowcount > 0

    def _count(self, name: str, values: _Values) -> int:
        return int(self._connection.execute(self._sql[name], values).fetchone()[0])


def _account(row: sqlite3.Row) -> Account:
    key, name, role, password, secret, step, epoch = row
    return Account(key, name, Role(role), password, secret, step, epoch)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
