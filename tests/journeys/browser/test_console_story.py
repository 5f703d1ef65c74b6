"""The coordinator's whole story in a real browser, with the emulator as the other end: a meeting is
written, seen, tested on her own phone, sent, stopped in the middle, and finished.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.delivery.outlet import Outlet, Receipt
from bot.delivery.worker import Worker
from bot.domain.membership import Member
from bot.domain.message import Reply
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.reception import Reception
from bot.store.database import Tables
from tests.chromium import IN_BROWSER, PATIENCE
from tests.console.house import House
from tests.fakes.gates import Waiting, quick_gate
from tests.fakes.telegram import TelegramEmulator
from tests.journeys.running import telegram_running

pytestmark = IN_BROWSER
INVITED = 30


@dataclass
class Metered:
    """An outlet that sends no more than the test has allowed."""

    outlet: Outlet
    left: int = 0
    more: asyncio.Event = field(default_factory=asyncio.Event)
    name: str = "telegram"
    in_flight: int = 30

    def allow(self, number: int) -> None:
        """Let so many more go."""
        self.left += number
        self.more.set()

    async def permits(self, wanted: int) -> int:
        """As many as are allowed."""
        while not self.left:
            self.more.clear()
            await self.more.wait()
        taken = await self.outlet.permits(min(wanted, self.left))
        self.left -= taken
        return taken

    def give_back(self, unused: int) -> None:
        """What was not used may go another time."""
        self.left += unused
        self.outlet.give_back(unused)

    async def deliver(self, address: str, reply: Reply, *, silent: bool = False) -> Receipt:
        """The channel's own."""
        return await self.outlet.deliver(address, reply, silent=silent)

    async def amend(self, address: str, message: int, reply: Reply) -> Receipt:
        """The channel's own."""
        return await self.outlet.amend(address, message, reply)


@asynccontextmanager
async def working(house: House, outlet: Metered, library: Library) -> AsyncIterator[Worker]:
    """A postman at work."""

    async def soon(_: float) -> None:
        await asyncio.sleep(0.01)

    worker = Worker(house.store, outlet, library, house.clock, sleep=soon)
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _join(member: Member, tables: Tables) -> None:
    tables.members.put(member)


async def enter(house: House, page: Page) -> str:
    """Come in by the trial link; the console's address."""
    base = str(house.server.make_url("/personal"))
    link = await house.console.first_login_link(base.removesuffix("/personal"))
    assert link
    await page.goto(link)
    await page.click("main button")
    return base


async def write_meeting(page: Page, base: str) -> None:
    """Fill in the form; what is missing disappears while she types."""
    await page.goto(f"{base}/traffar/ny")
    lacks = page.locator("[data-lacks-list]")
    await expect(lacks).to_contain_text("vem man möter")
    fields = {
        "title": "Kaffe och prat",
        "about": "Vi pratar om bedrägeri.",
        "who": "Samordnaren",
        "date": "2026-12-10",
        "start": "14:00",
        "end": "16:00",
        "place": "Rådhussalen",
        "directions": "Från torget",
        "phone": "0454-810 00",
    }
    for name, value in fields.items():
        await page.fill(f"#{name}", value)
    await expect(lacks).not_to_contain_text("vem man möter")
    for name in ("lift", "hearing_loop", "toilet", "coffee"):
        await page.check(f"#{name}-yes")
    await expect(page.get_by_text("Inbjudan är fullständig.")).to_be_visible()
    await page.click("text=Spara utkastet")
    await page.click("text=Publicera")
    await page.click("text=Skicka inbjudan")


@pytest.mark.parametrize("width", [390, 1280])
async def test_from_the_first_word_to_the_last_message(  # noqa: PLR0915 - one whole story
    tmp_path: Path, library: Library, reader: Reader, browser: Browser, width: int
) -> None:
    """Nothing reaches a resident before the minute is over; Stop stops; each gets it once."""
    house = await House(tmp_path, library=library, reach=True).open()
    reception = Reception(house.store, library, reader, house.clock, live=True)
    async with TelegramEmulator() as emulator:
        residents = [emulator.chat(f"Invånare {n}") for n in range(INVITED)]
        for n, chat in enumerate(residents):
            places = ("asarum",) if n % 3 else ("morrum",)
            await house.fill(partial(_join, Member(f"telegram:{chat.id}", "sv", places)))
        waiting = Waiting()
        gate = quick_gate(waiting=waiting)
        telegram = Telegram(
            reception, library, SecretStr(emulator.token), api=emulator.url, gate=gate
        )
        outlet = Metered(telegram.outlet)
        context = await browser.new_context(viewport={"width": width, "height": 844})
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        async with telegram_running(telegram), working(house, outlet, library):
            base = await enter(house, page)

            await page.goto(f"{base}/konto/telefoner")
            await page.click("text=Gör en kod")
            code = await page.locator(".key").inner_text()
            mine = emulator.chat("Samordnaren")
            mine.types(code)
            assert "kopplad till ditt konto" in (await mine.next_reply()).text

            await write_meeting(page, base)
            number = page.locator("b.big[data-people]")
            await expect(number).to_have_text(str(INVITED))
            await page.check("#district_morrum")
            await expect(number).to_have_text(str(INVITED // 3))
            await page.uncheck("#district_morrum")
            await expect(number).to_have_text(str(INVITED))
            await expect(page.locator(".screen.telegram").first).to_contain_text("Rådhussalen")

            await page.click("text=Skicka ett test till mig")
            await expect(page.get_by_text("Testet är på väg")).to_be_visible()
            for _ in ("sv", "en"):  # one message a second to one chat
                waiting.now += 2
                house.clock.passed += 2
                outlet.allow(1)
                assert "TEST." in (await mine.next_reply()).text

            await page.check("#sure")
            await page.locator(".final button").click()
            await page.wait_for_url(re.compile(r"/utskick/"))
            await expect(page.get_by_text("Inget har gått ut än.")).to_be_visible()
            outlet.allow(12)
            assert not any(chat.replies for chat in residents)
            house.clock.passed += 61
            await expect(page.locator("[data-phase=running]")).to_be_visible()
            await expect(page.locator(".tally dd").first).to_have_text("12")

            await page.click("text=Stoppa")
            await expect(page.get_by_text("Stoppat.")).to_contain_text(
                "12 har fått det. 18 har inte fått det."
            )
            outlet.allow(INVITED)
            assert sum(bool(chat.replies) for chat in residents) == 12
            await page.check("#sure")
            await page.click("text=Fortsätt")
            await expect(page.locator("[data-phase=done]")).to_be_visible(timeout=15_000)
            await expect(page.locator(".state")).to_contain_text(f"Klart. {INVITED} av {INVITED}")
        assert [len(chat.replies) for chat in residents] == [1] * INVITED
        assert "Kaffe och prat" in residents[0].last.text
        emulator.assert_clean()
        await context.close()
    await house.close()
