"""The second cookie: only when asked for, and never beside a concern."""

import re
from http.cookies import SimpleCookie

import pytest

from bot.channels.webchat.cookies import REMEMBER_SECONDS
from bot.domain.meeting import Tally
from bot.knowledge.library import Library
from bot.store.store import Store
from tests.channels.webchat.visitor import (
    PUBLIC_URL,
    Visitor,
    Watched,
    chat_of,
    tells_until_text,
    visiting,
)
from tests.conftest import HeldClock, coming


async def _tally(store: Store) -> Tally:
    return await store.read(lambda tables: tables.answers.tally("k7p2m"))


async def test_nothing_is_remembered_before_the_device_is_named(
    visitor: Visitor, store: Store
) -> None:
    """Answering asks whose device it is; on a borrowed one no cookie is made."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    assert "din egen telefon eller dator" in visitor.newest
    assert visitor.cookie("minns", "/minns/tala") == ""
    await visitor.presses("Nej, lånad")
    assert visitor.cookie("minns", "/minns/tala") == ""
    assert await _tally(store) == Tally()


async def test_the_second_cookie_is_made_when_asked_for(
    watched: Watched, library: Library, clock: HeldClock, store: Store
) -> None:
    """128 bits, long-lived, on a path of its own; only its hash is stored."""
    await store.turn(lambda tables: tables.meetings.put(coming()))
    async with visiting(chat_of(watched, library, clock), clock) as browser:
        response = await browser.posts_once("/minns/tala", action="own:k7p2m:yes")
    cookies = SimpleCookie()
    for header in response.headers.getall("Set-Cookie"):
        cookies.load(header)
    morsel = cookies["minns"]
    assert re.fullmatch("[0-9a-f]{32}", morsel.value)
    assert (morsel["path"], morsel["samesite"], morsel["httponly"]) == ("/minns", "Lax", True)
    assert morsel["max-age"] == str(REMEMBER_SECONDS)
    assert re.fullmatch("web:[0-9a-f]{64}", watched.heard[-1].address)
    assert morsel.value not in watched.heard[-1].address


async def test_the_second_cookie_is_secure_where_there_is_https(
    watched: Watched, library: Library, clock: HeldClock, store: Store
) -> None:
    """Over https its name can only be set by us."""
    await store.turn(lambda tables: tables.meetings.put(coming()))
    async with visiting(chat_of(watched, library, clock, url=PUBLIC_URL), clock) as browser:
        response = await browser.posts_once("/minns/tala", action="own:k7p2m:yes")
    held = [h for h in response.headers.getall("Set-Cookie") if h.startswith("__Secure-minns=")]
    assert len(held) == 1
    assert "Secure" in held[0].partition(";")[2]


async def test_an_answer_is_known_again(visitor: Visitor, clock: HeldClock) -> None:
    """Days later, in a new talk, the invitation says what was answered."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")
    clock.passes(days=2)
    await visitor.opens("/?start=mote-k7p2m")
    assert "Du har svarat: Jag kommer" in visitor.newest
    await visitor.presses("Kan inte")
    assert "Jag har inget svar sparat" in visitor.newest


async def test_an_answer_takes_the_place_of_the_question(visitor: Visitor) -> None:
    """Changing one's party changes the message, instead of piling up new ones."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")
    count = visitor.page.count('<div class="exchange')
    await visitor.presses("Vi är 2")
    assert visitor.page.count('<div class="exchange') == count
    assert "Ni är 2 personer" in visitor.newest


async def test_stop_forgets_the_device_and_can_be_undone(visitor: Visitor, store: Store) -> None:
    """“Stopp” in words removes the second cookie; the undo button makes a new one."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")
    first = visitor.cookie("minns", "/minns/tala")
    await visitor.writes("stopp")
    assert visitor.cookie("minns", "/minns/tala") == ""
    assert await _tally(store) == Tally()
    await visitor.presses("Ångra")
    assert visitor.cookie("minns", "/minns/tala") not in ("", first)
    assert await _tally(store) == Tally(yes=1, people=1)


async def test_forget_me_here_erases_everything(visitor: Visitor, store: Store) -> None:
    """One button in the foot: the answer, the talk and both cookies."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")
    await visitor.posts("/minns/glom")
    assert "Glöm mig här" in visitor.page
    assert await _tally(store) == Tally()
    assert visitor.cookie("minns", "/minns/tala") == ""
    assert visitor.cookie("samtal") == ""


async def test_a_concern_is_told_past_the_second_cookie(visitor: Visitor, watched: Watched) -> None:
    """While a concern is told the browser does not send it, and no address reaches the house."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")
    watched.heard.clear()
    await tells_until_text(visitor)
    assert visitor.write_path == "/tala"
    assert visitor.cookie("minns", "/tala") == ""
    await visitor.writes("Lampan är trasig.")
    await visitor.presses("Det stämmer, vidare")
    await visitor.presses("Jag har skrivit upp koden")
    await visitor.presses("Meny")
    await visitor.presses("Berätta anonymt")
    await visitor.presses("Följ upp med kod")
    assert visitor.write_path == "/tala"
    await visitor.writes("björk citron drake fjord gitarr hammock")
    assert "öppnar ingenting" in visitor.newest
    assert [incoming.address for incoming in watched.heard] == [""] * len(watched.heard)


async def test_a_question_is_written_past_the_second_cookie(
    visitor: Visitor, watched: Watched
) -> None:
    """The words of a question to a meeting, and the press that sends it, have no address."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")
    await visitor.presses("Vi är 2")
    await visitor.presses("Fråga mötet något")
    watched.heard.clear()
    assert visitor.write_path == "/tala"
    await visitor.writes("När lagas lampan vid tunneln?")
    await visitor.presses("Skicka frågan")
    assert [incoming.address for incoming in watched.heard] == ["", ""]


async def test_a_stale_page_cannot_bring_the_cookie_to_a_concern(
    visitor: Visitor, watched: Watched
) -> None:
    """Words sent to the other path while a concern is told are seen without the device."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")
    await tells_until_text(visitor)
    await visitor.posts("/minns/tala", text="Lampan är trasig.", nonce=visitor.nonce)
    assert watched.heard[-1].address == ""
    await visitor.posts("/minns/tala", action="concern", nonce=visitor.nonce)
    assert watched.heard[-1].address == ""


async def test_a_link_followed_while_a_concern_is_told_brings_no_cookie_to_it(
    visitor: Visitor, watched: Watched
) -> None:
    """A poster's code or a link in an invitation leads by the path of the second cookie; the
    meeting is shown as to a stranger, nobody is taken in, and the concern goes on.
    """
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")
    await tells_until_text(visitor)
    watched.heard.clear()
    await visitor.opens("/minns/mote/k7p2m")
    assert "Kaffe och prat om bedrägeri" in visitor.newest
    assert "Du har svarat" not in visitor.newest
    await visitor.opens("/minns/folj")
    assert "Du håller på att berätta något" in visitor.newest
    assert [(one.address, one.address_known) for one in watched.heard] == [("", False)] * 2
    assert visitor.write_path == "/tala"


async def test_when_a_concern_is_over_it_leaves_the_page(visitor: Visitor) -> None:
    """The next person at the same screen does not read it."""
    await tells_until_text(visitor)
    await visitor.writes("Lampan vid Ågatan är trasig.")
    assert "Ågatan" in visitor.page
    await visitor.presses("Det stämmer, vidare")
    await visitor.presses("Jag har skrivit upp koden")
    assert "Tack, nu har kommunen" in visitor.newest
    assert "Ågatan" not in visitor.page


async def test_a_repeated_key_tells_nothing_of_what_was_said(
    visitor: Visitor, watched: Watched
) -> None:
    """What is noted as handled is a hash with a secret of the talk in it."""
    await visitor.opens()
    await visitor.writes("min hemlighet")
    assert re.fullmatch("[0-9a-f]{64}", watched.heard[-1].key)
    assert watched.heard[-1].person == f"web:{visitor.cookie('samtal')}"


@pytest.mark.parametrize("path", ["/tala", "/sprak"])
async def test_no_path_stores_an_answer_of_nobody(
    visitor: Visitor, watched: Watched, path: str
) -> None:
    """A button about meetings that is sent past the second cookie is led to where it belongs."""
    await visitor.opens()
    await visitor.posts(path, action="own:k7p2m:yes", nonce=visitor.nonce)
    assert watched.heard[-1].address.startswith("web:")
    assert visitor.cookie("minns", "/minns/tala")


async def test_words_sent_past_the_second_cookie_are_led_to_it(
    visitor: Visitor, watched: Watched
) -> None:
    """“Stopp” from an old page still finds what there is to stop."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")
    await visitor.posts("/tala", text="stopp", nonce=visitor.nonce)
    assert watched.heard[-1].address_known
    assert visitor.cookie("minns", "/minns/tala") == ""
