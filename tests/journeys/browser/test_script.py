"""What the page's script adds: answers without a new page, a voice, and a quick way out."""

from playwright.async_api import Page, Route

from bot.domain.meeting import Tally
from bot.knowledge.library import Library
from bot.store.store import Store
from tests.channels.webchat.mail import ADDRESS, KEY, sent
from tests.chromium import IN_BROWSER
from tests.journeys.browser.conftest import Desk

pytestmark = IN_BROWSER

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</div><svg/onload=alert(1)>",
)
VOICES = """
window.spoken = [];
window.SpeechSynthesisUtterance = class {{ constructor(text) {{ this.text = text; }} }};
Object.defineProperty(window, "speechSynthesis", {{ value: {{
  getVoices: () => [{{ lang: "sv-SE", localService: {local} }}],
  speak: (one) => window.spoken.push(one.text),
  cancel: () => {{ window.spoken.push("(tyst)"); }},
  addEventListener: () => {{}},
}} }});
"""


async def test_an_answer_comes_without_a_new_page(desk: Desk) -> None:
    """The field is emptied, older choices are folded, and focus is on the newest answer."""
    page = await desk.page()
    await page.evaluate("window.same = true")
    await desk.writes(page, "meny")
    assert await page.evaluate("window.same")
    assert await page.locator("#text").input_value() == ""
    assert await page.locator("details.choices[open]").count() == 1
    assert await page.evaluate("document.activeElement.closest('.newest') !== null")
    assert await page.evaluate("document.activeElement.tagName") == "H2"
    assert await page.locator("#nu").count() == 1
    assert desk.complaints == []


async def test_who_goes_on_typing_is_not_disturbed(desk: Desk) -> None:
    """While an answer is on its way, what is typed stays and the cursor with it."""
    page = await desk.page()

    async def slowly(route: Route) -> None:
        await page.locator("#text").press_sequentially(" och så")
        await route.continue_()

    await page.route("**/tala", slowly)
    await desk.writes(page, "meny")
    assert await page.locator("#text").input_value() == "meny och så"
    assert await page.evaluate("document.activeElement.id") == "text"


async def test_without_a_network_the_words_are_kept(desk: Desk) -> None:
    """A plain sentence with 112, and what was written can be sent again."""
    page = await desk.page()
    await page.route("**/tala", lambda route: route.abort())
    await page.locator("#text").fill("Någon ringde mig")
    await page.get_by_role("button", name="Skicka", exact=True).click()
    notice = page.get_by_role("alert").locator(".notice")
    await notice.wait_for()
    assert "Det gick inte att skicka" in await notice.inner_text()
    assert await notice.locator('a[href="tel:112"]').count() == 1
    assert await page.locator("#text").input_value() == "Någon ringde mig"
    await page.unroute("**/tala")
    await page.get_by_role("button", name="Skicka", exact=True).click()
    await page.locator('.newest[data-number="2"]').wait_for()
    assert await page.locator(".notice").count() == 0


async def test_news_is_read_when_it_has_been_on_the_screen(
    desk: Desk, store: Store, library: Library
) -> None:
    """The script tells that its page is seen; without that the message would wait still."""
    await sent(store, library, desk.clock)
    page = await desk.page("/moten")
    await page.context.add_cookies(
        [{"name": "minns", "value": KEY, "url": desk.address + "/minns/hej"}]
    )
    async with page.expect_response("**/sett"):
        await page.goto("/")
    assert await page.locator(".newest", has_text="Nytt från kommunen").count() == 1
    assert await store.read(lambda tables: tables.outbox.unread(ADDRESS)) == ()


async def test_two_quick_taps_are_one(desk: Desk, store: Store) -> None:
    """A double tap on “Ja, min egen” is one answer and one exchange."""
    page = await desk.page("/mote/k7p2m")
    await desk.presses(page, "Jag kommer")
    await page.locator(".newest").get_by_role("button", name="Ja, min egen").dblclick()
    await page.locator(".newest", has_text="Du har svarat").wait_for()
    assert await page.locator(".exchange").count() == 2
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=1)


async def test_an_answer_takes_the_place_of_the_one_before(desk: Desk) -> None:
    """Changing how many come changes the message."""
    page = await desk.page("/mote/k7p2m")
    await desk.presses(page, "Jag kommer", "Ja, min egen", "Vi är 2", "Ändra antal", "Vi är 3")
    assert await page.locator(".exchange").count() == 2
    assert "Ni är 3 personer" in await page.locator(".newest").inner_text()


async def test_nothing_that_is_written_runs(desk: Desk) -> None:
    """Scripts, pictures and closing tags come back as letters, with no complaint from the
    content policy because nothing even tried (TRUST S4).
    """
    page = await desk.page()
    for written in (
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</div><svg/onload=alert(1)>",
    ):
        await desk.writes(page, written)
        assert written in await page.locator(".newest .mine").inner_text()
    assert desk.complaints == []


async def test_nobody_else_is_asked_for_anything(desk: Desk) -> None:
    """Every request of a visit goes to our own address."""
    page = await desk.page()
    await desk.presses(page, "Det händer nu", "Någon ringer nu")
    assert desk.asked
    assert [url for url in desk.asked if not url.startswith(desk.address)] == []


async def _is_away(page: Page, desk: Desk) -> None:
    await page.wait_for_url("https://www.smhi.se/**")
    assert [c for c in await page.context.cookies(desk.address) if c["name"] == "samtal"] == []
    await page.goto(desk.address)
    assert "hemlighet" not in await page.locator("#talk").inner_text()


async def test_the_way_out_is_at_once_and_leaves_nothing(desk: Desk) -> None:
    """The page is replaced, so “back” does not lead to it, and the talk is forgotten."""
    page = await desk.page()
    await desk.writes(page, "min hemlighet")
    before = await page.evaluate("history.length")
    await page.locator("#leave").click()
    await page.wait_for_url("https://www.smhi.se/**")
    assert await page.evaluate("history.length") == before
    await _is_away(page, desk)


async def test_escape_twice_is_a_way_out(desk: Desk) -> None:
    """Two presses within a moment, wherever the cursor is."""
    page = await desk.page()
    await desk.writes(page, "min hemlighet")
    await page.locator("#text").focus()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await _is_away(page, desk)


async def test_answers_are_read_aloud_by_a_voice_in_the_device(desk: Desk) -> None:
    """The button reads the words of its own answer, and stops when it is pressed again."""
    page = await desk.page(before=VOICES.format(local="true"))
    await page.get_by_role("button", name="Läs upp").click()
    spoken = " ".join(await page.evaluate("window.spoken"))
    assert "trygghetsboten" in spoken
    assert "Boten svarar" not in spoken
    await page.get_by_role("button", name="Sluta läsa").click()
    assert (await page.evaluate("window.spoken"))[-1] == "(tyst)"


async def test_no_text_is_sent_to_a_voice_elsewhere(desk: Desk) -> None:
    """A voice that lives on somebody's server would be a third party: no button then."""
    page = await desk.page(before=VOICES.format(local="false"))
    assert not await page.locator(".aloud").first.is_visible()


async def test_the_language_turns_the_whole_page(desk: Desk) -> None:
    """Written or pressed: the page and its lang attribute follow."""
    page = await desk.page()
    await desk.writes(page, "english")
    await page.locator("html[lang=en]").wait_for()
    assert await page.locator("#leave").inner_text() == "Leave this page quickly"
    await page.get_by_role("button", name="Svenska").click()
    await page.locator("html[lang=sv]").wait_for()


async def test_larger_text_is_kept_for_the_talk(desk: Desk) -> None:
    """One press enlarges at once; the next page is large too."""
    page = await desk.page()
    async with page.expect_response("**/storlek"):
        await page.get_by_role("button", name="Större text").click()
    assert await page.locator("html.large").count() == 1
    await page.reload()
    assert await page.locator("html.large").count() == 1


async def test_a_page_left_open_overnight_still_answers(desk: Desk) -> None:
    """The button works; the page comes anew, with a line that says why."""
    page = await desk.page()
    desk.clock.passes(hours=9)
    await page.get_by_role("button", name="Det händer nu").click()
    await page.locator(".newest", has_text="Vad har hänt?").wait_for()
    assert await page.locator(".silent").is_visible()
