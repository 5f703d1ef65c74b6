"""One-time links: to a new colleague, who chooses a password by it; and in try mode, straight in.

A link is 256 random bits, kept only as SHA-256. Opening it spends nothing; its button does.
"""

import hashlib
import hmac
from datetime import timedelta

from bot.clock import Clock
from bot.domain.staff import COMMAND_LINE, Account, Action, LogEntry, Role, tidy_name
from bot.errors import BotError
from bot.store.database import Tables
from bot.store.store import Store

LINK_HOLDS = timedelta(days=7)
TRIAL_SECONDS = 3600.0


class InvitationError(BotError):
    """An invitation cannot be made; `fault` is "name", "taken" or "unknown"."""

    def __init__(self, fault: str, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault


async def invite(store: Store, clock: Clock, name: str, role: Role, by: str = COMMAND_LINE) -> str:
    """Make an account and return the token of the link that opens it, for `invitation_path`.

    Somebody invited before who has not joined yet gets a new link in place of the old.

    Raises:
        InvitationError: the name is no name, or belongs to somebody who has joined.
    """
    tidied = tidy_name(name)
    if tidied is None:
        raise InvitationError(
            "name", "Namnet ska ha 2 till 40 tecken: bokstäver, siffror, mellanslag och . - _ @."
        )
    token = _token(clock)
    account = Account(clock.chance()[:16], tidied, role)
    entry = LogEntry(clock.now(), by, Action.INVITED, tidied)
    if not await store.turn(lambda tables: _offer_new(tables, account, token, entry)):
        raise InvitationError("taken", f"Det finns redan ett konto som heter {tidied}.")
    return token


async def renew(store: Store, clock: Clock, name: str, by: str = COMMAND_LINE) -> str:
    """A new link for somebody who cannot log in: it replaces password and second factor.

    Raises:
        InvitationError: there is no such account.
    """
    token = _token(clock)
    entry = LogEntry(clock.now(), by, Action.NEW_LINK, name)

    def work(tables: Tables) -> bool:
        account = tables.staff.named(name)
        if account is None:
            return False
        tables.staff.note(LogEntry(entry.at, entry.who, entry.action, account.name))
        return tables.staff.offer(account.key, link_hash(token), entry.at + LINK_HOLDS)

    if not await store.turn(work):
        raise InvitationError("unknown", f"Det finns inget konto som heter {name}.")
    return token


def invitation_path(token: str) -> str:
    """Where a link leads, after the address of the bot."""
    return f"/personal/inbjudan/{token}"


def link_hash(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class TrialLink:
    """The one-time link that main prints in try mode; in memory, for an hour."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hash = ""
        self._until = 0.0

    def make(self) -> str:
        """A new link's token; an older link holds no more."""
        token = _token(self._clock)
        self._hash, self._until = link_hash(token), self._clock.seconds() + TRIAL_SECONDS
        return token

    def holds(self, token: str) -> bool:
        """Whether this link can still be used."""
        fresh = bool(self._hash) and self._clock.seconds() < self._until
        return fresh and hmac.compare_digest(self._hash, link_hash(token))

    def spend(self, token: str) -> bool:
        """Use the link up; False if it no longer holds."""
        held = self.holds(token)
        if held:
            self._hash = ""
        return held


def _token(clock: Clock) -> str:
    return clock.chance() + clock.chance()


def _offer_new(tables: Tables, account: Account, token: str, entry: LogEntry) -> bool:
    """Add the account, or take up the one with its name that nobody has joined."""
    if not tables.staff.add(account):
        held = tables.staff.named(account.name)
        if held is None or held.has_joined:
            return False
        tables.staff.set_role(held.key, account.role)
        account = held
    tables.staff.note(entry)
    return tables.staff.offer(account.key, link_hash(token), entry.at + LINK_HOLDS)
