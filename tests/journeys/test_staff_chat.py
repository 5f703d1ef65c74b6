"""A colleague with Telegram: links the chat, reads, tries, sends, follows and stops."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.domain.meeting import Answer, Choice
from bot.domain.membership import Member
from bot.domain.sending import Purpose
from bot.domain.staff import Action, Role
from bot.errands import Errands
from bot.knowledge.library import Library
from bot.reception import Reception
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import HeldClock, coming
from tests.fakes.gates import Waiting, quick_gate
from tests.journeys.colleague import hired
from tests.journeys.conftest import checked_emulator
from tests.journeys.residents import PATIENCE, OnTelegram
from tests.journeys.running import telegram_running
from tests.journeys.test_meeting_story import Town

OPEN = "tors 3 dec: Kaffe och prat om bedrägeri"
CODE = "abcdefgh"


@pytest.fixture
async def town(
    store: Store, reception: Reception, library: Library, clock: HeldClock
) -> AsyncIterator[Town]:
    """A town whose bot runs on an emulator of Telegram, with somebody to run errands."""
    async with checked_emulator() as emulator:
        waiting = Waiting()
        telegram = Telegram(
            reception,
            library,
            SecretStr(emulator.token),
            api=emulator.url,
            gate=quick_gate(waiting=waiting),
        )
        async with telegram_running(telegram):
            town = Town(store, library, clock, emulator, telegram, waiting)
            reception.connect(Errands(town.broadcasts, library, clock).run)
            yield town


async def _colleague(town: Town, role: Role = Role.EDITOR) -> OnTelegram:
    """Anna, with an account and a code from her page, which she writes in the chat."""
    anna = town.resident("Anna")
    until = town.clock.now() + timedelta(minutes=10)

    def work(tables: Tables) -> None:
        hired(tables, "anna", role, town.clock.now())
        tables.staff_chats.offer("anna", CODE, until)

    await town.store.turn(work)
    await anna.opens()
    await anna.writes("koppla abcd efgh")
    assert "kopplad till ditt konto" in anna.text
    assert "Skriv personal" in anna.text
    return anna


async def _subscribers(town: Town, *names: str) -> list[OnTelegram]:
    people = [town.resident(name) for name in names]
    for person in people:
        await person.opens()
        await town.store.turn(partial(_join, Member(f"telegram:{person.chat.id}", "sv")))
    return people


def _join(member: Member, tables: Tables) -> None:
    tables.members.put(member)


async def _gets(person: OnTelegram) -> str:
    person.sees(await person.chat.next_reply(PATIENCE))
    return person.text


async def _reads(anna: OnTelegram) -> tuple[str, str]:
    """Open the meeting: the invitation, and the message under it."""
    await anna.writes("personal")
    await anna.taps(OPEN)
    preview = anna.text
    return preview, await _gets(anna)


async def _done(store: Store) -> list[Action]:
    """What the log holds, the oldest first."""
    log = await store.read(lambda tables: tables.staff.log(99))
    assert {entry.who for entry in log} <= {"Anna"}
    return [entry.action for entry in reversed(log)]


def _holds(text: str, parts: Iterable[str]) -> None:
    for part in parts:
        assert part in text


async def test_a_colleague_reads_tries_sends_and_follows(town: Town, store: Store) -> None:
    """The whole of it in the chat: what was read is what residents get, once, and it is logged."""
    await town.plan(coming())
    first, second = await _subscribers(town, "Astrid", "Bertil")
    answer = Answer("k7p2m", Choice.YES, 3)
    await store.turn(lambda tables: tables.answers.put("telegram:99", answer, "sv"))
    anna = await _colleague(town)
    await anna.writes("/personal")
    _holds(anna.text, ["Kaffe och prat om bedrägeri", "Kommer: 3", "Kanske: 0"])
    preview, summary = await _reads(anna)
    _holds(summary, ["Den går till 2 personer", "Kommer: 3"])

    await anna.taps("Test till mig")
    assert "Testet är på väg hit" in anna.text
    tests = ""
    for _ in ("sv", "en"):
        town.clock.passes(seconds=2)  # one message a second to one chat
        await town.carry()
        tests += await _gets(anna)
    _holds(tests, ["TEST. Så här", "TEST. This"])

    await anna.taps("Skicka")
    _holds(anna.text, ["Ska inbjudan gå till 2 personer?", "om en minut"])
    await town.broadcasts.resume()
    await town.carry()
    assert await store.read(lambda tables: tables.sendings.latest(9)) == ()
    await anna.taps("Ja, skicka")
    _holds(anna.text, ["Klart. Inbjudan går till 2 personer", "Stoppa"])
    await town.broadcasts.resume()
    await anna.taps("Uppdatera")
    _holds(anna.text, ["Går ut klockan 13.", "Inget har gått ut än"])

    town.clock.passes(minutes=1)
    await town.carry()
    for person in (first, second):
        assert await _gets(person) == preview
        assert "Jag kommer" in person.labels
    await anna.taps("Uppdatera")
    _holds(anna.text, ["Klart. Den har gått ut.", "Skickade: 2", "Väntar: 0", "Osäkra: 0"])
    assert "Stoppa" not in anna.labels
    assert await _done(store) == [Action.TESTED, Action.SENT]


async def test_a_colleague_stops_what_has_not_left(town: Town, store: Store) -> None:
    """Within the minute, at once and with the count; nobody gets it afterwards."""
    await town.plan(coming())
    await _subscribers(town, "Astrid", "Bertil", "Cecilia")
    anna = await _colleague(town)
    await _reads(anna)
    await anna.taps("Skicka")
    await anna.taps("Ja, skicka")
    await town.broadcasts.resume()
    await anna.taps("Stoppa")
    _holds(anna.text, ["Stoppat. Ingen har fått den. 3 har inte fått den."])
    town.clock.passes(minutes=5)
    await town.broadcasts.resume()
    await town.carry()
    await anna.taps("Uppdatera")
    _holds(anna.text, ["Den är stoppad", "Skickade: 0", "Väntar: 3"])
    assert await _done(store) == [Action.SENT, Action.STOPPED]


async def test_what_is_stopped_before_its_list_is_made_stays_stopped(
    town: Town, store: Store
) -> None:
    """Stop in the seconds after the yes: no rows are made behind the colleague's back."""
    await town.plan(coming())
    await _subscribers(town, "Astrid")
    anna = await _colleague(town)
    await _reads(anna)
    await anna.taps("Skicka")
    await anna.taps("Ja, skicka")
    await anna.taps("Stoppa")
    assert "Ingen har fått den" in anna.text
    await town.broadcasts.resume()
    town.clock.passes(minutes=5)
    await town.carry()
    await anna.taps("Uppdatera")
    assert "Den är stoppad" in anna.text
    found = await store.read(lambda tables: tables.sendings.find(Purpose.INVITATION, "k7p2m", 1))
    assert found is not None
    progress = await store.read(lambda tables: tables.outbox.progress(found.key))
    assert progress.total == 0


async def test_in_the_evening_it_waits_until_nine(town: Town) -> None:
    """Nobody is woken: the question says when, and nothing leaves before."""
    await town.plan(coming())
    (astrid,) = await _subscribers(town, "Astrid")
    anna = await _colleague(town)
    await town.until(2026, 11, 24, 21, 0)
    await _reads(anna)
    await anna.taps("Skicka")
    _holds(anna.text, ["Många sover nu", "onsdag 25 november 2026, klockan 09.00"])
    await anna.taps("Ja, skicka")
    await town.broadcasts.resume()
    await town.carry()
    await anna.taps("Uppdatera")
    assert "Går ut onsdag 25 november 2026, klockan 09.00" in anna.text
    await town.until(2026, 11, 25, 9, 1)
    assert "Kaffe och prat" in await _gets(astrid)


@pytest.mark.parametrize(
    "changed",
    [{"title": "Kaffe och prat om bluffar"}, {"districts": ("asarum",)}, {"example": True}],
    ids=str,
)
async def test_a_meeting_that_has_changed_is_not_sent_by_an_old_yes(
    town: Town, changed: dict[str, Any]
) -> None:
    """What goes is what was read, in its words and in whom it is for."""
    await town.plan(coming())
    await _subscribers(town, "Astrid")
    anna = await _colleague(town)
    await _reads(anna)
    await anna.taps("Skicka")
    await town.plan(replace(coming(), **changed))
    await anna.taps("Ja, skicka")
    assert "Inget har gått ut" in anna.text
    assert await town.store.read(lambda tables: tables.sendings.latest(9)) == ()
