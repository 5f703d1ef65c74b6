"""“Pling i telefonen”: offered to those who are told of something, explained first, kept apart
from concerns.
"""

import json
import re
from collections.abc import AsyncIterator

import pytest

from bot.bells import Bells
from bot.knowledge.library import Library
from bot.store.store import Store
from tests.channels.webchat.visitor import (
    SAME_ORIGIN,
    Visitor,
    Watched,
    chat_of,
    tells_until_text,
    visiting,
)
from tests.conftest import HeldClock, coming

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc:123"
TITLE = "Pling i telefonen"
ON = "Pling är på."
BUSY = "Du håller på att berätta något"


@pytest.fixture
async def caller(
    watched: Watched, library: Library, clock: HeldClock, store: Store
) -> AsyncIterator[Visitor]:
    """A browser, where the operator has turned bells on."""
    await store.turn(lambda tables: tables.meetings.put(coming()))
    chat = chat_of(watched, library, clock)
    chat.offer(Bells(store, "the-public-key"))
    async with visiting(chat, clock) as browser:
        yield browser


async def _turns_on(visitor: Visitor, endpoint: str = ENDPOINT) -> int:
    return (await visitor.posts_once("/minns/klocka/pa", endpoint=endpoint)).status


async def _answers(visitor: Visitor) -> None:
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Jag kommer")
    await visitor.presses("Ja, min egen")


async def test_it_is_explained_turned_on_and_turned_off(caller: Visitor) -> None:
    """Not offered to a stranger; before the browser can ask, it stands there who will see what;
    only a known service is kept, and only from our own page; off again in one press.
    """
    await caller.opens()
    assert TITLE not in caller.page
    await caller.opens("/minns/klocka")
    assert "Be mig först säga till" in caller.page
    assert "bell.js" not in caller.page
    assert await _turns_on(caller) == 422
    await _answers(caller)
    assert 'href="/minns/klocka?lang=sv">Vill du ha ett pling' in caller.newest
    await caller.opens("/minns/klocka?lang=en")
    assert "A ping on your phone" in caller.page
    await caller.opens("/minns/klocka")
    before, _, after = caller.page.partition('id="bell-yes"')
    assert "Google, Apple, Mozilla eller Microsoft" in before
    assert "De ser inte vad meddelandet säger" in before
    assert 'data-key="the-public-key"' in before
    assert "Lägg till på hemskärmen" in after
    assert await _turns_on(caller, "https://10.0.0.1/x") == 422
    elsewhere = {**SAME_ORIGIN, "Sec-Fetch-Site": "cross-site"}
    answer = await caller.posts_once("/minns/klocka/pa", elsewhere, endpoint=ENDPOINT)
    assert answer.status == 403
    assert await _turns_on(caller) == 204
    await caller.opens("/minns/klocka")
    assert ON in caller.page
    await caller.posts("/minns/klocka/av?lang=sv")
    assert ON not in caller.page
    assert 'id="bell-yes"' in caller.page
    await caller.opens()
    assert TITLE in caller.page


async def test_never_while_a_concern_is_told(caller: Visitor, store: Store) -> None:
    """Neither offered nor turned on or off; what is on stays on, and nobody looks at the cookie."""
    await _answers(caller)
    assert await _turns_on(caller) == 204
    await tells_until_text(caller)
    await caller.opens()
    assert TITLE not in caller.page
    await caller.opens("/minns/klocka")
    assert BUSY in caller.page
    assert ON not in caller.page
    assert await _turns_on(caller) == 422
    await caller.posts("/minns/klocka/av")
    assert BUSY in caller.page
    await caller.opens()
    await caller.presses("Avbryt")
    await caller.opens("/minns/klocka")
    assert ON in caller.page


async def test_leaving_erases_the_bell(caller: Visitor, store: Store) -> None:
    """“Stopp” and “Glöm mig här” leave no address of a browser behind."""
    for leaves in (caller.writes("stopp"), caller.posts("/minns/glom")):
        await _answers(caller)
        assert await _turns_on(caller) == 204
        await leaves
        assert not await store.turn(lambda tables: tables.bells.forget_idle())


async def test_what_a_browser_keeps_says_one_thing_and_sees_no_page(caller: Visitor) -> None:
    """The text of a notice is fixed, whatever the notice carries; pages are not intercepted. Name
    and icon are there for the home screen, and our own policy lets both be fetched.
    """
    await caller.opens("/klocka.js?lang=sv")
    assert caller.response.content_type == "text/javascript"
    shown = re.search(r"showNotification\((\"[^\"]*\")", caller.page)
    assert shown
    assert json.loads(shown[1]) == "Nytt meddelande från kommunen"
    assert "event.data" not in caller.page
    assert '"fetch"' not in caller.page
    policy = caller.response.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy
    await caller.opens("/boten.webmanifest?lang=sv")
    manifest = json.loads(caller.page)
    assert (manifest["name"], manifest["display"]) == ("Trygghetsboten", "standalone")
    for icon in manifest["icons"]:
        await caller.opens(icon["src"])
        assert caller.response.content_type == icon["type"]


async def test_without_a_contact_there_is_no_such_thing(visitor: Visitor) -> None:
    """The operator turns it on; until then nothing of it is seen."""
    await _answers(visitor)
    await visitor.opens()
    assert "/minns/klocka" not in visitor.page
    assert "webmanifest" not in visitor.page
    await visitor.opens("/klocka.js")
    assert visitor.status == 404
