"""Sending from the console: nothing leaves by accident, twice, or otherwise than it was read."""

import asyncio
import re
from contextlib import suppress
from functools import partial

import pytest

from bot.delivery.outlet import Outcome, Receipt
from bot.delivery.worker import Worker
from bot.domain.meeting import Standing
from bot.domain.membership import Member
from bot.domain.message import Reply, plain
from bot.domain.sending import RowState, Sending, Settled
from bot.domain.staff import Role
from bot.knowledge.library import Library
from bot.store.database import Tables
from tests.console.house import House, Page, Visitor, meeting
from tests.fakes.outlets import MemoryOutlet

PLACE = "/personal/traffar/k7p2m/skicka"
HOUR = 3600.0


async def ready(house: House, *members: Member, **changes: object) -> Visitor:
    """An editor, a published meeting, and those who have asked for invitations."""
    await house.plan(meeting("k7p2m", **changes))
    for member in members or people(3):
        await house.fill(partial(_join, member))
    return await house.inside("anna", Role.EDITOR)


def people(number: int, *districts: str, language: str = "sv") -> list[Member]:
    """Members on Telegram."""
    return [Member(f"telegram:{n + 1}", language, tuple(districts)) for n in range(number)]


def _join(member: Member, tables: Tables) -> None:
    tables.members.put(member)


def hidden(page: Page, name: str) -> str:
    """What a hidden field brings back."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found
    return found[1]


async def press(visitor: Visitor, step: str, seen: Page | None = None, /, **fields: str) -> Page:
    """Press a button of the screen as it was last seen."""
    screen = seen or await visitor.get(PLACE)
    kept = {name: hidden(screen, name) for name in ("seen", "counted")}
    return await visitor.send(PLACE, screen.token, **(kept | {"step": step} | fields))


async def sendings(house: House) -> tuple[Sending, ...]:
    """All that has been approved, tests left out."""
    return await house.store.read(lambda tables: tables.sendings.latest(99))


async def carry(house: House, outlet: MemoryOutlet, library: Library) -> None:
    """Let a postman work until there is nothing to do."""
    rested = asyncio.Event()

    async def rest(_: float) -> None:
        if postman.is_idle:
            rested.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0)

    postman = Worker(house.store, outlet, library, house.clock, sleep=rest, chance=lambda: 0.5)
    work = asyncio.create_task(postman.run())
    await asyncio.wait({work, asyncio.ensure_future(rested.wait())}, return_when="FIRST_COMPLETED")
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


async def arrive(house: House, key: str, number: int) -> None:
    """Let so many messages arrive."""
    now = house.clock.now()
    rows = await house.store.turn(lambda t: t.outbox.claim(key, "telegram", now, number))
    settled = [Settled(row.row, RowState.SENT, message=row.row) for row in rows]
    await house.store.turn(lambda t: t.outbox.settle(settled))


async def test_looking_counting_and_testing_send_nothing_to_residents(full_house: House) -> None:
    """Only the last button does, and only with the box ticked (TRUST S18)."""
    visitor = await ready(full_house)
    screen = await visitor.get(PLACE)
    assert "3 personer får det" in screen.words
    assert "Jag har läst texten, och den ska gå till 3 personer" in screen.words
    assert "Webbchatt" in screen.words
    assert "Telegram" in screen.words
    assert "På engelska" in screen.words
    for step in ("count", "test", "", "nonsense"):
        await press(visitor, step, sure="1")
    unsure = await press(visitor, "send")
    assert unsure.status == 422
    assert "Kryssa i rutan först" in unsure.words
    assert await sendings(full_house) == ()


async def test_what_was_previewed_goes_after_a_minute_to_those_counted(
    full_house: House, library: Library
) -> None:
    """The first message leaves when the minute is over, with the very words of the preview."""
    visitor = await ready(full_house)
    page = await press(visitor, "send", sure="1")
    (sending,) = await sendings(full_house)
    assert page.place == f"/personal/utskick/{sending.key}"
    shown = await visitor.get(page.place)
    assert "Går ut om 60 sekunder" in shown.words
    assert "Ångra, skicka inte" in shown.words
    outlet = MemoryOutlet()
    await carry(full_house, outlet, library)
    assert outlet.delivered == []
    full_house.clock.passed += 61
    await carry(full_house, outlet, library)
    assert len(outlet.delivered) == 3
    texts = await full_house.store.read(lambda tables: tables.sendings.texts(sending.key))
    assert outlet.delivered[0][1] == plain(texts["sv"].text)
    assert "Klart. 3 av 3 har fått det" in (await visitor.get(page.place)).words


async def test_a_text_that_changed_since_it_was_read_is_refused_and_shown(
    full_house: House,
) -> None:
    """A colleague mends the place meanwhile: nothing goes, and the new text is shown."""
    visitor = await ready(full_house)
    screen = await visitor.get(PLACE)
    await full_house.plan(meeting(place="Folkets hus"))
    refused = await press(visitor, "send", screen, sure="1")
    assert refused.status == 422
    assert "Texten har ändrats sedan du läste den" in refused.words
    assert "Folkets hus" in refused.words
    assert await sendings(full_house) == ()
    assert (await press(visitor, "send", refused, sure="1")).status == 303


async def test_a_change_in_the_same_moment_is_caught_inside_the_transaction(
    full_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading the meeting and approving it, it may still change: then nothing is kept."""
    visitor = await ready(full_house)
    screen = await visitor.get(PLACE)
    size = full_house.broadcasts.audience_size

    async def slow(*given: object) -> int:
        await full_house.plan(meeting(place="Folkets hus"))
        return await size(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(full_house.broadcasts, "audience_size", slow)
    refused = await press(visitor, "send", screen, sure="1")
    assert "Texten har ändrats" in refused.words
    assert await sendings(full_house) == ()


async def test_ticking_others_after_the_count_asks_for_a_new_look(full_house: House) -> None:
    """Without script the number on the screen is old when boxes change: it is said, not sent."""
    both = [Member("telegram:1", "sv", ("asarum",)), Member("telegram:2", "en", ("morrum",))]
    visitor = await ready(full_house, *both)
    screen = await visitor.get(PLACE)
    assert "2 personer får det" in screen.words
    recount = await press(visitor, "send", screen, sure="1", district_asarum="1")
    assert "Antalet är nytt" in recount.words
    assert "1 person får det" in recount.words
    assert await sendings(full_house) == ()
    sent = await press(visitor, "send", recount, sure="1", district_asarum="1")
    assert sent.status == 303
    (sending,) = await sendings(full_house)
    assert sending.audience.districts == ("asarum",)


async def test_the_script_is_told_the_same_number(full_house: House) -> None:
    """The figure that changes while ticking is the one that is checked when sending."""
    visitor = await ready(
        full_house, Member("telegram:1", "sv"), Member("telegram:2", "en", ("morrum",))
    )
    answer = await visitor.get("/personal/traffar/k7p2m/antal?reads_en=1&district_morrum=1")
    assert answer.text == '{"people": 1, "counted": "morrum|en"}'
    everyone = await visitor.get("/personal/traffar/k7p2m/antal?reads_en=1&reads_sv=1")
    assert everyone.text == '{"people": 2, "counted": "|"}'


async def test_an_empty_audience_is_refused(full_house: House) -> None:
    """A sending to nobody would use up the only one there is."""
    visitor = await ready(full_house, *people(1, language="sv"))
    screen = await press(visitor, "count", reads_en="1")
    assert "0 personer får det" in screen.words
    refused = await press(visitor, "send", screen, sure="1", reads_en="1")
    assert "Ingen får det så här" in refused.words
    assert await sendings(full_house) == ()


async def test_the_same_invitation_twice_is_refused_with_a_link(full_house: House) -> None:
    """Two who press at once send one; the other is led to it."""
    visitor = await ready(full_house)
    screen = await visitor.get(PLACE)
    first = await press(visitor, "send", screen, sure="1")
    second = await press(visitor, "send", screen, sure="1")
    assert second.status == 422
    assert "redan skickat 24 nov 2026 kl. 10.00, av anna" in second.words
    assert f'href="{first.place}"' in second.text
    assert len(await sendings(full_house)) == 1
    page = await visitor.get("/personal/traffar/k7p2m")
    assert "Skicka inbjudan" not in page.words
    assert f'href="{first.place}"' in page.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"example": True}, "Exempel kan inte skickas"),
        ({"standing": Standing.DRAFT}, "Publicera den först"),
        ({"standing": Standing.CANCELLED}, "Träffen är inställd"),
    ],
)
async def test_what_may_not_be_sent_is_refused_in_plain_words(
    full_house: House, changes: dict[str, object], said: str
) -> None:
    """Examples, drafts and cancelled meetings go to nobody, not even as a test."""
    visitor = await ready(full_house, **changes)
    for step in ("send", "test"):
        refused = await press(visitor, step, sure="1")
        assert said in refused.words
    assert await sendings(full_house) == ()
    assert "5 Skicka" not in (await visitor.get(PLACE)).words


# When


@pytest.mark.parametrize(
    ("fields", "starts"),
    [
        ({"day": "2026-11-26", "time": "14.30"}, "2026-11-26T13:30"),
        ({"day": "2026-11-26", "time": "20:00"}, "2026-11-27T08:00"),
        ({"day": "2026-11-26", "time": "08:59"}, "2026-11-26T08:00"),
        ({"day": "2026-11-26", "time": "21:00", "night": "1", "night_sure": "1"}, "2026-11-26T20"),
        ({"day": "2026-11-26", "time": "12:00", "night": "1"}, "2026-11-26T11:00"),
    ],
)
async def test_a_chosen_time_in_quiet_hours_moves_to_the_morning_unless_confirmed_twice(
    full_house: House, fields: dict[str, str], starts: str
) -> None:
    """Nobody is woken by a slip of the finger."""
    visitor = await ready(full_house)
    page = await press(visitor, "send", sure="1", when="later", **fields)
    assert page.status == 303
    (sending,) = await sendings(full_house)
    assert sending.starts.isoformat().startswith(starts)
    assert sending.at_night == ("night_sure" in fields)
    assert "Inget har gått ut än" in (await visitor.get(page.place)).words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "", "time": "14:00"}, "Dagen går inte att läsa"),
        ({"day": "2026-11-26", "time": "kaffe"}, "Tiden går inte att läsa"),
        ({"day": "2026-11-24", "time": "09:30"}, "Den tiden har redan varit"),
        ({"day": "2026-12-03", "time": "14:00"}, "Då har träffen redan börjat"),
        ({"day": "2027-03-28", "time": "02:30"}, "Den tiden finns inte"),
        ({"day": "2026-11-26", "time": "22:00", "night": "1"}, "Kryssa i båda rutorna"),
    ],
)
async def test_a_wrong_time_is_said_by_the_field(
    full_house: House, fields: dict[str, str], said: str
) -> None:
    """And nothing is approved."""
    visitor = await ready(full_house)
    page = await press(visitor, "send", sure="1", when="later", **fields)
    assert page.status == 422
    assert said in page.words
    assert await sendings(full_house) == ()


async def test_in_the_evening_now_means_tomorrow_and_the_screen_says_so(
    full_house: House, library: Library
) -> None:
    """At half past nine in the evening the coordinator reads when it will go."""
    full_house.clock.passed += 11.5 * HOUR
    visitor = await ready(full_house)
    screen = await visitor.get(PLACE)
    assert "Det går ut onsdag 25 november 2026 kl. 09.00" in screen.words
    page = await press(visitor, "send", screen, sure="1")
    outlet = MemoryOutlet()
    full_house.clock.passed += 2 * HOUR
    await carry(full_house, outlet, library)
    assert outlet.delivered == []
    visitor = await full_house.inside("bo", Role.READER)
    assert "Går ut onsdag 25 november 2026 kl. 09.00" in (await visitor.get(page.place)).words


async def test_what_is_left_at_eight_waits_and_the_page_says_until_when(full_house: House) -> None:
    """A sending begun in the afternoon that is not done by evening."""
    visitor = await ready(full_house)
    page = await press(visitor, "send", sure="1")
    full_house.clock.passed += 10.5 * HOUR
    visitor = await full_house.inside("bo", Role.READER)
    words = (await visitor.get(page.place)).words
    assert "Väntar till 09.00" in words


# Under way


async def test_stop_in_the_first_minute_lets_it_be_thrown_away_and_made_anew(
    full_house: House, library: Library
) -> None:
    """A mistake seen during the hold costs nothing: nobody got it, and it can be sent again."""
    visitor = await ready(full_house)
    place = (await press(visitor, "send", sure="1")).place
    await visitor.submit(place, f"{place}/stoppa")
    full_house.clock.passed += 120
    outlet = MemoryOutlet()
    await carry(full_house, outlet, library)
    assert outlet.delivered == []
    words = (await visitor.get(place)).words
    assert "Stoppat. 0 har fått det. 3 har inte fått det." in words
    await visitor.submit(place, f"{place}/kasta")
    assert await sendings(full_house) == ()
    assert (await visitor.get(place)).status == 404
    assert (await press(visitor, "send", sure="1")).status == 303


async def test_stop_gives_the_exact_count_and_going_on_reaches_the_rest_once(
    full_house: House, library: Library
) -> None:
    """Pressed after the second of five, two have it and three have not; each gets it once."""
    visitor = await ready(full_house, *people(5))
    place = (await press(visitor, "send", sure="1")).place
    full_house.clock.passed += 61
    outlet = MemoryOutlet()
    await arrive(full_house, place.rsplit("/", 1)[1], 2)
    await visitor.submit(place, f"{place}/stoppa")
    page = await visitor.get(place)
    assert "Stoppat. 2 har fått det. 3 har inte fått det." in page.words
    assert "Kasta" not in page.words
    kept = await visitor.send(f"{place}/kasta", page.token)
    assert "kan inte kastas" in kept.words
    await carry(full_house, outlet, library)
    assert outlet.delivered == []
    unsure = await visitor.submit(place, f"{place}/fortsatt")
    assert "Kryssa i rutan först" in unsure.words
    await visitor.submit(place, f"{place}/fortsatt", sure="1")
    await carry(full_house, outlet, library)
    assert sorted(address for address, _, _ in outlet.delivered) == [
        f"telegram:{n}" for n in range(3, 6)
    ]


async def test_failures_are_listed_by_reason_and_sent_again_by_one_choice(
    full_house: House, library: Library
) -> None:
    """Blocked chats are counted and gone; the uncertain are resent only when it is chosen."""
    visitor = await ready(full_house, *people(4))
    place = (await press(visitor, "send", sure="1")).place
    full_house.clock.passed += 61
    outlet = MemoryOutlet()
    outlet.answers = {
        "telegram:1": [Receipt(Outcome.GONE, reason="blocked")],
        "telegram:2": [Receipt(Outcome.REFUSED, reason="refused")],
        "telegram:3": [Receipt(Outcome.UNCERTAIN, reason="timeout")],
    }
    await carry(full_house, outlet, library)
    words = (await visitor.get(place)).words
    assert "Klart. 1 av 4 har fått det" in words
    assert "1 har blockerat boten" in words
    assert "1 togs inte emot" in words
    assert "Ja, försök igen till 1 person." in words
    assert "Ja, skicka en gång till till 1 person." in words
    unsure = await visitor.submit(place, f"{place}/igen", state="uncertain")
    assert "Kryssa i rutan först" in unsure.words
    await carry(full_house, outlet, library)
    assert len(outlet.delivered) == 1
    await visitor.submit(place, f"{place}/igen", state="uncertain", sure="1")
    await carry(full_house, outlet, library)
    assert outlet.delivered[-1][1].startswith("Upprepat.")
    await visitor.submit(place, f"{place}/igen", state="failed", sure="1")
    await carry(full_house, outlet, library)
    assert [address for address, _, _ in outlet.delivered] == [
        "telegram:4",
        "telegram:3",
        "telegram:2",
    ]


async def test_the_figures_come_alone_for_the_script(full_house: House) -> None:
    """One small piece of HTML with the phase, and a speed once two looks are known."""
    visitor = await ready(full_house, *people(30))
    place = (await press(visitor, "send", sure="1")).place
    key = place.rsplit("/", 1)[1]
    piece = await visitor.get(f"{place}/lage")
    assert 'data-phase="hold"' in piece.text
    assert "<html" not in piece.text
    full_house.clock.passed += 61
    await visitor.get(f"{place}/lage")
    await arrive(full_house, key, 20)
    full_house.clock.passed += 2
    words = (await visitor.get(f"{place}/lage")).words
    assert "10 i sekunden" in words
    assert "mindre än en minut kvar" in words
    assert "Skickade 20 Väntar 10" in words


async def test_the_archive_lists_what_was_sent_by_whom_and_how_it_went(full_house: House) -> None:
    """Tests are no sendings, and stand in no list."""
    visitor = await ready(full_house)
    await full_house.fill(lambda t: t.staff_chats.link("telegram:9", "x", "sv"))
    assert "Inget har skickats än" in (await visitor.get("/personal/utskick")).words
    await press(visitor, "send", sure="1")
    words = (await visitor.get("/personal/utskick")).words
    assert "Inbjudan: Trygg i Asarum 24 nov 2026 kl. 10.00 · anna" in words
    assert "Går ut om en minut 0 av 3 har fått det" in words


async def test_a_reader_watches_and_cannot_stop(full_house: House) -> None:
    """Readers see the progress and no buttons."""
    visitor = await ready(full_house)
    place = (await press(visitor, "send", sure="1")).place
    reader = await full_house.inside("bo", Role.READER)
    page = await reader.get(place)
    assert page.status == 200
    assert "Ångra" not in page.words
    assert (await reader.send(f"{place}/stoppa", page.token)).status == 403


async def test_the_log_tells_who_sent_and_stopped(full_house: House) -> None:
    """Sending is written in the same transaction as the sending itself."""
    visitor = await ready(full_house)
    place = (await press(visitor, "send", sure="1")).place
    await visitor.submit(place, f"{place}/stoppa")
    await visitor.submit(place, f"{place}/fortsatt", sure="1")
    boss = await full_house.inside("chef", Role.ADMINISTRATOR)
    words = (await boss.get("/personal/logg")).words
    assert "anna skickade Trygg i Asarum" in words
    assert "anna stoppade utskicket av Trygg i Asarum" in words
    assert "anna lät utskicket fortsätta av Trygg i Asarum" in words


# Tests to oneself


async def test_a_test_reaches_only_my_own_chats_and_is_marked(
    full_house: House, library: Library
) -> None:
    """Marked TEST, in both languages, at once also at night, and its buttons answer nothing. One
    for each page that asks.
    """
    full_house.clock.passed += 12 * HOUR
    visitor = await ready(full_house)
    mine = (await full_house.account("anna")).key
    await full_house.fill(lambda t: t.staff_chats.link("telegram:77", mine, "sv"))
    await full_house.fill(lambda t: t.staff_chats.link("telegram:78", "another", "sv"))
    screen = await visitor.get(PLACE)
    for _ in range(2):  # two quick taps on one page are one test
        page = await press(visitor, "test", screen, once=hidden(screen, "once"))
        assert "Testet är på väg till din kopplade telefon" in page.words
    outlet = MemoryOutlet()
    await carry(full_house, outlet, library)
    assert [address for address, _, _ in outlet.delivered] == ["telegram:77", "telegram:77"]
    assert all(words.startswith("TEST.") for _, words, _ in outlet.delivered)
    tests = await full_house.store.read(_tests)
    actions = {b.action for reply in tests for b in reply.all_buttons}
    assert actions == {"test"}
    await press(visitor, "test", page, once=hidden(page, "once"))
    await carry(full_house, outlet, library)
    assert len(outlet.delivered) == 4


def _tests(tables: Tables) -> list[Reply]:
    rows = tables.sendings._connection.execute("SELECT key FROM sendings WHERE purpose = 'test'")
    return [reply for row in rows for reply in tables.sendings.texts(row[0]).values()]


async def test_without_a_linked_chat_the_screen_says_how_to_link_one(full_house: House) -> None:
    """Not an error: a way on."""
    visitor = await ready(full_house)
    page = await press(visitor, "test")
    assert "Du har ingen kopplad telefon än" in page.words
    assert "/personal/konto/telefoner" in page.text


async def test_try_mode_says_that_only_linked_chats_are_reached(trial_house: House) -> None:
    """In plain words, with the way to link; the number counts linked chats alone."""
    visitor = await ready(trial_house)
    screen = await visitor.get(PLACE)
    assert "Boten är i provläge. Inget går till invånare." in screen.words
    assert "Ingen är kopplad än" in screen.words
    assert "0 personer får det" in screen.words
    await trial_house.fill(lambda t: t.staff_chats.link("telegram:1", "x", "sv"))
    screen = await visitor.get(PLACE)
    assert "1 av högst 5 är kopplade" in screen.words
    assert "1 person får det" in screen.words
