"""Those who work in the console: their roles, what they may be called, what the log remembers."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

LONGEST_NAME = 40
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
"""A bound on what one hashing has to read; no person meets it."""
FEWEST_LETTERS = 5
"""Different characters a password must have: “aaaaaaaaaaaa” has one."""
_NAME_MARKS = frozenset(" .-_@")
TRIAL_NAME = "Provadministratör"
COMMAND_LINE = "Kommandoraden"
"""Two who act without an account of their own; no account may take their names in the log."""


class Role(StrEnum):
    """What an account may do, from least to most."""

    READER = "reader"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"

    @property
    def rank(self) -> int:
        """Greater may do all that lesser may."""
        return list(Role).index(self)

    def covers(self, least: "Role") -> bool:
        """Whether this role may do what asks for `least`."""
        return self.rank >= least.rank


class Action(StrEnum):
    """What the log remembers of what staff do; never of residents."""

    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    LOGGED_OUT_EVERYWHERE = "logged_out_everywhere"
    GUESSED = "guessed"
    WRONG_CODE = "wrong_code"
    RECOVERY_USED = "recovery_used"
    INVITED = "invited"
    NEW_LINK = "new_link"
    JOINED = "joined"
    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word in the log
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_RENEWED = "recovery_renewed"
    NIGHT_ASKED = "night_asked"
    WARNING_WRITTEN = "warning_written"
    AMENDED = "amended"
    UNLOCKED = "unlocked"
    LOCKED = "locked"
    RESEALED = "resealed"
    DATE_VOUCHED = "date_vouched"
    PAUSED = "paused"
    UNPAUSED = "unpaused"
    MEETING_MADE = "meeting_made"
    MEETING_CHANGED = "meeting_changed"
    MEETING_PUBLISHED = "meeting_published"
    MEETING_MOVED = "meeting_moved"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_REMOVED = "meeting_removed"
    PHONED = "phoned"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_HIDDEN = "question_hidden"
    YOU_SAID = "you_said"
    PHOTO_KEPT = "photo_kept"
    PHOTO_REMOVED = "photo_removed"
    CASE_READ = "case_read"
    CASE_ANSWERED = "case_answered"
    CASE_NOTED = "case_noted"
    CASE_MASKED = "case_masked"
    CASE_MERGED = "case_merged"
    CASE_PARTED = "case_parted"
    CASE_ON_AGENDA = "case_on_agenda"
    CASE_EXPORTED = "case_exported"
    TESTED = "tested"
    SENT = "sent"
    STOPPED = "stopped"
    WENT_ON = "went_on"
    DISCARDED = "discarded"
    RESENT_FAILED = "resent_failed"
    RESENT_UNCERTAIN = "resent_uncertain"
    CHAT_LINKED = "chat_linked"
    CHAT_UNLINKED = "chat_unlinked"
    FIGURES_PUBLISHED = "figures_published"


class Weakness(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    MONOTONOUS = "monotonous"
    COMMON = "common"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Account:
    """One colleague.

    `password` is an argon2id hash and `secret` the second factor's seed; both are empty until
    chosen. `epoch` rises when password, role or second factor changes, and ends every session
    that began before. `step` is the latest time step whose code was used.
    """

    key: str
    name: str
    role: Role
    password: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    step: int = 0
    epoch: int = 0

    @property
    def has_joined(self) -> bool:
        """Whether a password has been chosen."""
        return bool(self.password)

    @property
    def has_factor(self) -> bool:
        """Whether a second factor is set up."""
        return bool(self.secret)


TRIAL = Account("prov", TRIAL_NAME, Role.ADMINISTRATOR)
"""Whoever came in by try mode's own link: an administrator without password or second factor."""


def colleague(key: str, account: Account | None, *, live: bool) -> Account | None:
    """Who works here under a key, if they still may: as the console asks it at each visit."""
    if key == TRIAL.key:
        return None if live else TRIAL
    may = account is not None and account.has_joined and (account.has_factor or not live)
    return account if may else None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Who did what, and when; `about` names another account, a meeting or the
    number of a concern, or is empty.
    """

    at: datetime
    who: str
    action: Action
    about: str = ""


def folded(name: str) -> str:
    """The form in which two names are the same name."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def tidy_name(name: str) -> str | None:
    """A name as it is kept, or None where it is no name for an account.

    2 to 40 letters, digits, spaces and . - _ @; invisible characters would make two look alike.
    """
    tidied = " ".join(unicodedata.normalize("NFKC", name).split())
    fits = 2 <= len(tidied) <= LONGEST_NAME
    plain = all(letter.isalnum() or letter in _NAME_MARKS for letter in tidied)
    own = folded(tidied) not in {folded(TRIAL_NAME), folded(COMMAND_LINE)}
    return tidied if fits and plain and own else None


def weakness(password: str, name: str, common: frozenset[str]) -> Weakness | None:
    """Why a password is refused, or None. `common` holds known passwords in folded form."""
    plain = folded(password)
    if len(password) < SHORTEST_PASSWORD:
        return Weakness.SHORT
    if len(password) > LONGEST_PASSWORD:
        return Weakness.LONG
    if len(set(plain)) < FEWEST_LETTERS or _is_run(plain):
        return Weakness.MONOTONOUS
    if plain in common or _without_ends(plain) in common:
        return Weakness.COMMON
    if len(name) > 3 and len(plain.replace(folded(name), "")) < SHORTEST_PASSWORD - 4:
        return Weakness.NAMED
    return None


def _is_run(text: str) -> bool:
    """“abcdefghijkl”, “987654321098”: each character a step from the one before."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps <= {1, -9} or steps <= {-1, 9}


def _without_ends(text: str) -> str:
    """The word inside “sommar2026!!”: what people add to make a password long enough."""
    return text.strip("0123456789!?.,-_ ")
