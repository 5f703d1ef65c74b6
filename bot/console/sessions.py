"""Who is logged in: in memory, by the hash of a random id, for half an hour of rest at most."""

import hashlib
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.console.dictation import Dictation

if TYPE_CHECKING:
    from bot.custody.sealing import Unsealer

IDLE_SECONDS = 30 * 60.0
WHOLE_SECONDS = 12 * 3600.0
CODE_SECONDS = 10 * 60.0
"""How long the password holds while the code is looked up."""
MOST = 1000
"""Sessions at once; past that the one longest at rest goes."""


class Stage(Enum):
    """How far a login has come."""

    CODE = auto()
    SETUP = auto()
    FULL = auto()


@dataclass(slots=True)
class Session:
    """One login of one account.

    `token` guards its forms; `seed` is a second factor being set up; `flash` names what was just
    done, and `codes` and `link` are secrets just made, for the next page to say once; `guesses`
    counts wrong codes; `unsealer` opens sealed concerns, from when this login unlocked them;
    `dictation` is what is being written down for somebody, and `dictated` the latest that was kept.
    """

    account: str
    epoch: int
    stage: Stage
    token: str = field(repr=False)
    began: float
    seen: float
    seed: str = field(default="", repr=False)
    flash: str = ""
    codes: tuple[str, ...] = field(default=(), repr=False)
    link: tuple[str, str] = field(default=("", ""), repr=False)
    chat_code: str = field(default="", repr=False)
    guesses: int = 0
    dictation: Dictation | None = None
    dictated: str = ""
    unsealer: "Unsealer | None" = field(default=None, repr=False)

    def is_over(self, now: float) -> bool:
        """Whether it has rested too long, or lasted too long."""
        whole = CODE_SECONDS if self.stage is Stage.CODE else WHOLE_SECONDS
        return now - self.seen > IDLE_SECONDS or now - self.began > whole


class Sessions:
    """The sessions, the one longest at rest first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: dict[str, Session] = {}

    def begin(self, account: str, epoch: int, stage: Stage) -> str:
        """A new session under a new id of 256 random bits, which is returned."""
        name = self._clock.chance() + self._clock.chance()
        token = self._clock.chance() + self._clock.chance()
        now = self._clock.seconds()
        self.sweep()
        self._held[_hash(name)] = Session(account, epoch, stage, token, now, now)
        if len(self._held) > MOST:
            del self._held[next(iter(self._held))]
        return name

    def find(self, name: str) -> Session | None:
        """The session with an id, which is then no longer at rest; None if it is over."""
        key = _hash(name)
        session = self._held.pop(key, None)
        now = self._clock.seconds()
        if session is None or session.is_over(now):
            return None
        session.seen = now
        self._held[key] = session
        return session

    def end(self, name: str) -> None:
        """End one session."""
        self._held.pop(_hash(name), None)

    def end_all(self, account: str) -> None:
        """End every session of an account."""
        self._held = {key: s for key, s in self._held.items() if s.account != account}

    def sweep(self) -> None:
        """Let go of the sessions that are over, with what they have unlocked."""
        now = self._clock.seconds()
        self._held = {key: s for key, s in self._held.items() if not s.is_over(now)}


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
