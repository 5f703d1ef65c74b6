"""The first cookie: a talk in memory, bounded, closed kindly."""

import re
from http.cookies import SimpleCookie

from bot.channels.webchat.transcript import MOST_TALKS
from bot.knowledge.library import Library
from bot.reception import Reception
from tests.channels.webchat.visitor import (
    FRAGMENT,
    PUBLIC_URL,
    Visitor,
    Watched,
    chat_of,
    tells_until_text,
    visiting,
)
from tests.conftest import HeldClock


async def test_the_session_cookie_is_strict(
    reception: Reception, library: Library, clock: HeldClock
) -> None:
    """128 bits, HttpOnly, SameSite, no lifetime; __Host- and Secure where there is https."""
    for url, name in (("", "samtal"), (PUBLIC_URL, "__Host-samtal")):
        async with visiting(chat_of(reception, library, clock, url=url), clock) as browser:
            await browser.opens()
            morsel = SimpleCookie(browser.response.headers["Set-Cookie"])[name]
        assert re.fullmatch("[0-9a-f]{32}", morsel.value)
        assert (morsel["path"], morsel["samesite"], morsel["httponly"]) == ("/", "Lax", True)
        assert bool(morsel["secure"]) is bool(url)
        assert not morsel["max-age"]
        assert not morsel["expires"]
        assert not morsel["domain"]


async def test_a_key_that_we_did_not_give_is_not_taken_over(visitor: Visitor) -> None:
    """Nobody can lay a known key in another's browser (TRUST S9)."""
    visitor.puts_cookie("samtal", "a" * 32)
    await visitor.opens()
    assert visitor.cookie("samtal") not in ("", "a" * 32)


async def test_after_long_silence_the_talk_is_closed_kindly(
    visitor: Visitor, clock: HeldClock
) -> None:
    """Half an hour later nothing of the old talk is shown; a line says why."""
    await visitor.opens()
    await visitor.writes("min son ringde")
    clock.passes(minutes=31)
    await visitor.opens()
    assert "Samtalet har stängts för att det var tyst länge" in visitor.page
    assert "min son ringde" not in visitor.page
    assert "trygghetsboten" in visitor.newest


async def test_a_button_after_long_silence_still_answers(
    visitor: Visitor, clock: HeldClock
) -> None:
    """The page was left open overnight: the button works, and the script fetches a new page."""
    await visitor.opens()
    clock.passes(hours=9)
    await visitor.posts("/tala", FRAGMENT, action="list:now", nonce=visitor.nonce)
    assert visitor.response.headers["X-Chat"] == "reload"
    await visitor.opens()
    assert "Samtalet har stängts" in visitor.page
    assert "Vad har hänt?" in visitor.newest


async def test_words_after_long_silence_are_answered(visitor: Visitor, clock: HeldClock) -> None:
    """A concern left half told is gone, and what is written next gets an answer."""
    await tells_until_text(visitor)
    nonce, path = visitor.nonce, visitor.write_path
    clock.passes(hours=1)
    await visitor.posts(path, text="Lampan är trasig", nonce=nonce)
    assert visitor.status == 200
    assert "Samtalet har stängts" in visitor.page
    assert 'class="words"' in visitor.newest


async def test_who_takes_no_cookies_gets_the_answer_at_once(
    watched: Watched, library: Library, clock: HeldClock
) -> None:
    """Without a cookie a redirect would lose the answer, so the form's own response holds it."""
    async with visiting(chat_of(watched, library, clock), clock) as browser:
        response = await browser.posts_once("/tala", action="list:now")
        page = await response.text()
    assert response.status == 200
    assert "Vad har hänt?" in page


async def test_clearing_drops_talk_and_cookie(visitor: Visitor) -> None:
    """“Rensa samtalet” leaves nothing to go back to."""
    await visitor.opens()
    await visitor.writes("min hemlighet")
    old = visitor.cookie("samtal")
    await visitor.posts("/rensa")
    assert "Samtalet är rensat" in visitor.page
    assert visitor.cookie("samtal") == ""
    visitor.puts_cookie("samtal", old)
    await visitor.opens()
    assert "hemlighet" not in visitor.page


async def test_leaving_clears_and_goes_to_an_ordinary_page(visitor: Visitor) -> None:
    """Without JavaScript the way out is a plain link."""
    await visitor.opens()
    response = await visitor._client.get("/lamna", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "https://www.smhi.se")
    assert visitor.cookie("samtal") == ""


async def test_a_link_elsewhere_cannot_close_a_talk(visitor: Visitor) -> None:
    """Only our own page can ask to forget."""
    await visitor.opens()
    headers = {"Sec-Fetch-Site": "cross-site"}
    await visitor._client.get("/lamna", allow_redirects=False, headers=headers)
    assert visitor.cookie("samtal")


async def test_machines_that_look_do_not_push_out_people_who_talk(
    watched: Watched, library: Library, clock: HeldClock
) -> None:
    """Talks are bounded; those that were only looked at go first."""
    chat = chat_of(watched, library, clock)
    talks = chat._talks
    person = talks.enter("")
    person.next_number()
    person.next_number()
    for _ in range(MOST_TALKS + 10):
        talks.enter("")
    assert talks.find(person.key) is person
    assert len(talks._transcripts._held) == MOST_TALKS
