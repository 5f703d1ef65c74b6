"""The public pages about meetings: what anybody may read, and nothing that is not ready."""

import re
from dataclasses import replace

import pytest

from bot.domain.meeting import Meeting, Standing
from bot.domain.photo import Photo
from bot.domain.question import MeetingQuestion
from bot.errors import StoreError
from bot.knowledge.library import Library
from bot.notice_board import NoticeBoard
from bot.store.database import Tables
from bot.store.store import Store
from tests.channels.webchat.visitor import PUBLIC_URL, Visitor, Watched, chat_of, visiting
from tests.conftest import HeldClock, coming

PHOTO = Photo(b"\xff\xd8\xffphoto", 40, 30)
PAGE = "/moten/k7p2m"


async def _put(store: Store, **changed: object) -> Meeting:
    meeting = replace(coming(), **changed)  # type: ignore[arg-type]
    await store.turn(lambda tables: tables.meetings.put(meeting))
    return meeting


async def test_a_page_holds_all_the_facts(visitor: Visitor, store: Store) -> None:
    """Whoever has no chat decides by this page alone."""
    await _put(
        store, hearing_loop=True, seats=30, languages=("sv", "ar"), sentence="Ta med en vän."
    )
    await visitor.opens(PAGE)
    assert visitor.status == 200
    for said in ("Kaffe och prat om bedrägeri", "torsdag 3 december 2026, klockan 14.00–16.00"):
        assert said in visitor.page
    for said in ("Rådhussalen", "Ingång från torget", "Kommunens samordnare", "Hiss", "Hörslinga"):
        assert said in visitor.page
    for said in ("svenska, arabiska", ">30<", "Ta med en vän.", 'href="tel:045400000"'):
        assert said in visitor.page
    assert 'href="/mote/k7p2m"' in visitor.page
    assert "En äkta inbjudan" in visitor.page
    assert 'role="img"' in visitor.page
    assert "Rullstol" not in visitor.page


async def test_no_cookie_is_set_or_needed(visitor: Visitor, watched: Watched) -> None:
    """Reading leaves no trace, in the browser or with us."""
    for path in ("/moten", PAGE, "/moten.ics", PAGE + "/kalender", "/moten/saknas"):
        await visitor.opens(path)
        assert "Set-Cookie" not in visitor.response.headers
    assert watched.heard == []


async def test_the_same_strict_headers_stand_on_every_page(visitor: Visitor) -> None:
    """No script, no style of the page's own, nothing from elsewhere."""
    for path in ("/moten", PAGE, "/moten.ics"):
        await visitor.opens(path)
        policy = visitor.response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert visitor.response.headers["X-Content-Type-Options"] == "nosniff"
        assert not re.search(r"<script|<style| style=| on\w+=", visitor.page)


async def test_the_way_to_the_chat_opens_this_meeting(visitor: Visitor) -> None:
    """“Svara i chatten” leads to the answers, in the language that was read."""
    await visitor.opens("/mote/k7p2m?lang=en")
    assert "Are you coming?" in visitor.newest
    await visitor.opens("/mote/k7p2m")
    assert "rsvp:k7p2m:yes" in visitor.page


@pytest.mark.parametrize("path", [PAGE, PAGE + "/kalender", "/moten/saknas", "/moten/%00"])
async def test_what_is_not_public_leads_kindly_on(
    visitor: Visitor, store: Store, path: str
) -> None:
    """A draft is not there, and whoever has its address is shown those that are."""
    await _put(store, standing=Standing.DRAFT)
    await store.turn(lambda tables: tables.meetings.put(coming("other")))
    await visitor.opens(path)
    assert visitor.status == 404
    assert "Den träffen finns inte" in visitor.page
    assert 'href="/moten/other"' in visitor.page
    assert "k7p2m" not in visitor.page


async def test_a_draft_shows_nowhere(visitor: Visitor, store: Store) -> None:
    """Neither in the list nor in the feed, nor its photo."""
    await _put(store, standing=Standing.DRAFT, photo_text="Ett fat bullar")
    await store.turn(lambda tables: tables.photos.put("k7p2m", PHOTO))
    for path in ("/moten", "/moten.ics", f"{PAGE}/bild/{PHOTO.name}"):
        await visitor.opens(path)
        assert "Kaffe och prat" not in visitor.page
    assert visitor.status == 404


@pytest.mark.parametrize(
    ("changed", "said", "may_answer"),
    [
        ({"standing": Standing.MOVED}, "ny tid eller plats", True),
        ({"standing": Standing.CANCELLED}, "Träffen är inställd", False),
    ],
)
async def test_what_has_become_of_it_stands_first(
    visitor: Visitor, store: Store, changed: dict[str, object], said: str, *, may_answer: bool
) -> None:
    """Before the title, and a cancelled meeting takes no answers."""
    await _put(store, **changed)
    await visitor.opens(PAGE)
    assert said in visitor.page.partition("<h1")[0]
    assert ("Svara i chatten" in visitor.page) is may_answer


async def test_a_meeting_that_was_held_says_so(
    visitor: Visitor, clock: HeldClock, store: Store
) -> None:
    """It stays readable with its questions, below those to come, and goes when they go."""
    clock.passes(days=20)
    await visitor.opens(PAGE)
    assert "Träffen har redan varit" in visitor.page.partition("<h1")[0]
    assert "Svara i chatten" not in visitor.page
    await visitor.opens("/moten")
    assert "Just nu är ingen träff bestämd" in visitor.page
    assert "Tidigare träffar" in visitor.page
    clock.passes(days=200)
    await visitor.opens("/moten")
    assert "Tidigare träffar" not in visitor.page


async def test_answered_questions_are_shown_and_no_others(visitor: Visitor, store: Store) -> None:
    """As words, whatever was written; what waits or is hidden is for staff alone."""
    asked = [MeetingQuestion(f"q{n}", "k7p2m", "2026-W48", f"Fråga <b>{n}</b>?") for n in range(3)]

    def ask(tables: Tables) -> None:
        for question in asked:
            tables.questions.file(question)
        tables.questions.answer("q0", "Ja.\nVälkommen.")
        tables.questions.answer("q1", "Dold")
        tables.questions.hide("q1")

    await store.turn(ask)
    await visitor.opens(PAGE)
    assert "Fråga &lt;b&gt;0&lt;/b&gt;?" in visitor.page
    assert "Ja.<br>Välkommen." in visitor.page
    assert "Dold" not in visitor.page
    assert "&lt;b&gt;2" not in visitor.page


async def test_the_photo_is_shown_with_its_description(visitor: Visitor, store: Store) -> None:
    """A photo nobody has described is shown to nobody."""
    await store.turn(lambda tables: tables.photos.put("k7p2m", PHOTO))
    await visitor.opens(PAGE)
    assert "<img" not in visitor.page
    await _put(store, photo_text='Kaffe & "bullar"')
    await visitor.opens(PAGE)
    assert 'alt="Kaffe &amp; &#34;bullar&#34;"' in visitor.page
    found = re.search(r'<img class="photo" src="([^"]+)" width="40" height="30"', visitor.page)
    assert found
    await visitor.opens(found[1])
    assert visitor.response.content_type == "image/jpeg"
    assert "immutable" in visitor.response.headers["Cache-Control"]
    await visitor.opens(f"{PAGE}/bild/other")
    assert visitor.status == 404


async def test_an_invitation_in_the_talk_shows_the_photo_too(
    visitor: Visitor, store: Store
) -> None:
    """With its description, and a way to the public page; once answered it takes no room."""
    await _put(store, photo_text="En kopp kaffe")
    await store.turn(lambda tables: tables.photos.put("k7p2m", PHOTO))
    await visitor.opens("/mote/k7p2m")
    assert f'src="/moten/k7p2m/bild/{PHOTO.name}"' in visitor.newest
    assert 'alt="En kopp kaffe"' in visitor.newest
    assert 'href="/moten/k7p2m?lang=sv">Läs mer på träffens sida<' in visitor.newest
    await visitor.presses("Kanske")
    assert "<img" not in visitor.newest


async def test_an_invitation_is_whole_without_its_card(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The photo is an extra: a database that does not answer for it loses no answer."""

    async def away(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(NoticeBoard, "posted", away)
    await visitor.opens("/mote/k7p2m")
    assert "Rådhussalen" in visitor.newest


async def test_the_list_shows_the_earliest_first(visitor: Visitor, store: Store) -> None:
    """With day, hours and place; a changed or cancelled one is marked."""
    await store.turn(lambda tables: tables.meetings.put(coming("early", days=2)))
    await _put(store, standing=Standing.CANCELLED)
    await visitor.opens("/moten")
    assert visitor.page.index("/moten/early") < visitor.page.index("/moten/k7p2m")
    assert "Inställd" in visitor.page
    assert "webcal://127.0.0.1" in visitor.page


async def test_an_empty_list_is_kind(visitor: Visitor, store: Store) -> None:
    """It says so, and what one can do."""
    await _put(store, standing=Standing.DRAFT)
    await visitor.opens("/moten")
    assert "Just nu är ingen träff bestämd" in visitor.page
    assert "Fråga i chatten" in visitor.page
    await visitor.opens("/moten?lang=en")
    assert "No meeting is planned right now" in visitor.page


async def test_english_stays_english(visitor: Visitor) -> None:
    """The links go on in the language; what staff wrote is marked as Swedish."""
    await visitor.opens("/moten?lang=en")
    assert 'href="/moten/k7p2m?lang=en"' in visitor.page
    await visitor.opens(PAGE + "?lang=en")
    assert '<html lang="en"' in visitor.page
    assert '<h1 lang="sv">' in visitor.page
    assert "Thursday 3 December 2026, at 14:00–16:00" in visitor.page
    await visitor.opens(PAGE + "?lang=xx")
    assert '<html lang="sv"' in visitor.page


async def test_examples_are_shown_in_a_trial_alone(
    watched: Watched, library: Library, clock: HeldClock, store: Store
) -> None:
    """Marked there; in live operation not even somebody with the address finds one."""
    await _put(store, example=True)
    async with visiting(chat_of(watched, library, clock, live=False), clock) as browser:
        await browser.opens(PAGE)
        assert "Exempel – träffen är inte på riktigt" in browser.page
        await browser.opens("/moten.ics")
        assert "SUMMARY:Exempel: Kaffe" in browser.page
    async with visiting(chat_of(watched, library, clock), clock) as browser:
        assert (await browser.opens(PAGE)).status == 404
        await browser.opens("/moten.ics")
        assert "VEVENT" not in browser.page


async def test_the_public_address_is_the_configured_one(
    watched: Watched, library: Library, clock: HeldClock, store: Store
) -> None:
    """Not what a proxy or a stranger says in the Host header."""
    await _put(store)
    async with visiting(chat_of(watched, library, clock, url=PUBLIC_URL), clock) as browser:
        await browser.opens("/moten.ics")
        assert f"URL:{PUBLIC_URL}/moten/k7p2m" in browser.page
        await browser.opens("/moten")
        assert "webcal://chatt.karlshamn.example/moten.ics" in browser.page
        await browser.opens(PAGE)
        assert "chatt.karlshamn.example/moten/k7p2m" in browser.page


async def test_the_foot_of_the_chat_leads_to_the_list(visitor: Visitor) -> None:
    """The pages are found without knowing their addresses."""
    await visitor.opens()
    assert 'href="/moten?lang=sv">Alla träffar<' in visitor.page
