"""What was sent while somebody was away: shown once, when they come back, to them alone."""

from dataclasses import replace

import pytest

from bot.domain.meeting import Standing
from bot.domain.message import Button, Reply, plain
from bot.domain.sending import Purpose, RowState
from bot.errors import StoreError
from bot.knowledge.library import Library
from bot.mailbox import Mailbox
from bot.store.database import Tables
from bot.store.store import Store
from tests.channels.webchat.mail import ADDRESS, KEY, carry, sent
from tests.channels.webchat.visitor import Visitor, Watched, tells_until_text
from tests.conftest import HeldClock, coming

NEWS = "Nytt från kommunen"


def _comes_back(visitor: Visitor) -> Visitor:
    visitor.puts_cookie("minns", KEY, "/minns/tala")
    return visitor


async def test_it_is_shown_when_the_person_comes_back(
    visitor: Visitor, store: Store, library: Library, clock: HeldClock
) -> None:
    """As the newest, with its buttons, which work; a reload shows it still, and not twice."""
    await sent(store, library, clock)
    await _comes_back(visitor).opens()
    assert visitor.response.url.path == "/"
    assert NEWS in visitor.newest
    assert "Kaffe och prat om bedrägeri" in visitor.newest
    await visitor.opens()
    assert visitor.page.count(NEWS) == 1
    await visitor.presses("Jag kommer")
    assert "Du har svarat" in visitor.newest or "din egen telefon" in visitor.newest
    clock.passes(days=1)
    await visitor.opens()
    assert NEWS not in visitor.page


async def test_nobody_else_sees_it(
    visitor: Visitor, store: Store, library: Library, clock: HeldClock
) -> None:
    """Neither somebody without the cookie nor somebody with another one."""
    await sent(store, library, clock)
    await visitor.opens()
    assert NEWS not in visitor.page
    assert visitor.cookie("minns", "/minns/tala") == ""
    await visitor.posts("/rensa")
    visitor.puts_cookie("minns", "b" * 32, "/minns/tala")
    await visitor.opens()
    assert NEWS not in visitor.page
    assert await store.read(lambda tables: tables.outbox.unread(ADDRESS))


async def test_never_while_a_concern_is_told(
    visitor: Visitor, store: Store, library: Library, clock: HeldClock
) -> None:
    """Whoever tells something meets no device, even if the browser is led to its path."""
    await tells_until_text(visitor)
    await sent(store, library, clock)
    _comes_back(visitor)
    for path in ("/", "/minns/hej"):
        await visitor.opens(path)
        assert NEWS not in visitor.page
    assert visitor.write_path == "/tala"
    assert await store.read(lambda tables: tables.outbox.unread(ADDRESS))


async def test_a_browser_without_cookies_is_greeted_all_the_same(
    visitor: Visitor, watched: Watched
) -> None:
    """It is not led round and round."""
    response = await visitor._client.get("/", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/minns/hej")
    visitor._client.session.cookie_jar.clear()
    response = await visitor._client.get("/minns/hej", allow_redirects=False)
    assert response.status == 200
    assert "Boten svarar" in await response.text()
    assert len(watched.heard) == 1


async def test_when_nothing_can_be_said_there_is_a_page(visitor: Visitor, watched: Watched) -> None:
    """A database that is away gives kind words, and no circle of pages."""
    watched.away = True
    await visitor.opens()
    assert visitor.status == 503
    watched.away = False
    await visitor.opens()
    assert "Boten svarar" in visitor.page


async def test_it_is_kept_for_the_page_when_the_greeting_fails(
    visitor: Visitor, store: Store, library: Library, clock: HeldClock, watched: Watched
) -> None:
    """What is marked as read is on the page: a fault between the two loses nothing."""
    await sent(store, library, clock)
    watched.away = True
    await _comes_back(visitor).opens()
    assert visitor.status == 503
    watched.away = False
    await visitor.opens()
    assert NEWS in visitor.newest


async def test_it_waits_until_it_has_been_on_a_screen(
    visitor: Visitor, store: Store, library: Library, clock: HeldClock
) -> None:
    """A page that never came, for two opened at once or a crash between, costs no message. It is
    read when the script says that its page is seen, or by the next thing that is done there.
    """
    await sent(store, library, clock)
    await _comes_back(visitor).opens("/minns/hej")
    lost = visitor.nonce
    visitor.puts_cookie("samtal", "f" * 32)
    await visitor.opens()
    assert NEWS in visitor.newest
    assert "data-unseen" in visitor.page
    await visitor.posts_once("/sett", nonce=lost)
    assert await store.read(lambda tables: tables.outbox.unread(ADDRESS))
    await visitor.posts_once("/sett", nonce=visitor.nonce)
    assert await store.read(lambda tables: tables.outbox.unread(ADDRESS)) == ()
    await visitor.opens()
    assert NEWS in visitor.newest
    assert "data-unseen" not in visitor.page


async def test_a_notice_leads_to_what_is_new_also_in_a_talk_that_goes_on(
    visitor: Visitor, store: Store, library: Library, clock: HeldClock
) -> None:
    """Once, however often it is followed; never beside a concern."""
    await _comes_back(visitor).opens()
    await sent(store, library, clock)
    for _ in range(2):
        await visitor.opens("/minns/nytt")
        assert visitor.page.count(NEWS) == 1
    await tells_until_text(visitor)
    await sent(store, library, clock, Purpose.WARNING)
    await visitor.opens("/minns/nytt")
    assert visitor.page.count(NEWS) == 1
    assert visitor.write_path == "/tala"
    assert await store.read(lambda tables: tables.outbox.unread(ADDRESS))


async def test_a_link_to_a_meeting_does_not_pass_it_by(
    visitor: Visitor, store: Store, library: Library, clock: HeldClock
) -> None:
    """Whoever comes by a poster sees what waited, and the meeting after it."""
    await sent(store, library, clock)
    await _comes_back(visitor).opens("/mote/k7p2m")
    assert NEWS in visitor.page
    assert NEWS not in visitor.newest
    assert "rsvp:k7p2m:yes" in visitor.newest


async def test_the_talk_begins_in_the_language_of_the_person(
    visitor: Visitor, store: Store, library: Library, clock: HeldClock
) -> None:
    """Who is told things in English is greeted in English too."""
    await sent(store, library, clock, language="en")
    await _comes_back(visitor).opens()
    assert '<html lang="en"' in visitor.page
    assert "New from the municipality" in visitor.newest


async def test_a_text_that_is_missing_in_a_language_comes_in_swedish(
    store: Store, library: Library, clock: HeldClock
) -> None:
    """As on every other channel, rather than being lost."""
    await sent(store, library, clock, language="en", languages=("sv",))
    (letter,) = await store.read(lambda tables: tables.outbox.unread(ADDRESS))
    assert letter.language == "sv"


async def test_a_fault_leaves_it_waiting(
    store: Store, library: Library, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not handed out is still unread."""
    await store.turn(lambda tables: tables.meetings.put(coming()))
    await sent(store, library, clock)

    def fails(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr("bot.mailbox._still_true", fails)
    with pytest.raises(StoreError):
        await Mailbox(store, library, clock).waiting(ADDRESS)
    assert await store.read(lambda tables: tables.outbox.unread(ADDRESS))


async def _taken(store: Store, library: Library, clock: HeldClock) -> tuple[Reply, ...]:
    """What is shown; it has been on a screen then."""
    mailbox = Mailbox(store, library, clock)
    mail = await mailbox.waiting(ADDRESS)
    await mailbox.read(mail.rows)
    return mail.replies


async def test_an_old_invitation_says_what_holds_now(
    store: Store, library: Library, clock: HeldClock
) -> None:
    """Moved since then: the new time stands there, and not the one that was frozen."""
    await sent(store, library, clock)
    clock.passes(hours=1)
    later = replace(coming(days=12), standing=Standing.MOVED, revision=2, changed=clock.now())
    await store.turn(lambda tables: tables.meetings.put(later))
    (reply,) = await _taken(store, library, clock)
    assert "Ändrad träff" in plain(reply.text)
    assert "söndag 6 december" in plain(reply.text)
    assert await _taken(store, library, clock) == ()


@pytest.mark.parametrize("standing", [Standing.CANCELLED, Standing.DRAFT])
async def test_an_invitation_to_what_will_not_be_is_not_shown(
    store: Store, library: Library, clock: HeldClock, standing: Standing
) -> None:
    """Nobody is invited to a meeting that is cancelled or withdrawn."""
    await sent(store, library, clock)
    await store.turn(lambda t: t.meetings.put(replace(coming(), standing=standing)))
    assert await _taken(store, library, clock) == ()


@pytest.mark.parametrize(
    ("purpose", "shown"),
    [
        (Purpose.INVITATION, False),
        (Purpose.DAY_BEFORE, False),
        (Purpose.SEAT_OFFER, False),
        (Purpose.AGENDA_ANSWER, False),
        (Purpose.THANKS, True),
        (Purpose.YOU_SAID, True),
        (Purpose.WARNING, True),
    ],
)
async def test_after_the_meeting_only_what_still_means_something_is_shown(
    store: Store, library: Library, clock: HeldClock, purpose: Purpose, *, shown: bool
) -> None:
    """A reminder of last week's meeting helps nobody; thanks and what came of it do."""
    await store.turn(lambda tables: tables.meetings.put(coming()))
    await sent(store, library, clock, purpose)
    clock.passes(days=10)
    assert bool(await _taken(store, library, clock)) is shown


async def test_a_repeat_says_that_it_is_one(
    store: Store, library: Library, clock: HeldClock
) -> None:
    """What may have been read before is marked, as on every channel."""
    await store.turn(lambda tables: tables.meetings.put(coming()))
    sending = await sent(store, library, clock, arrives=False)

    def again(tables: Tables) -> None:
        tables.outbox.recover()
        tables.outbox.retry(sending.key, RowState.UNCERTAIN, 0, 100)
        carry(sending, clock, tables)

    await store.turn(again)
    (reply,) = await _taken(store, library, clock)
    assert plain(reply.text).startswith("Upprepat")
    assert Button("Jag kommer", "rsvp:k7p2m:yes") in reply.all_buttons
