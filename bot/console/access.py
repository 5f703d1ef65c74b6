"""Who may open what: each room of the console names the least it asks for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum

from aiohttp import web

from bot.console.sessions import Session
from bot.domain.staff import Account, Role

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Access(Enum):
    """What a visitor must have shown before a room opens."""

    OPEN = "open"
    CODE = "code"
    SETUP = "setup"
    READER = Role.READER
    EDITOR = Role.EDITOR
    ADMINISTRATOR = Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Room:
    """One route. `path` comes after /personal; `own` rooms need an account of one's own;
    `takes_file` rooms take a form in parts.
    """

    method: str
    path: str
    handler: Handler
    access: Access
    own: bool = False
    takes_file: bool = False


@dataclass(slots=True)
class Visit:
    """One request, once it has been let in. `token` goes into its forms; `file` came with one."""

    session: Session | None = None
    account: Account | None = None
    token: str = ""
    form_cookie: str = ""
    form: dict[str, str] = field(default_factory=dict)
    file: bytes = b""
    file_is_large: bool = False

    @property
    def who(self) -> Account:
        """The account; only rooms that ask for one call this."""
        if self.account is None:
            raise LookupError("this room is open to visitors without an account")
        return self.account

    @property
    def login(self) -> Session:
        """The session; only rooms that ask for one call this."""
        if self.session is None:
            raise LookupError("this room is open to visitors without a session")
        return self.session


VISIT: web.RequestKey[Visit] = web.RequestKey("visit", Visit)
