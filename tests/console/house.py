"""A console on the loopback with a held clock, and visitors who fill in its forms."""

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from html import unescape
from pathlib import Path

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher

from bot.channels.telegram.preview import preview as telegram_preview
from bot.channels.webchat.preview import preview as web_preview
from bot.clock import Clock
from bot.console.console import Console
from bot.console.factor import current_code
from bot.console.invitations import invitation_path, invite
from bot.custody.sealing import Sealer
from bot.custody.vault import Vault
from bot.delivery.broadcast import Broadcasts
from bot.domain.concern import Concern
from bot.domain.meeting import Answer, Choice, Meeting
from bot.domain.staff import Account, Action, LogEntry, Role
from bot.knowledge import municipality as town
from bot.knowledge.figure_words import FigureWords, load_figure_words
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader, Reading
from bot.store.database import Tables
from tests.fakes.empty_store import empty_store

CONTENT = Path(__file__).resolve().parents[2] / "content"
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "fyra glada grodor hoppar"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2id with the least work it allows, so that tests are quick."""


class HeldClock(Clock):
    """A clock that moves only when told, and chance that can be told again."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.drawn = 0

    def now(self) -> datetime:
        """The held time of day."""
        return START + timedelta(seconds=self.passed)

    def seconds(self) -> float:
        """The held monotonic seconds."""
        return 1000.0 + self.passed

    def chance(self) -> str:
        """A different value each time."""
        self.drawn += 1
        return hashlib.sha256(f"chance {self.drawn}".encode()).hexdigest()[:32]


class SmallLibrary(Library):
    """What the console reads of content/, without the texts."""

    def __init__(self, **contacts: town.Contact) -> None:
        self.municipality = town.Municipality(
            name="Provkommunen",
            short="Prov",
            site="prov.example",
            promise_year=2024,
            districts=(town.District(id="asarum", sv="Asarum", en="Asarum"),),
            concern_categories=(town.Category(id="ljus", sv="Mörkt", en="Dark"),),
            day_parts=(town.Choice(id="kvall", sv="Kväll", en="Evening"),),
        )
        self.masks = {"name": "namn", "address": "adress", "phone": "telefonnummer"}
        self.masks |= {"plate": "registreringsnummer", "handle": "användarnamn"}
        self.contacts = contacts or {"polisen": contact(), "vaxel": contact(number="", call="")}

    def mask_words(self, language: str) -> Mapping[str, str]:
        """What stands in place of personal data."""
        return self.masks

    def figure_words(self, language: str) -> FigureWords:
        """As they are shipped."""
        return load_figure_words(CONTENT / language / "figures.toml")

    def fraud(self, kind: str, language: str) -> str:
        """The kind's own name."""
        return f"{kind} ({language})"


class Texts:
    """Reads texts as in operation; the evidence is loaded once, by the first who asks."""

    def read(self, text: str) -> Reading:
        """What one text says."""
        return _reader().read(text)


@cache
def _reader() -> Reader:
    return Reader(CONTENT)


def contact(**changes: object) -> town.Contact:
    """A number that nobody has checked yet."""
    values: dict[str, object] = {
        "number": "114 14",
        "call": "11414",
        "owner": "Polisen",
        "hours": {"sv": "dygnet runt"},
        "source": "polisen.example",
        "seen": START.date(),
        "grade": "C",
        "required": True,
    }
    return town.Contact.model_validate(values | changes)


@dataclass(frozen=True)
class Page:
    """What came back."""

    status: int
    text: str
    place: str
    headers: dict[str, str]
    cookies: tuple[str, ...]

    @property
    def token(self) -> str:
        """The token in its forms, or nothing."""
        found = re.search(r'name="token" value="([^"]+)"', self.text)
        return found[1] if found else ""

    @property
    def words(self) -> str:
        """The text without its tags."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())


class Visitor:
    """A browser: it keeps cookies and says where its forms come from."""

    def __init__(self, server: TestServer) -> None:
        self._base = str(server.make_url("/")).rstrip("/")
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))

    @property
    def origin(self) -> str:
        """What a browser says about its own pages."""
        return self._base

    def cookie(self, name: str = "personal") -> str:
        """The value of a cookie, or nothing."""
        held = {cookie.key: cookie.value for cookie in self.session.cookie_jar}
        return held.get(name, "")

    async def ask(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Page:
        """One request, whose redirect is not followed."""
        place = path if path.startswith("http") else self._base + path
        async with self.session.request(
            method, place, data=form, headers=headers, allow_redirects=False
        ) as answer:
            text = await answer.text() if answer.content_type != "image/svg+xml" else ""
            return Page(
                answer.status,
                text,
                answer.headers.get("Location", ""),
                dict(answer.headers),
                tuple(answer.headers.getall("Set-Cookie", [])),
            )

    async def get(self, path: str) -> Page:
        """Look at a page."""
        return await self.ask("GET", path)

    async def send(self, path: str, token: str, **fields: str) -> Page:
        """Send a form with a token, from a page of the console's own."""
        return await self.ask("POST", path, fields | {"token": token}, {"Origin": self.origin})

    async def submit(self, page: str, path: str = "", **fields: str) -> Page:
        """Open a page and send one of its forms."""
        opened = await self.get(page)
        return await self.send(path or page, opened.token, **fields)

    async def log_in(self, name: str, password: str = PASSWORD) -> Page:
        """Give name and password."""
        return await self.submit("/personal/logga-in", name=name, password=password)

    async def give_code(self, code: str) -> Page:
        """Give a code of the second factor."""
        return await self.submit("/personal/kod", code=code)


class House:
    """The store, the console and a server, and those who visit it."""

    def __init__(
        self,
        folder: Path,
        *,
        live: bool = False,
        secure: bool = False,
        public_url: str = "",
        library: Library | None = None,
        reach: bool = False,
        sealer: Sealer | None = None,
        vault: Vault | None = None,
    ) -> None:
        """`reach` lets pushes reach everybody, as in live operation, without its second factor."""
        self.clock = HeldClock()
        self.store = empty_store(folder / "bot.db")
        self.library = library or SmallLibrary()
        self.live = live
        self.broadcasts = Broadcasts(self.store, self.clock, live=live or reach)
        self.console = Console(
            self.store,
            self.library,
            self.clock,
            public_url=public_url,
            secure=secure,
            live=live,
            broadcasts=self.broadcasts,
            previews={"Telegram": telegram_preview, "Webbchatt": web_preview},
            reader=Texts(),
            hasher=CHEAP,
            sealer=sealer,
            vault=vault,
        )
        self.app = web.Application()
        self.app.router.add_get("/", _chat)
        self.console.add_to(self.app)
        self.server = TestServer(self.app)
        self._visitors: list[Visitor] = []

    async def open(self) -> "House":
        """Begin to answer."""
        await self.server.start_server()
        return self

    async def close(self) -> None:
        """Stop, and let everything go."""
        for visitor in self._visitors:
            await visitor.session.close()
        await self.server.close()
        self.store.close()

    def visitor(self) -> Visitor:
        """A new browser."""
        visitor = Visitor(self.server)
        self._visitors.append(visitor)
        return visitor

    async def hire(self, name: str, role: Role, *, factor: bool = False) -> Account:
        """A colleague who has chosen `PASSWORD`, with a second factor if asked."""
        token = await invite(self.store, self.clock, name, role)
        visitor = self.visitor()
        await visitor.submit(invitation_path(token), new=PASSWORD, again=PASSWORD)
        if factor:
            await self.set_up(visitor)
        return await self.account(name)

    async def set_up(self, visitor: Visitor) -> Page:
        """Set up the second factor and return the page of recovery codes."""
        setup = await visitor.get("/personal/konto/tvasteg")
        found = re.search(r'class="key">([^<]+)<', setup.text)
        assert found
        code = current_code(found[1].replace(" ", ""), self.clock.now())
        await visitor.send("/personal/konto/tvasteg", setup.token, code=code)
        return await visitor.get("/personal/konto/reservkoder")

    async def account(self, name: str) -> Account:
        """An account as it is kept."""
        account = await self.store.read(lambda tables: tables.staff.named(name))
        assert account
        return account

    async def inside(self, name: str, role: Role) -> Visitor:
        """A new colleague who is logged in."""
        account = await self.hire(name, role, factor=self.live)
        visitor = self.visitor()
        await visitor.log_in(name)
        if self.live:
            self.clock.passed += 30
            await visitor.give_code(current_code(account.secret, self.clock.now()))
        return visitor

    async def fill(self, work: Callable[[Tables], object]) -> None:
        """Put something into the store."""
        await self.store.turn(work)

    async def plan(self, *meetings: Meeting) -> None:
        """Put meetings into the store."""
        for one in meetings:
            await self.fill(partial(_plan, one))

    async def hear(self, *concerns: Concern) -> None:
        """Put concerns into the store, not yet released."""
        for one in concerns:
            await self.fill(partial(_hear, one))

    async def note(self, who: str, action: Action) -> None:
        """Write in the log."""
        await self.fill(partial(_note, LogEntry(self.clock.now(), who, action)))


def _plan(one: Meeting, tables: Tables) -> None:
    tables.meetings.put(one)


def _hear(one: Concern, tables: Tables) -> None:
    tables.concerns.file(one)


def _note(entry: LogEntry, tables: Tables) -> None:
    tables.staff.note(entry)


async def _chat(_: web.Request) -> web.Response:
    """Stands for the residents' pages on the same server."""
    return web.Response(text="chat")


def meeting(key: str = "k7p2m", **changes: object) -> Meeting:
    """A meeting next week."""
    values: dict[str, object] = {
        "key": key,
        "title": "Trygg i Asarum",
        "about": "Bedrägerier",
        "who": "Polisen",
        "starts": START + timedelta(days=9, hours=4),
        "ends": START + timedelta(days=9, hours=6),
        "place": "Biblioteket",
    }
    with suppress(TypeError):
        return Meeting(**(values | changes))  # type: ignore[arg-type]
    raise AssertionError("a meeting has no such field")


def answers(tables: Tables, key: str, *choices: tuple[Choice, int]) -> None:
    """Answers from as many addresses."""
    for number, (choice, people) in enumerate(choices):
        tables.answers.put(f"web:{number}", Answer(key, choice, people), "sv")


def concern(key: str, text: str, week: str = "2026-W47") -> Concern:
    """A concern about the light in Asarum."""
    return Concern(key, week, "ljus", "asarum", "kvall", text)
