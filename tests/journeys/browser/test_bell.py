"""A bell turned on and off in a browser; the browser's question and the push service are played."""

from playwright.async_api import Page

from tests.chromium import IN_BROWSER
from tests.journeys.browser.conftest import Desk

pytestmark = IN_BROWSER

PLAYED = """
window.asked = [];
Notification.requestPermission = async () => { window.asked.push("permission"); return "granted"; };
Object.defineProperty(Notification, "permission", { get: () => "default" });
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = async (wish) => {
  sessionStorage.wish = [wish.userVisibleOnly, wish.applicationServerKey.length].join(" ");
  return { endpoint: "https://fcm.googleapis.com/fcm/send/abc:123" };
};
"""


async def test_the_browser_is_asked_only_after_a_press(desk: Desk) -> None:
    """The page says first who will see what; then the worker is kept, and the bell is on; off
    again, it is erased. On an iPhone the page says what is needed first.
    """
    page = await desk.page("/mote/k7p2m", before=PLAYED)
    await desk.presses(page, "Jag kommer", "Ja, min egen")
    await page.locator(".newest").get_by_role("link", name="Vill du ha ett pling").click()
    press = page.get_by_role("button", name="Slå på pling")
    await press.wait_for()
    assert await page.evaluate("window.asked") == []
    assert await page.get_by_text("Lägg till på hemskärmen").count() == 1
    assert not await page.get_by_text("Lägg till på hemskärmen").is_visible()
    await press.click()
    await page.get_by_text("Pling är på.").wait_for()
    assert await page.evaluate("sessionStorage.wish") == "true 65"
    assert await _kept(page) == [desk.address + "/klocka/"]
    await page.get_by_role("button", name="Stäng av pling").click()
    await press.wait_for()
    phone = await page.context.new_page()
    await phone.add_init_script("delete window.PushManager")
    await phone.add_init_script(
        "Object.defineProperty(navigator, 'userAgent', { get: () => 'iPhone' })"
    )
    await phone.goto("/minns/klocka")
    await phone.get_by_text("Lägg till på hemskärmen").wait_for()
    assert await phone.get_by_role("button", name="Slå på pling").count() == 0
    assert desk.complaints == []


async def _kept(page: Page) -> list[str]:
    found: list[str] = await page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))"
    )
    return found
