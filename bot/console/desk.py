"""What every room of the console needs at hand, and the few things that several rooms do."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from aiohttp import web

from bot.clock import Clock
from bot.console import devices
from bot.console.access import VISIT
from bot.console.cookies import DEVICE_SECONDS, ROOT, Cookies
from bot.console.invitations import TrialLink
from bot.console.pages import Pages
from bot.console.passwords import Passwords
from bot.console.previews import Previews
from bot.console.sessions import Sessions, Stage
from bot.console.throttle import Throttle
from bot.delivery.broadcast import Broadcasts
from bot.domain.case import Case
from bot.domain.meeting import Meeting
from bot.domain.staff import Account, Action, LogEntry
from bot.knowledge.library import Library
from bot.knowledge.reading import Reading
from bot.pictures import Pictures
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.custody.sealing import Sealer

OVERVIEW = f"{ROOT}/"
LOGIN = f"{ROOT}/logga-in"
SETUP = f"{ROOT}/konto/tvasteg"


class Reads(Protocol):
    """What understands texts: danger in them, and what points at a person."""

    def read(self, text: str) -> Reading:
        """What one text says."""


class Codes(Protocol):
    """Makes the words with which a concern is followed, and hashes them."""

    def drawn(self) -> tuple[str, ...]:
        """New words."""

    async def hashed(self, words: tuple[str, ...]) -> bytes:
        """What is kept of them; slow."""


@dataclass(frozen=True)
class Desk:
    """The console's own things. `chat_url` is where residents reach the bot, if that is known;
    `guesses` slows passwords, `codes` the second factor.
    """

    store: Store
    library: Library
    clock: Clock
    sessions: Sessions
    guesses: Throttle
    codes: Throttle
    passwords: Passwords
    cookies: Cookies
    pages: Pages
    trial: TrialLink
    broadcasts: Broadcasts
    previews: Previews
    pictures: Pictures
    public_url: str
    chat_url: str
    secure: bool
    live: bool
    reader: Reads
    case_codes: Codes | None = None
    sealer: "Sealer | None" = None

    def session_name(self, request: web.Request) -> str:
        """The id that the browser brought, or nothing."""
        return request.cookies.get(self.cookies.session, "")

    def enter(
        self,
        request: web.Request,
        account: Account,
        stage: Stage,
        flash: str = "",
        codes: tuple[str, ...] = (),
    ) -> web.Response:
        """Begin a session under a new id, end the one before, and lead on."""
        self.sessions.end(self.session_name(request))
        name = self.sessions.begin(account.key, account.epoch, stage)
        if session := self.sessions.find(name):
            session.flash, session.codes = flash, codes
        ways = {Stage.CODE: f"{ROOT}/kod", Stage.SETUP: SETUP, Stage.FULL: OVERVIEW}
        response = to(ways[stage])
        self.cookies.put(response, self.cookies.session, name)
        return response

    def leave(self, request: web.Request) -> web.Response:
        """End the session and lead to the login page."""
        self.sessions.end(self.session_name(request))
        response = to(LOGIN)
        self.cookies.drop(response, self.cookies.session)
        return response

    def remember_browser(self, response: web.Response, account: Account) -> None:
        """Mark this browser as one that this account has logged in from."""
        value = devices.mark(account, self.clock.chance())
        self.cookies.put(response, self.cookies.device, value, DEVICE_SECONDS)

    def device(self, request: web.Request, account: Account | None) -> str:
        """The nonce of a browser that this account has logged in from, or nothing."""
        return devices.nonce_of(account, request.cookies.get(self.cookies.device, ""))

    async def meeting(self, request: web.Request) -> Meeting:
        """The meeting whose key stands in the address."""
        key = request.match_info["key"]
        meeting = await self.store.read(lambda tables: tables.meetings.get(key))
        if meeting is None:
            raise web.HTTPNotFound
        return meeting

    async def case(self, request: web.Request) -> Case:
        """The concern whose key stands in the address."""
        key = request.match_info["key"]
        case = await self.store.read(lambda tables: tables.concerns.get(key))
        if case is None:
            raise web.HTTPNotFound
        return case

    def sealed(self, request: web.Request, text: str) -> bytes:
        """A text sealed as new ones are, or else to the key that this login has unlocked: what
        was sealed never becomes plain.
        """
        sealer = self.sealer
        if sealer is None and (unsealer := request[VISIT].login.unsealer):
            from bot.custody.sealing import Sealer

            sealer = Sealer([unsealer.recipient])
        if sealer is None:
            raise web.HTTPNotFound
        return sealer.seal(text)

    def entry(self, request: web.Request, action: Action, about: str = "") -> LogEntry:
        """A line for the log, by whoever asks."""
        return LogEntry(self.clock.now(), request[VISIT].who.name, action, about)

    async def note(self, who: str, action: Action, about: str = "") -> None:
        """Write in the log of what staff did."""
        entry = LogEntry(self.clock.now(), who, action, about)
        await self.store.turn(lambda tables: tables.staff.note(entry))

    async def confirm(self, account: Account, password: str) -> dict[str, str]:
        """Ask for the password again before something weighty: the fault, or nothing."""
        key = f"own:{account.key}"
        if wait := self.guesses.admit(key, self.clock.seconds()):
            return {"password": "wait", "wait": seconds(wait)}
        if not await self.passwords.verify(account.password, password):
            return {"password": "wrong"}
        self.guesses.succeeded(key)
        return {}

    def new_password_faults(self, form: Mapping[str, str], name: str) -> dict[str, str]:
        """What is wrong with a password chosen twice, by field."""
        new = form.get("new", "")
        if weakness := self.passwords.weakness(new, name):
            return {"new": weakness}
        return {} if form.get("again") == new else {"again": "different"}


def to(place: str) -> web.Response:
    """Lead on to another page, with a GET."""
    return web.Response(status=303, headers={"Location": place})


def file_response(body: bytes, kind: str, name: str) -> web.Response:
    """A file to keep. `name` is plain ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=body, content_type=kind, headers=headers)


def seconds(wait: float) -> str:
    """A wait in whole seconds, never 0."""
    return str(max(1, math.ceil(wait)))
