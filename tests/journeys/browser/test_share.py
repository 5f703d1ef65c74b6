"""Passing a text on from a browser: a text message for all, and what the device itself has."""

from tests.chromium import IN_BROWSER
from tests.journeys.browser.conftest import Desk

pytestmark = IN_BROWSER

SHARING = """
window.shared = [];
navigator.share = (what) => { window.shared.push(what.text); return Promise.resolve(); };
"""


async def _opens(desk: Desk, before: str) -> str:
    """Go to the text to forward; what was shared after a tap on the device's own way."""
    page = await desk.page(before=before)
    await desk.writes(page, "hur hjälper jag en anhörig")
    await page.get_by_role("button", name="Text att skicka vidare").click()
    link = page.get_by_role("link", name="Skicka som sms")
    assert str(await link.get_attribute("href")).startswith("sms:?&body=")
    otherwise = page.get_by_role("button", name="Dela på annat sätt")
    if not await otherwise.count():
        return ""
    await otherwise.click()
    return str(await page.evaluate("window.shared.join('|')"))


async def test_the_devices_own_way_is_offered_where_there_is_one(desk: Desk) -> None:
    """The same words go out as in the text message, with their letters and line breaks."""
    shared = await _opens(desk, SHARING)
    assert shared.startswith("Lägg på om någon")
    assert "\nLogga inte in." in shared
    assert desk.complaints == []


async def test_nothing_is_offered_that_the_device_lacks(desk: Desk) -> None:
    """A button that would do nothing is not shown."""
    lacking = "Object.defineProperty(navigator, 'share', { value: undefined });"
    assert await _opens(desk, lacking) == ""
