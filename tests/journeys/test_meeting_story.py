"""A meeting from the invitation to what came of it, as a resident with Telegram sees it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.delivery import announcements
from bot.delivery.broadcast import Broadcasts, Draft
from bot.delivery.clockwork import Clockwork
from bot.delivery.worker import Worker
from bot.domain.aftermath import Verdict
from bot.domain.meeting import Answer, Choice, Meeting, Standing, Tally
from bot.domain.membership import Member, News
from bot.domain.sending import Audience
from bot.domain.sweden import STOCKHOLM
from bot.knowledge.library import Library
from bot.reception import Reception
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import HeldClock, coming
from tests.fakes.gates import Waiting, quick_gate
from tests.fakes.telegram import TelegramEmulator
from tests.journeys.conftest import checked_emulator
from tests.journeys.residents import PATIENCE, OnTelegram
from tests.journeys.running import telegram_running

KEY = "k7p2m"


@dataclass
class Town:
    """The bot with its clock and its postman, and those who have Telegram."""

    store: Store
    library: Library
    clock: HeldClock
    emulator: TelegramEmulator
    telegram: Telegram
    gate_time: Waiting

    def __post_init__(self) -> None:
        self.broadcasts = Broadcasts(self.store, self.clock, live=True)
        self.clockwork = Clockwork(self.broadcasts, self.library, self.clock)

    def resident(self, name: str = "Astrid") -> OnTelegram:
        """Somebody with the app."""
        return OnTelegram(self.emulator.chat(name), self.clock)

    async def plan(self, meeting: Meeting) -> None:
        """Staff put a meeting in, or change it."""
        await self.store.turn(lambda tables: tables.meetings.put(meeting))

    async def until(self, *moment: int) -> None:
        """Time passes until then, Swedish time; the clock looks, and what is due is carried."""
        then = datetime(*moment, tzinfo=STOCKHOLM).astimezone(UTC)  # type: ignore[misc,arg-type]
        self.clock.passes(seconds=(then - self.clock.now()).total_seconds())
        await self.looks()

    async def looks(self) -> None:
        """The clock looks and the postman goes his round."""
        await self.store.turn(self.clockwork.look)
        await self.carry()

    async def send(self, draft: Draft) -> None:
        """Staff approve a draft, and it is carried."""
        await self.broadcasts.approve(draft)
        await self.carry()

    async def carry(self) -> None:
        """Carry all that may go now, to chats that have been left in peace for a while."""
        self.gate_time.now += 60
        rested = asyncio.Event()

        async def rest(_: float) -> None:
            if worker.is_idle:
                rested.set()
                await asyncio.Event().wait()
            await asyncio.sleep(0)

        worker = Worker(self.store, self.telegram.outlet, self.library, self.clock, sleep=rest)
        task = asyncio.create_task(worker.run())
        await asyncio.wait_for(rested.wait(), PATIENCE)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def town(
    store: Store, reception: Reception, library: Library, clock: HeldClock
) -> AsyncIterator[Town]:
    """A town whose bot runs on an emulator of Telegram."""
    async with checked_emulator() as emulator:
        token = SecretStr(emulator.token)
        waiting = Waiting()
        gate = quick_gate(waiting=waiting)
        telegram = Telegram(reception, library, token, api=emulator.url, gate=gate)
        async with telegram_running(telegram):
            yield Town(store, library, clock, emulator, telegram, waiting)


async def _gets(person: OnTelegram) -> str:
    """The message that has come by itself."""
    person.sees(await person.chat.next_reply(PATIENCE))
    return person.text


async def test_from_the_invitation_to_what_came_of_it(town: Town, store: Store) -> None:
    """Invited, yes, reminded twice, thanked, wants to know, is told, and told once more."""
    astrid = town.resident()
    await town.plan(coming())
    await astrid.opens()
    address = f"telegram:{astrid.chat.id}"
    await store.turn(lambda tables: tables.members.put(Member(address, "sv")))
    audience = Audience.subscribers(News.INVITATIONS)
    now = town.clock.now()
    draft = announcements.invitation(
        town.library, coming(), audience, approved_by="Anna", starts=now
    )
    await town.send(draft)
    assert "torsdag 3 december 2026, klockan 14.00–16.00" in await _gets(astrid)
    assert "Skriv stopp" in astrid.text
    await astrid.taps("Jag kommer")
    await town.until(2026, 12, 2, 17)
    assert "Snart är det dags" in await _gets(astrid)
    await town.until(2026, 12, 3, 9)
    assert "I dag är det dags" in await _gets(astrid)
    await town.until(2026, 12, 4, 10)
    assert "Var träffen värd din tid?" in await _gets(astrid)
    await astrid.taps("Delvis")
    assert await store.read(lambda t: t.aftermath.verdicts(KEY)) == {Verdict.PARTLY: 1}
    await astrid.taps("Berätta vad det blev av")
    assert "hör jag av mig" in astrid.text
    await _what_came_of_it(town, astrid)


async def _what_came_of_it(town: Town, astrid: OnTelegram) -> None:
    """“Ni sa – vi gör”, three weeks later and three months after that."""
    await town.until(2026, 12, 28, 10)
    now = town.clock.now()
    await town.store.turn(lambda t: t.answers.erase_old(now))
    text = {"sv": "Lampan vid torget lagas i januari."}
    await town.store.turn(lambda t: t.aftermath.write(KEY, text, now))
    await town.send(
        announcements.you_said(town.library, coming(), text, approved_by="Anna", now=now)
    )
    assert "Lampan vid torget" in await _gets(astrid)
    await town.store.turn(lambda t: t.aftermath.write(KEY, {"sv": "Den lyser."}, now, later=True))
    await town.until(2027, 3, 28, 10)
    assert "Den lyser." in await _gets(astrid)
    await town.until(2027, 4, 5, 7)
    await town.store.turn(lambda t: t.answers.erase_old(town.clock.now()))
    assert await town.store.read(lambda t: t.answers.of(f"telegram:{astrid.chat.id}")) == {}
    assert await town.store.read(lambda t: t.answers.tally(KEY)) == Tally(yes=1, people=1)


def _fill(tables: Tables) -> None:
    """Somebody else has the only seat."""
    tables.meetings.put(replace(coming(), seats=1))
    tables.answers.put("web:a", Answer(KEY, Choice.YES), "sv")


async def test_a_full_meeting_a_queue_and_an_offer(town: Town, store: Store) -> None:
    """Full, in the queue, offered at a decent hour, and one tap takes the seat."""
    astrid = town.resident()
    await store.turn(_fill)
    await astrid.opens(f"mote-{KEY}")
    assert "Träffen är full just nu" in astrid.text
    await astrid.taps("Ställ mig i kö")
    assert "Nu står du i kö" in astrid.text
    await town.until(2026, 11, 24, 22)
    await store.turn(lambda t: t.answers.withdraw("web:a", KEY))
    await town.looks()
    await town.until(2026, 11, 25, 9)
    assert "Nu finns plats för dig" in await _gets(astrid)
    assert "torsdag 26 november 2026, klockan 09.00" in astrid.text
    other = town.resident("Bengt")
    await other.opens(f"mote-{KEY}")
    assert "Träffen är full just nu" in other.text
    await astrid.taps("Ja, jag kommer")
    assert "Du har svarat: Jag kommer" in astrid.text
    assert await store.read(lambda t: t.seats.queue(KEY)) == ()
    assert await store.read(lambda t: t.answers.tally(KEY)) == Tally(1, 1, 0, 1)


async def test_an_old_offer_answers_with_how_things_are(town: Town, store: Store) -> None:
    """When the offer has run out and the next has taken the seat, the button asks of the queue."""
    astrid, bengt = town.resident(), town.resident("Bengt")
    await store.turn(_fill)
    for person in (astrid, bengt):
        await person.opens(f"mote-{KEY}")
        await person.taps("Ställ mig i kö")
    await store.turn(lambda t: t.answers.withdraw("web:a", KEY))
    await town.looks()
    assert "Nu finns plats" in await _gets(astrid)
    await town.until(2026, 11, 25, 14)
    assert "Nu finns plats" in await _gets(bengt)
    await astrid.taps("Ja, jag kommer")
    assert "Träffen är full just nu" in astrid.text
    await bengt.taps("Nej tack")
    assert "Nu får nästa i kön frågan" in bengt.text
    await astrid.taps("Ställ mig i kö")
    assert "Kaffe och prat" in astrid.text
    assert "Jag kommer" in astrid.labels


async def test_two_who_press_for_the_last_seat(town: Town, store: Store) -> None:
    """One gets it, and the other is asked about the queue, which can be left again."""
    await town.plan(replace(coming(), seats=1))
    people = [town.resident(name) for name in ("Astrid", "Bengt")]
    for person in people:
        await person.opens(f"mote-{KEY}")
    await asyncio.gather(*(person.taps("Jag kommer") for person in people))
    full = [person for person in people if "Träffen är full just nu" in person.text]
    assert len(full) == 1
    assert await store.read(lambda t: t.seats.taken(KEY)) == 1
    await full[0].taps("Kö för 2")
    assert "i kö för 2 personer" in full[0].text
    await full[0].taps("Lämna kön")
    assert "inte längre i kö" in full[0].text
    assert await store.read(lambda t: t.seats.queue(KEY)) == ()


async def test_stopp_leaves_the_queue(town: Town, store: Store) -> None:
    """Whoever only waits for a seat is forgotten as well."""
    astrid = town.resident()
    await store.turn(_fill)
    await astrid.opens(f"mote-{KEY}")
    await astrid.taps("Ställ mig i kö")
    await astrid.writes("stopp")
    assert "tagit bort allt" in astrid.text
    assert await store.read(lambda t: t.seats.queue(KEY)) == ()


async def test_a_moved_meeting(town: Town) -> None:
    """Who has answered is told, old buttons know the new day, and the reminder comes before it."""
    astrid = town.resident()
    await town.plan(coming())
    await astrid.opens(f"mote-{KEY}")
    await astrid.taps("Jag kommer")
    now = town.clock.now()
    starts, ends = (datetime(2026, 12, 9, hour, tzinfo=UTC) for hour in (13, 15))
    moved = replace(
        coming(), starts=starts, ends=ends, standing=Standing.MOVED, revision=2, changed=now
    )
    await town.plan(moved)
    await town.send(
        announcements.moved(town.library, moved, approved_by="Anna", now=now, was=coming().starts)
    )
    assert "Träffen är ändrad" in await _gets(astrid)
    assert "onsdag 9 december 2026" in astrid.text
    await astrid.taps("Visa träffen")
    assert "onsdag 9 december 2026" in astrid.text
    assert "Du har svarat: Jag kommer" in astrid.text
    await town.until(2026, 12, 2, 17)
    await town.until(2026, 12, 8, 17)
    assert "Snart är det dags" in await _gets(astrid)
    assert "onsdag 9 december 2026" in astrid.text


async def test_cancelled_in_the_night_before(town: Town) -> None:
    """At eleven in the evening, for ten the next morning: told at once, without sound."""
    astrid = town.resident()
    starts, ends = (datetime(2026, 12, 3, hour, tzinfo=UTC) for hour in (9, 11))
    morning = replace(coming(), starts=starts, ends=ends)
    await town.plan(morning)
    await astrid.opens(f"mote-{KEY}")
    await astrid.taps("Kanske")
    await town.until(2026, 12, 2, 17)
    assert "Snart är det dags" in await _gets(astrid)
    await town.until(2026, 12, 2, 23)
    off = replace(morning, standing=Standing.CANCELLED)
    await town.plan(off)
    await town.send(
        announcements.cancelled(town.library, off, approved_by="Anna", now=town.clock.now())
    )
    assert "Träffen är inställd" in await _gets(astrid)
    silent = [call.params.get("disable_notification") for call in town.emulator.calls][-1]
    assert silent
    await town.until(2026, 12, 3, 9)
    await town.until(2026, 12, 4, 10)
    await astrid.opens(f"mote-{KEY}")
    assert "inställd" in astrid.text
