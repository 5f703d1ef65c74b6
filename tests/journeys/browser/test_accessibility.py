"""What an 83-year-old meets: rules of accessibility by axe, sizes, and narrow screens."""

from dataclasses import replace

import pytest
from PIL import Image

from bot.domain.meeting import Standing
from bot.domain.photo import Photo
from bot.domain.question import MeetingQuestion
from bot.store.database import Tables
from tests.axe import ALL, faults_at_each_size, violations
from tests.chromium import IN_BROWSER
from tests.conftest import coming
from tests.fakes.pictures import saved
from tests.journeys.browser.conftest import TELLING, Desk

pytestmark = IN_BROWSER

SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, summary, .leave, .send, textarea, .phone.alone')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 48)
  .map(one => one.outerHTML)"""
SMALL_TEXT = """() => [...document.querySelectorAll('body *')]
  .filter(one => [...one.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(one => one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 18)
  .map(one => one.outerHTML)"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def test_no_rule_of_accessibility_is_broken(desk: Desk) -> None:
    """Greeting, page, meeting, urgent help, read-back and the error pages: no finding, with
    contrast held to 7:1, on phones, in the dark and on a desktop.
    """
    page = await desk.page()
    found = {"greeting": await faults_at_each_size(page, ALL)}
    await desk.presses(page, "Det händer nu", "Någon ringer nu")
    found["page"] = await faults_at_each_size(page, ALL)
    await desk.writes(page, "Hjälp, någon bryter sig in hos mig nu")
    found["urgent"] = await faults_at_each_size(page, ALL)
    await page.goto("/mote/k7p2m")
    found["meeting"] = await faults_at_each_size(page, ALL)
    await desk.presses(page, "Jag kommer", "Ja, min egen", "Meny", "Berätta anonymt", *TELLING)
    await desk.writes(page, "Lampan vid torget är trasig.")
    found["read-back"] = await faults_at_each_size(page, ALL)
    for path in (
        "/finns-inte",
        "/tala",
        "/rensat",
        "/moten",
        "/moten/k7p2m",
        "/moten/saknas",
        "/oppna-data",
    ):
        await page.goto(path)
        found[path] = await faults_at_each_size(page, ALL)
    assert found == {place: [] for place in found}


@pytest.mark.parametrize(
    ("width", "height", "large"),
    [(390, 844, False), (320, 640, True), (320, 180, False), (844, 390, True)],
    ids=["phone", "narrow and large", "400 % zoom", "landscape and large"],
)
async def test_it_fits_narrow_and_low_screens(
    desk: Desk, width: int, height: int, *, large: bool
) -> None:
    """Phones, 400 % zoom and landscape: nothing goes sideways, nothing is small, and the way
    out is in sight.
    """
    page = await desk.page("/mote/k7p2m", width, height)
    if large:
        await page.get_by_role("button", name="Större text").click()
    await desk.presses(page, "Jag kommer")
    assert await page.evaluate(SIDEWAYS) == 0
    assert await page.evaluate(SMALL_TARGETS) == []
    assert await page.evaluate(SMALL_TEXT) == []
    box = await page.locator("#leave").bounding_box()
    assert box
    assert 0 <= box["y"] < height / 2


async def test_messages_are_named_and_in_a_log(desk: Desk) -> None:
    """Who uses a screen reader hears who says what, and new answers are announced."""
    page = await desk.page()
    await desk.writes(page, "meny")
    headings = await page.get_by_role("heading").all_inner_texts()
    assert headings[0] == "Trygghets\u00adboten"
    assert "Du skrev" in headings
    assert "Boten svarar" in headings
    assert await page.get_by_role("log").count() == 1
    assert await page.get_by_role("log").get_attribute("aria-busy") is None


async def test_urgent_help_looks_urgent(desk: Desk) -> None:
    """Danger gives an answer of its own kind, with a number that dials."""
    page = await desk.page()
    await desk.writes(page, "Hjälp, någon bryter sig in hos mig nu")
    alarm = page.locator(".newest .answer.alarm")
    assert await alarm.locator('a[href="tel:112"]').count() >= 1


async def test_the_keyboard_reaches_the_newest_answer_first(desk: Desk) -> None:
    """The first Tab is a way past everything that stands above."""
    page = await desk.page()
    await page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert await focused.inner_text() == "Hoppa till det senaste svaret"
    await page.keyboard.press("Enter")
    await page.wait_for_url("**#nu")
    assert page.url.endswith("#nu")


async def test_on_paper_only_the_words_are_left(desk: Desk) -> None:
    """Printed, there are answers and no buttons."""
    page = await desk.page()
    await page.emulate_media(media="print")
    assert await page.locator(".answer").first.is_visible()
    for gone in (".choices", "#leave", "#write", ".tools"):
        assert not await page.locator(gone).first.is_visible()


@pytest.mark.parametrize("path", ["/moten", "/moten/k7p2m", "/moten/saknas?lang=en"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 180)], ids=["phone", "400 % zoom"])
async def test_the_public_pages_fit_narrow_and_low_screens(
    desk: Desk, path: str, width: int, height: int
) -> None:
    """What is read before anybody chats is as large, and asks for nothing from elsewhere."""
    page = await desk.page(path, width, height, script=False)
    assert await page.evaluate(SIDEWAYS) == 0
    assert await page.evaluate(SMALL_TARGETS) == []
    assert await page.evaluate(SMALL_TEXT) == []
    assert all(url.startswith(desk.address) for url in desk.asked)
    assert desk.complaints == []


@pytest.mark.parametrize("path", ["/moten", "/moten/k7p2m"])
async def test_the_public_pages_are_sound_in_the_dark(desk: Desk, path: str) -> None:
    """A photo with its description, a changed meeting and answered questions among them."""
    full = replace(coming(), photo_text="En kopp kaffe", standing=Standing.MOVED)
    question = MeetingQuestion("q", "k7p2m", "2026-W48", "Finns det hiss?")

    def work(tables: Tables) -> None:
        tables.meetings.put(full)
        tables.photos.put("k7p2m", Photo(saved(Image.new("RGB", (64, 48)), "JPEG"), 64, 48))
        tables.questions.file(question)
        tables.questions.answer("q", "Ja.")

    await desk.store.turn(work)
    page = await desk.page(path, dark=True)
    assert await violations(page, ALL) == []
