"""One tap, one effect."""

import asyncio

from bot.domain.meeting import Tally
from bot.store.store import Store
from tests.channels.webchat.visitor import (
    FRAGMENT,
    Visitor,
    tells_until_text,
)


async def _tally(store: Store) -> Tally:
    return await store.read(lambda tables: tables.answers.tally("k7p2m"))


async def _concerns(store: Store) -> int:
    await store.turn(lambda tables: tables.concerns.release())
    return await store.read(lambda tables: tables.concerns.count())


async def test_a_double_tap_does_one_thing(visitor: Visitor, store: Store) -> None:
    """Two taps on one button of one page are one answer, and the page has one exchange more."""
    await visitor.opens("/mote/k7p2m")
    nonce = visitor.nonce
    taps = [
        visitor.posts_once("/minns/tala", action="own:k7p2m:yes", nonce=nonce) for _ in range(2)
    ]
    await asyncio.gather(*taps)
    await visitor.opens()
    assert await _tally(store) == Tally(yes=1, people=1)
    assert visitor.page.count('<div class="exchange') == 2


async def test_a_double_tap_with_the_script_shows_the_page_again(visitor: Visitor) -> None:
    """When the first answer was lost on the way, pressing again brings the page up to date."""
    await visitor.opens()
    nonce = visitor.nonce
    await visitor.posts("/tala", FRAGMENT, action="menu", nonce=nonce)
    await visitor.posts("/tala", FRAGMENT, action="menu", nonce=nonce)
    assert visitor.response.headers["X-Chat"] == "reload"


async def test_another_button_of_an_old_page_still_works(visitor: Visitor) -> None:
    """The nonce belongs to the page and the button together."""
    await visitor.opens()
    old = visitor.nonce
    await visitor.posts("/tala", action="list:now", nonce=old)
    await visitor.posts("/tala", action="list:advice", nonce=old)
    assert "Vad vill du ha råd om?" in visitor.newest


async def test_a_concern_sent_twice_is_one(visitor: Visitor, store: Store) -> None:
    """The last button of all is pressed hardest."""
    await tells_until_text(visitor)
    await visitor.writes("Lampan är trasig.")
    await visitor.presses("Det stämmer, vidare")
    form, action = visitor.buttons["Jag har skrivit upp koden"]
    nonce = visitor.nonce
    assert form == "free"
    await visitor.posts("/tala", action=action, nonce=nonce)
    await visitor.posts("/tala", action=action, nonce=nonce)
    assert await _concerns(store) == 1
