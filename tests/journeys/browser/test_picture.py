"""The field for a picture, with JavaScript and without, for eyes, fingers and screen readers."""

import pytest
from playwright.async_api import FilePayload, Page

from bot.pictures import LARGEST_PICTURE
from tests.axe import ALL, violations
from tests.chromium import IN_BROWSER
from tests.fakes.pictures import code_picture
from tests.journeys.browser.conftest import Desk

pytestmark = IN_BROWSER

SMALL_BUTTON = """() => {
  const field = document.getElementById("picture");
  const button = getComputedStyle(field, "::file-selector-button");
  return Math.min(field.getBoundingClientRect().height, parseFloat(button.height));
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _file(content: bytes) -> FilePayload:
    return {"name": "IMG_0001.png", "mimeType": "image/png", "buffer": content}


async def _sends(page: Page, content: bytes, words: str = "") -> None:
    number = await page.locator(".newest").get_attribute("data-number")
    await page.get_by_label("Lägg till en bild").set_input_files(_file(content))
    await page.locator("#text").fill(words)
    await page.get_by_role("button", name="Skicka", exact=True).click()
    await page.locator(f'.newest:not([data-number="{number}"])').wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_a_picture_is_sent_and_judged(desk: Desk, *, script: bool) -> None:
    """The same answer both ways; afterwards the field is empty and the picture is nowhere."""
    page = await desk.page(script=script)
    await _sends(page, code_picture(), "Är den här äkta?")
    newest = page.locator(".newest")
    assert await newest.get_by_role("heading", name="Du skickade en bild").count() == 1
    assert "postnord-se[.]top" in await newest.inner_text()
    assert "Det här liknar bedrägeri" in await newest.inner_text()
    assert await page.locator("#picture").input_value() == ""
    assert await page.locator("img").count() == 0
    assert desk.complaints == []


async def test_who_sends_only_words_is_answered_without_script(desk: Desk) -> None:
    """An empty field for the picture is no picture."""
    page = await desk.page(script=False)
    await desk.writes(page, "meny")
    assert await page.locator(".newest").get_by_role("heading", name="Du skrev").count() == 1


async def test_a_picture_that_is_too_large_is_said_beside_the_words(desk: Desk) -> None:
    """The words stay, and so does the picture, until the person chooses another."""
    page = await desk.page()
    await page.locator("#text").fill("Är den här äkta?")
    await page.locator("#picture").set_input_files(_file(b"x" * (LARGEST_PICTURE + 1)))
    await page.get_by_role("button", name="Skicka", exact=True).click()
    notice = page.get_by_role("alert").locator(".notice")
    await notice.wait_for()
    assert "Bilden är för stor" in await notice.inner_text()
    assert await page.locator("#text").input_value() == "Är den här äkta?"


@pytest.mark.parametrize(
    ("width", "dark", "large"),
    [(390, False, False), (320, True, True), (1280, False, False)],
    ids=["phone", "narrow, dark and large", "desktop"],
)
async def test_the_field_is_named_large_and_in_contrast(
    desk: Desk, width: int, *, dark: bool, large: bool
) -> None:
    """A label, a hint, 48 pixels to hit, nothing sideways, no finding by axe."""
    page = await desk.page(width=width, dark=dark)
    if large:
        await page.get_by_role("button", name="Större text").click()
    field = page.get_by_label("Lägg till en bild")
    assert await field.get_attribute("accept") == "image/*"
    assert "sparas inte" in await page.locator("#picture-hint").inner_text()
    assert await field.get_attribute("aria-describedby") == "picture-hint"
    await field.set_input_files(_file(code_picture()))
    assert await page.evaluate(SMALL_BUTTON) >= 48
    assert await page.evaluate(SIDEWAYS) == 0
    assert await violations(page, ALL) == []
