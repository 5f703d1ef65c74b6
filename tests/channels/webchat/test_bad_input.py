"""Odd words, unknown buttons, a database that is away: kind answers, nothing lost."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.webchat.transcript import MOST_EXCHANGES
from bot.domain.message import Incoming
from bot.knowledge.library import Library
from bot.reception import Outcome
from tests.channels.webchat.visitor import (
    FRAGMENT,
    SAME_ORIGIN,
    Visitor,
    Watched,
    chat_of,
)
from tests.conftest import HeldClock


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "😀😀",
        "\u202eמה שלום\u202c",
        "a\0b",
        "x" * 20_000,
        "å" * 20_000,
        "/okänt",
        "-" * 50,
    ],
    ids=["empty", "blank", "emoji", "rtl", "nul", "long", "long å", "command", "dashes"],
)
async def test_odd_words_get_a_kind_answer(visitor: Visitor, written: str) -> None:
    """Nothing that can be typed is met with silence or an error."""
    await visitor.opens()
    await visitor.writes(written)
    assert visitor.status == 200
    assert 'class="words"' in visitor.newest
    assert 'value="menu"' in visitor.newest or 'value="list:now"' in visitor.newest


@pytest.mark.parametrize(
    "action", ["nonsense", "p:", "m:zzz:::::", "c:0000:send", "rsvp:x", "🙂" * 40]
)
async def test_an_unknown_button_shows_a_way_on(visitor: Visitor, action: str) -> None:
    """A button of another version leads somewhere kind, and stores nothing."""
    await visitor.opens()
    await visitor.posts("/tala", action=action, nonce=visitor.nonce)
    assert visitor.status == 200
    assert 'class="choice' in visitor.newest


async def test_a_form_that_is_far_too_large_is_refused_kindly(visitor: Visitor) -> None:
    """Past 256 KB there is a page with 112 on it, also for the script."""
    await visitor.opens()
    await visitor.writes("x" * 300_000)
    assert visitor.status == 413
    assert "Texten är för lång" in visitor.page
    assert 'href="tel:112"' in visitor.page
    await visitor.posts("/tala", FRAGMENT, text="x" * 300_000)
    assert (visitor.status, visitor.response.headers["X-Chat"]) == (413, "fragment")


async def test_long_words_are_shortened_when_they_are_old(visitor: Visitor) -> None:
    """A page does not hold a long story for half an hour when the talk has gone on."""
    await visitor.opens()
    await visitor.writes("ord " * 600)
    assert "Visa allt du skrev" in visitor.newest
    await visitor.writes("meny")
    assert "ord " * 80 not in visitor.page


async def test_a_page_holds_a_bounded_number_of_answers(visitor: Visitor, clock: HeldClock) -> None:
    """A talk that goes on and on drops its beginning."""
    await visitor.opens()
    for _ in range(MOST_EXCHANGES + 3):
        clock.passes(seconds=5)
        await visitor.posts("/tala", action="menu", nonce=visitor.nonce)
    assert visitor.page.count('<div class="exchange') == MOST_EXCHANGES


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/finns-inte", 404, "Den sidan finns inte"),
        ("GET", "/tala", 405, "Så går det inte"),
        ("DELETE", "/", 405, "Så går det inte"),
        ("GET", "/utseende/0000/chat.css", 404, "Den sidan finns inte"),
        ("GET", "/fil/0000/traff.ics", 404, "Den sidan finns inte"),
    ],
)
async def test_wrong_addresses_get_a_kind_page(
    watched: Watched,
    library: Library,
    clock: HeldClock,
    method: str,
    path: str,
    status: int,
    words: str,
) -> None:
    """Swedish, 112, and a way back: never a bare error text."""
    app = web.Application()
    chat = chat_of(watched, library, clock)
    app.add_routes([*chat.routes(), *chat.lost_routes()])
    async with TestClient(TestServer(app)) as client:
        response = await client.request(method, path, headers=SAME_ORIGIN)
        page = await response.text()
    assert response.status == status
    assert words in page
    assert 'href="tel:112"' in page
    assert 'href="/"' in page


async def test_when_the_database_is_away_the_words_are_kept(
    visitor: Visitor, watched: Watched
) -> None:
    """503 with 112, and what was written stands in the field; then it can be sent again."""
    await visitor.opens()
    watched.away = True
    await visitor.writes("Någon ringde & sa <hej>")
    assert visitor.status == 503
    assert visitor.kept == "Någon ringde & sa <hej>"
    assert 'href="tel:112"' in visitor.page
    watched.away = False
    await visitor.writes(visitor.kept)
    assert visitor.status == 200
    assert "Du skrev" in visitor.newest


async def test_when_the_database_is_away_the_script_and_new_visitors_are_told(
    visitor: Visitor, watched: Watched
) -> None:
    """A fragment for the script; a whole page for who comes first."""
    watched.away = True
    await visitor.opens()
    assert visitor.status == 503
    assert 'href="tel:112"' in visitor.page
    await visitor.posts("/tala", FRAGMENT, action="menu")
    assert visitor.status == 503
    assert visitor.page.startswith('<div class="notice">')


async def test_a_fault_of_ours_is_no_error_text(
    visitor: Visitor,
    watched: Watched,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """500 is a kind page, and what was written is not in the log."""

    async def fails(_: object, incoming: Incoming) -> Outcome:
        raise ValueError(incoming.text)

    await visitor.opens()
    monkeypatch.setattr(Watched, "receive", fails)
    await visitor.writes("min hemlighet")
    assert visitor.status == 500
    assert "Något gick fel hos oss" in visitor.page
    written = capsys.readouterr()
    assert "hemlighet" not in written.out + written.err


async def test_too_much_at_once_keeps_the_words(visitor: Visitor) -> None:
    """After the one word of “please wait” a page still comes, with the text in its field."""
    await visitor.opens()
    for _ in range(10):
        await visitor.posts("/tala", action="menu", nonce=visitor.nonce)
    words = "det här vill jag inte skriva om"
    await visitor.posts(visitor.write_path, text=words, nonce=visitor.nonce)
    assert visitor.status == 429
    assert visitor.kept == words


async def test_a_form_with_many_fields_is_refused(visitor: Visitor) -> None:
    """None of our pages sends a hundred fields."""
    await visitor.posts("/tala", None, **{f"field{number}": "1" for number in range(100)})
    assert visitor.status == 400
    assert 'href="tel:112"' in visitor.page
