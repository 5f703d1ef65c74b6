"""A browser in front of a web chat on a port of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, BrowserContext, Page

from bot.bells import Bells
from bot.channels.webchat.chat import WebChat
from bot.knowledge.library import Library
from bot.mailbox import Mailbox
from bot.notice_board import NoticeBoard
from bot.open_data import OpenData
from bot.reception import Reception
from bot.store.store import Store
from tests.chromium import PATIENCE
from tests.conftest import HeldClock, coming

PUBLIC_KEY = "B" + "A" * 86
"""As long as the key of a push service's proof is."""
ELSEWHERE = "https://www.smhi.se/**"


@dataclass
class Desk:
    """Opens pages, and remembers what they asked for and complained about."""

    browser: Browser
    address: str
    clock: HeldClock
    store: Store
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def page(
        self,
        path: str = "/",
        width: int = 390,
        height: int = 844,
        *,
        script: bool = True,
        dark: bool = False,
        before: str = "",
    ) -> Page:
        """A new browser profile, at a page. `before` is a script of the test's own."""
        context = await self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        await context.route(ELSEWHERE, lambda route: route.fulfill(body="Väder"))
        if before:
            await context.add_init_script(before)
        page = await context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.on("console", lambda entry: self._note(entry.text))
        await page.goto(path)
        return page

    async def presses(self, page: Page, *labels: str) -> None:
        """Press buttons of the newest answer, one after the other."""
        for label in labels:
            self.clock.passes(seconds=2)
            number = await page.locator(".newest").get_attribute("data-number")
            button = page.locator(".newest").get_by_role("button", name=label, exact=True)
            await button.click()
            await page.locator(f'.newest:not([data-number="{number}"])').wait_for()

    async def writes(self, page: Page, text: str) -> None:
        """Fill in the field and press “Skicka”."""
        self.clock.passes(seconds=2)
        number = await page.locator(".newest").get_attribute("data-number")
        await page.locator("#text").fill(text)
        await page.get_by_role("button", name="Skicka", exact=True).click()
        await page.locator(f'.newest:not([data-number="{number}"])').wait_for()

    def _note(self, text: str) -> None:
        if "Failed to load resource" not in text:
            self.complaints.append(text)


@pytest_asyncio.fixture(loop_scope="session")
async def desk(
    browser: Browser, store: Store, reception: Reception, library: Library, clock: HeldClock
) -> AsyncIterator[Desk]:
    """A web chat in live operation with one meeting, and a browser beside it."""
    await store.turn(lambda tables: tables.meetings.put(coming()))
    chat = WebChat(
        reception,
        library,
        clock,
        NoticeBoard(store, clock, live=True),
        Mailbox(store, library, clock),
        OpenData(store, library),
        public_url="",
        live=True,
    )
    chat.offer(Bells(store, PUBLIC_KEY))
    app = web.Application()
    app.add_routes([*chat.routes(), *chat.lost_routes()])
    async with TestServer(app) as server:
        desk = Desk(browser, str(server.make_url("/")).rstrip("/"), clock, store)
        yield desk
        for context in desk.contexts:
            await context.close()


TELLING = ("Börja berätta", "Mörkt eller trasig lampa", "Asarum", "Kväll", "Ofta")
"""The buttons from the first word about concerns to the last question."""
