"""The console in a real browser: no script runs (S4), axe finds nothing, nothing overflows."""

import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from bot.console.factor import current_code
from bot.domain.meeting import Choice
from bot.domain.quarter import Quarter
from bot.knowledge.library import Library
from bot.situation import Situation
from tests.axe import WCAG, faults_at_each_size
from tests.chromium import IN_BROWSER, PATIENCE
from tests.console.house import PASSWORD, START, House, answers, concern, meeting
from tests.console.test_picture import tell
from tests.console.test_rooms import HOSTILE

PATHS = (
    *("/", "/traffar", "/traffar/ny", "/traffar/m1", "/traffar/m1/andra"),
    *(
        "/traffar/m1/skicka",
        "/utskick",
        "/statistik",
        "/konto/telefoner",
        "/berattelser",
        "/texter",
    ),
    *("/lagesbild", "/lagesbild/2026-Q3"),
    *("/berattelser/k1", "/berattelser/k1/gom", "/berattelser/ny"),
    *("/konton", "/logg", "/las-upp", "/gallring", "/konto", "/finns-inte"),
)
pytestmark = IN_BROWSER


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path, library: Library) -> AsyncIterator[House]:
    """A console in try mode with the texts as they are shipped."""
    opened = await House(tmp_path, library=library).open()
    yield opened
    await opened.close()


async def furnish(house: House) -> None:
    """A house where strangers have written what they could."""
    for number, text in enumerate(HOSTILE):
        one = meeting(f"m{number}", title=text, place=text, example=number == 0)
        filed = concern(f"k{number}", f"{text}\n{'x' * 200}")
        await house.plan(one)
        await house.hear(filed)
    old = meeting("old22", starts=START.replace(month=10), ends=START)
    await house.fill(lambda tables: tables.meetings.put(old))
    await house.fill(lambda tables: answers(tables, "m0", (Choice.YES, 2), (Choice.MAYBE, 1)))
    for week in ("2025-W30", "2026-W30"):
        await house.fill(partial(tell, 12, week))
    await house.fill(lambda tables: tables.concerns.release())
    situation = Situation(house.library, live=False)
    await house.fill(lambda tables: situation.publish(tables, Quarter(2025, 3), START))


class Inspector:
    """Looks at each page with axe, and counts scripts, blocked things and what is too wide."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("dialog", lambda dialog: self.faults.append(f"dialog {dialog.message}"))
        page.on("console", lambda line: self._heard(line.text))
        page.on("pageerror", lambda error: self.faults.append(f"error {error}"))

    async def look(self, name: str) -> None:
        """Note what is wrong on the page that is open."""
        found = await faults_at_each_size(self.page, WCAG)
        self.faults += [f"{name}: {fault}" for fault in found]

    def _heard(self, text: str) -> None:
        if "Content Security Policy" in text or "Refused" in text:
            self.faults.append(text)


async def enter(house: House, inspector: Inspector, base: str) -> None:
    """Come in by the trial link, invite a colleague, join as that colleague with a factor."""
    page = inspector.page
    link = await house.console.first_login_link(base)
    assert link
    await page.goto(link)
    await inspector.look("trial")
    await page.click("main button")
    await inspector.look("overview of the trial")
    await page.goto(f"{base}/personal/konton")
    await page.fill("#name", "Anna Berg")
    await page.click("label[for=role-administrator]")
    await page.click("text=Gör en länk")
    await inspector.look("link")
    await page.goto(await page.input_value("#link"))
    await page.fill("#new", "kort")
    await page.fill("#again", "kort")
    await page.click("main button")
    await inspector.look("weak password")
    await page.fill("#new", PASSWORD)
    await page.fill("#again", PASSWORD)
    await page.click("main button")
    await inspector.look("joined")
    await page.goto(f"{base}/personal/konto/tvasteg")
    await inspector.look("setup")
    drawn = await page.evaluate("document.querySelector('.qr').naturalWidth")
    assert drawn > 0
    seed = re.search(r'class="key">([^<]+)<', await page.content())
    assert seed
    await page.fill("#code", current_code(seed[1].replace(" ", ""), house.clock.now()))
    await page.click("text=Slå på")
    await inspector.look("codes")


async def test_every_page_is_calm_for_everybody(house: House, browser: Browser) -> None:
    """From the first link to the last page: axe 0, no script, nothing blocked, nothing too wide."""
    await furnish(house)
    base = str(house.server.make_url("")).rstrip("/")
    context: BrowserContext = await browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    inspector = Inspector(await context.new_page())
    await inspector.page.goto(f"{base}/personal/")
    await inspector.look("login")
    await enter(house, inspector, base)
    key = (await house.account("Anna Berg")).key
    for path in (*PATHS, f"/konton/{key}"):
        await inspector.page.goto(f"{base}/personal{path}")
        await inspector.look(path)
    await context.close()
    assert inspector.faults == []


async def test_the_keyboard_reaches_everything_without_script(
    house: House, browser: Browser
) -> None:
    """With JavaScript off, login, menu and logout work."""
    context = await browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    base = str(house.server.make_url("")).rstrip("/")
    link = await house.console.first_login_link(base)
    assert link
    await page.goto(link)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/personal/")
    await page.click("summary:has-text('Meny')")
    await page.click("nav a:has-text('Träffar'):visible")
    await page.wait_for_url("**/traffar")
    await page.click("summary:has-text('Meny')")
    await page.click("button:has-text('Logga ut'):visible")
    await page.wait_for_url("**/logga-in")
    await context.close()
