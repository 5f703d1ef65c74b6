"""A resident on each channel: what they do and what they see, in the same words everywhere."""

import asyncio
import queue
import re
from html import unescape
from pathlib import Path
from typing import Protocol, Self

from aiohttp import ClientResponse, FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.terminal import Terminal
from bot.channels.webchat.chat import WebChat
from bot.knowledge.library import Library
from bot.mailbox import Mailbox
from bot.notice_board import NoticeBoard
from bot.open_data import OpenData
from bot.reception import Reception
from tests.conftest import HeldClock
from tests.fakes.telegram import Chat, Shown

THINKING = 5.0
"""Seconds on the held clock between two things that a person does."""
PATIENCE = 60.0
"""Seconds before a journey gives up waiting; nothing ever waits this long."""


REMOVE = "Ta bort koden här"
"""All that can be done under a code that has been used; the receipt comes after it."""


class Resident(Protocol):
    """Somebody who talks with the bot."""

    text: str
    """What the newest answer says."""
    labels: list[str]
    """The words on its buttons."""
    links: dict[str, str]
    """Where the buttons lead that are links, by their words."""
    file: bytes
    """What the last file that was handed out holds."""

    async def opens(self, link: str = "") -> None:
        """Come to the bot for the first time, perhaps by a link such as mote-k7p2m."""

    async def writes(self, words: str) -> None:
        """Write and send."""

    async def taps(self, label: str) -> None:
        """Press the button with these words."""


class Photographer(Resident, Protocol):
    """Somebody on a channel that takes pictures."""

    async def shows(self, picture: bytes, words: str = "") -> None:
        """Send a picture, perhaps with words beside it."""


class InTerminal:
    """Somebody at a keyboard, who writes the number of a button to press it."""

    def __init__(
        self, reception: Reception, library: Library, clock: HeldClock, folder: Path
    ) -> None:
        self.text = ""
        self.labels: list[str] = []
        self.links: dict[str, str] = {}
        self.file = b""
        self._clock = clock
        self._lines: queue.Queue[str] = queue.Queue()
        self._answered = asyncio.Event()
        self._shown: list[str] = []
        self._terminal = Terminal(
            reception, library, clock, folder, read=self._lines.get, write=self._show
        )
        self._task: asyncio.Task[None] | None = None

    async def opens(self, link: str = "") -> None:
        """Start the program; a link is written by hand."""
        if self._task is None:
            self._task = asyncio.create_task(self._terminal.run())
            await self._wait()
        if link:
            await self.writes(f"/start {link}")

    async def writes(self, words: str) -> None:
        """Write a line."""
        self._clock.passes(seconds=THINKING)
        self._shown.clear()
        self._lines.put(words.replace("\n", " ") + "\n")
        await self._wait()

    async def taps(self, label: str) -> None:
        """Write the number before the label."""
        await self.writes(str(self.labels.index(label) + 1))

    async def leaves(self) -> None:
        """End the program."""
        if self._task:
            self._lines.put("")
            await self._task

    def _show(self, written: str) -> None:
        self._shown.append(written)
        self._answered.set()

    async def _wait(self) -> None:
        await asyncio.wait_for(self._answered.wait(), PATIENCE)
        self._answered.clear()
        screen = "\n".join(self._shown)
        self.text = screen
        self.labels = [
            line.split(". ", 1)[1]
            for line in screen.splitlines()
            if line.startswith("  ") and ". " in line and line.split(".")[0].strip().isdigit()
        ]
        self.links = dict(re.findall(r"^  ([^:\n]+): ((?:sms|https):\S+)$", screen, re.MULTILINE))
        for handed in re.findall(r"^  (/\S+)$", screen, re.MULTILINE):
            self.file = Path(handed).read_bytes()


class OnTelegram:
    """Somebody with the Telegram app."""

    def __init__(self, chat: Chat, clock: HeldClock) -> None:
        self.text = ""
        self.labels: list[str] = []
        self.links: dict[str, str] = {}
        self.file = b""
        self.chat = chat
        self._clock = clock

    async def opens(self, link: str = "") -> None:
        """Press Start, with what the link carries."""
        self.chat.starts(link)
        await self._next()

    async def writes(self, words: str) -> None:
        """Send a message."""
        self.chat.types(words)
        await self._next()

    async def shows(self, picture: bytes, words: str = "") -> None:
        """Send a photo with a caption."""
        self.chat.sends_photo(picture, words or None)
        await self._next()

    async def taps(self, label: str) -> None:
        """Press an inline button."""
        self.chat.taps(label)
        await self._next()

    async def _next(self) -> None:
        self._clock.passes(seconds=THINKING)
        shown = await self.chat.next_reply(PATIENCE)
        if shown.file_id:
            self.file = self.chat.opens(shown)
            shown = await self.chat.next_reply(PATIENCE)
        self.sees(shown)
        if self.labels == [REMOVE]:
            await self._next()

    def sees(self, shown: Shown) -> None:
        """Look at a message."""
        self.text = shown.text
        self.labels = [button.label for button in shown.buttons if not button.url]
        self.links = {button.label: button.url for button in shown.buttons if button.url}


class OnWeb:
    """Somebody with a browser without JavaScript, who presses what stands on the page."""

    def __init__(self, reception: Reception, library: Library, clock: HeldClock) -> None:
        self.text = ""
        self.labels: list[str] = []
        self.links: dict[str, str] = {}
        self.file = b""
        self._clock = clock
        board = NoticeBoard(reception._store, clock, live=True)
        mailbox = Mailbox(reception._store, library, clock)
        shared = OpenData(reception._store, library)
        chat = WebChat(reception, library, clock, board, mailbox, shared, public_url="", live=True)
        app = web.Application(client_max_size=1024 * 1024)
        app.add_routes([*chat.routes(), *chat.lost_routes()])
        self._client = TestClient(TestServer(app))
        self._page = ""

    async def __aenter__(self) -> Self:
        """Start the server."""
        await self._client.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop it."""
        await self._client.close()

    async def opens(self, link: str = "") -> None:
        """Open the page, perhaps by the address on a poster."""
        await self._look(await self._client.get(f"/?start={link}" if link else "/"))

    async def writes(self, words: str) -> None:
        """Fill in the text field and send."""
        await self._send("write", {"text": words})

    async def shows(self, picture: bytes, words: str = "") -> None:
        """Choose a picture in the form, and send it with what stands in the text field."""
        await self._send("write", {"text": words}, picture)

    async def taps(self, label: str) -> None:
        """Press a button of the newest answer."""
        form_id, action = self._buttons[label]
        await self._send(form_id, {"action": action})

    async def _send(self, form_id: str, given: dict[str, str], picture: bytes = b"") -> None:
        """Send a form of the page, with what is hidden in it; one with a picture in parts."""
        self._clock.passes(seconds=THINKING)
        start = rf'<form method="post" action="([^"]+)" id="{form_id}">(.*?)</form>'
        form = re.search(start, self._page, re.DOTALL)
        assert form
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[2])
        fields = FormData(dict(hidden) | given)
        if picture:
            fields.add_field("picture", picture, filename="IMG_0001.jpg")
        origin = str(self._client.make_url("")).rstrip("/")
        headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
        await self._look(await self._client.post(form[1], data=fields, headers=headers))

    async def _look(self, response: ClientResponse) -> None:
        """See the newest answer, or the page that says why there is none."""
        self._page = await response.text()
        assert response.status == 200, response.status
        newest = self._page.partition('<div class="exchange newest"')[2].partition("</section>")[0]
        words = re.findall(r'<div class="words"[^>]*>(.*?)</div>', newest, re.DOTALL)
        self.text = _plain("\n".join(words))
        found = re.findall(
            r'<button class="choice[^"]*" form="(\w+)" name="action" value="([^"]*)">(.*?)</'
            r"button>",
            newest,
        )
        self._buttons = {unescape(label): (form, unescape(act)) for form, act, label in found}
        self.labels = list(self._buttons)
        led = re.findall(r'<a class="choice" href="([^"]+)"[^>]*>(.*?)</a>', newest)
        self.links = {unescape(label): unescape(href) for href, label in led}
        for href in re.findall(r'<a class="file" href="([^"]+)"', newest):
            self.file = await (await self._client.get(unescape(href))).read()


def _plain(html: str) -> str:
    """What a reader sees of a stretch of HTML, a line for each block."""
    lines = re.sub(r"\s*</(p|h\d|li)>\s*|<br>", "\n", re.sub(r"\s*\n\s*", " ", html))
    return unescape(re.sub(r"<[^>]+>", "", lines)).strip()
