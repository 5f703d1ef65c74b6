"""A browser as the web chat's tests need one: forms, cookies and headers by hand."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from typing import Self

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.channels.webchat.chat import WebChat
from bot.domain.message import Incoming
from bot.errors import StoreError
from bot.knowledge.library import Library
from bot.mailbox import Mailbox
from bot.notice_board import NoticeBoard
from bot.open_data import OpenData
from bot.reception import Outcome, Reception
from tests.conftest import HeldClock

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
FRAGMENT = {**SAME_ORIGIN, "X-Chat": "fragment"}


PUBLIC_URL = "https://chatt.karlshamn.example"


class Watched(Reception):
    """A reception that remembers what came in, and can be told that the database is away."""

    heard: list[Incoming]
    away: bool

    async def receive(self, incoming: Incoming) -> Outcome:
        """Note it, then answer as ever."""
        self.heard.append(incoming)
        if self.away:
            raise StoreError("the disk is full")
        return await super().receive(incoming)


class Visitor:
    """One browser without JavaScript, unless headers say otherwise."""

    def __init__(
        self, client: "TestClient[web.Request, web.Application]", clock: HeldClock
    ) -> None:
        self._client = client
        self._clock = clock
        self.page = ""
        self.status = 0
        self.response: ClientResponse

    async def opens(self, path: str = "/") -> Self:
        """Follow a link."""
        return await self._look(await self._client.get(path))

    async def posts(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Self:
        """Send a form and follow where it leads."""
        used = SAME_ORIGIN if headers is None else headers
        return await self._look(await self._client.post(path, data=fields, headers=used))

    async def posts_once(
        self, path: str, headers: dict[str, str] | None = None, **fields: str
    ) -> ClientResponse:
        """Send a form and look at the answer itself, not at what it leads to."""
        used = SAME_ORIGIN if headers is None else headers
        return await self._client.post(path, data=fields, headers=used, allow_redirects=False)

    async def presses(self, label: str) -> Self:
        """Press the newest button with these words."""
        self._clock.passes(seconds=2)
        form, action = self.buttons[label]
        path = {"free": "/tala", "known": "/minns/tala"}[form]
        return await self.posts(path, action=action, nonce=self.nonce)

    async def writes(self, text: str) -> Self:
        """Fill in the field and press “Skicka”."""
        self._clock.passes(seconds=2)
        return await self.posts(self.write_path, text=text, nonce=self.nonce)

    @property
    def nonce(self) -> str:
        """What stands hidden in the page's forms."""
        return self._found(r'name="nonce" value="([^"]*)"')

    @property
    def write_path(self) -> str:
        """Where the text field is sent."""
        return self._found(r'action="([^"]*)" id="write"')

    @property
    def kept(self) -> str:
        """What stands in the text field."""
        return self._found(r"<textarea[^>]*>\n(.*?)</textarea>")

    @property
    def newest(self) -> str:
        """The HTML of the newest exchange."""
        return self.page.partition('<div class="exchange newest"')[2].partition("</section>")[0]

    @property
    def buttons(self) -> dict[str, tuple[str, str]]:
        """Form and action of each button on the page, by its label; the newest wins."""
        found = re.findall(r'form="(\w+)" name="action" value="([^"]*)">(.*?)</button>', self.page)
        return {unescape(label): (form, unescape(action)) for form, action, label in found}

    def cookie(self, name: str, path: str = "/") -> str:
        """A cookie as this browser would send it to a path."""
        held = self._client.session.cookie_jar.filter_cookies(self._url(path))
        return held[name].value if name in held else ""

    def puts_cookie(self, name: str, value: str, path: str = "/") -> None:
        """Hold a cookie that was not given here."""
        self._client.session.cookie_jar.update_cookies({name: value}, self._url(path))

    def _url(self, path: str) -> URL:
        return self._client.make_url(path)

    def _found(self, pattern: str) -> str:
        found = re.search(pattern, self.page, re.DOTALL)
        assert found, pattern
        return unescape(found[1])

    async def _look(self, response: ClientResponse) -> Self:
        self.page = await response.text(errors="replace")
        self.status = response.status
        self.response = response
        return self


@asynccontextmanager
async def visiting(chat: WebChat, clock: HeldClock) -> AsyncIterator[Visitor]:
    """A browser beside a server with one web chat."""
    app = web.Application()
    app.add_routes([*chat.routes(), *chat.lost_routes()])
    async with TestClient(TestServer(app)) as client:
        yield Visitor(client, clock)


def chat_of(
    reception: Reception, library: Library, clock: HeldClock, *, live: bool = True, url: str = ""
) -> WebChat:
    """A web chat, at an address of its own where one is given."""
    board = NoticeBoard(reception._store, clock, live=live)
    mailbox = Mailbox(reception._store, library, clock)
    shared = OpenData(reception._store, library)
    return WebChat(reception, library, clock, board, mailbox, shared, public_url=url, live=live)


async def tells_until_text(visitor: Visitor) -> None:
    """Tell a concern as far as its last question."""
    await visitor.opens()
    await visitor.posts("/tala", action="concern", nonce=visitor.nonce)
    for label in ("Börja berätta", "Mörkt eller trasig lampa", "Asarum", "Kväll", "Ofta"):
        await visitor.presses(label)
