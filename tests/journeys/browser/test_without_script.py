"""The three jobs without JavaScript, by plain forms."""

from bot.domain.meeting import Tally
from bot.store.store import Store
from tests.chromium import IN_BROWSER
from tests.journeys.browser.conftest import TELLING, Desk

pytestmark = IN_BROWSER


async def test_advice_without_the_script(desk: Desk) -> None:
    """From the greeting to the first action in two presses."""
    page = await desk.page(script=False)
    await desk.presses(page, "Det händer nu", "Någon ringer nu")
    assert "Lägg på" in await page.locator(".newest").inner_text()
    assert page.url.endswith("/#nu")


async def test_a_meeting_without_the_script(desk: Desk, store: Store) -> None:
    """Invitation, answer, calendar file."""
    page = await desk.page("/?start=mote-k7p2m", script=False)
    await desk.presses(page, "Jag kommer", "Ja, min egen", "Vi är 2", "Lägg i kalendern")
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=2)
    async with page.expect_download() as download:
        await page.locator(".newest .file").click()
    assert (await download.value).suggested_filename.endswith(".ics")


async def test_a_concern_without_the_script(desk: Desk, store: Store) -> None:
    """Four questions, read back, sent, and then off the page."""
    page = await desk.page(script=False)
    await desk.presses(page, "Berätta anonymt", *TELLING)
    await desk.writes(page, "Lampan vid torget är trasig.")
    assert "Lampan vid torget" in await page.locator(".newest .words").inner_text()
    await desk.presses(page, "Det stämmer, vidare", "Jag har skrivit upp koden")
    assert "Tack" in await page.locator(".newest").inner_text()
    assert "Lampan vid torget" not in await page.locator("#talk").inner_text()
    await store.turn(lambda tables: tables.concerns.release())
    assert await store.read(lambda tables: tables.concerns.count()) == 1


async def test_the_way_out_without_the_script(desk: Desk) -> None:
    """A plain link clears the talk and leads to an ordinary page."""
    page = await desk.page(script=False)
    await desk.writes(page, "min hemlighet")
    await page.locator("#leave").click()
    await page.wait_for_url("https://www.smhi.se/**")
    await page.goto(desk.address)
    assert "hemlighet" not in await page.locator("#talk").inner_text()


async def test_older_choices_can_be_opened_without_the_script(desk: Desk) -> None:
    """Folded away, not lost."""
    page = await desk.page(script=False)
    await desk.presses(page, "Träffar och trygghet")
    await page.get_by_text("Visa valen igen").first.click()
    await page.get_by_role("button", name="Det händer nu").click()
    await page.locator(".newest", has_text="Vad har hänt?").wait_for()
