"""What the clock sends comes once, at its hour, and never about a meeting as it no longer is."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from structlog.testing import capture_logs

from bot.delivery import announcements
from bot.delivery.broadcast import Broadcasts
from bot.delivery.clockwork import Clockwork
from bot.domain.meeting import Answer, Choice, Meeting, Standing
from bot.domain.membership import Member, News
from bot.domain.message import plain
from bot.domain.sending import Audience, Purpose, Sending
from bot.domain.sweden import STOCKHOLM
from bot.knowledge.library import Library
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import START, HeldClock, coming
from tests.delivery.conftest import says
from tests.fakes.outlets import MemoryOutlet

Carry = Callable[[], Awaitable[None]]
KEY = "k7p2m"
REMINDERS = (Purpose.DAY_BEFORE, Purpose.SAME_DAY)
EVE = datetime(2026, 12, 2, 17, tzinfo=STOCKHOLM).astimezone(UTC)
MORNING = datetime(2026, 12, 3, 9, tzinfo=STOCKHOLM).astimezone(UTC)
DUE = dict(zip(REMINDERS, (EVE, MORNING), strict=True))


class WallClock(HeldClock):
    """A time of day that jumps, beside seconds that do not."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now
        self._gone = 0.0

    def seconds(self) -> float:
        """What has really passed."""
        return self._gone

    def passes(self, **span: float) -> None:
        """Let real time pass."""
        super().passes(**span)
        self._gone += timedelta(**span).total_seconds()

    def jumps(self, by: timedelta) -> None:
        """Somebody sets the clock."""
        self._now += by


@pytest.fixture
def clockwork(broadcasts: Broadcasts, library: Library, clock: HeldClock) -> Clockwork:
    """The clock that looks when a test tells it to."""
    return Clockwork(broadcasts, library, clock)


async def _plan(store: Store, meeting: Meeting, *answers: tuple[str, Choice]) -> None:
    """A meeting, and what people have answered."""

    def work(tables: Tables) -> None:
        tables.meetings.put(meeting)
        for address, choice in answers:
            tables.answers.put(address, Answer(meeting.key, choice), "sv")

    await store.turn(work)


async def _sent(store: Store) -> list[Purpose]:
    return [one.purpose for one in await store.read(lambda t: t.sendings.about(KEY))]


def _at(clock: HeldClock, moment: datetime) -> None:
    clock.passes(seconds=(moment - clock.now()).total_seconds())


async def test_both_reminders_come_at_their_hours_to_those_who_may_come(
    store: Store, clockwork: Clockwork, clock: HeldClock, outlet: MemoryOutlet, carry: Carry
) -> None:
    """Yes and maybe are reminded once each time, however often the clock looks."""
    await _plan(store, coming(), ("telegram:1", Choice.YES), ("telegram:2", Choice.MAYBE))
    for moment, messages in ((EVE - timedelta(seconds=1), 0), (EVE, 2), (MORNING, 4)):
        _at(clock, moment)
        for _ in range(3):
            await store.turn(clockwork.look)
            await carry()
        assert len(outlet.delivered) == messages
    assert "Snart är det dags" in outlet.delivered[0][1]
    assert "I dag är det dags" in outlet.delivered[-1][1]


async def test_a_cancelled_meeting_reminds_nobody_of_anything(
    store: Store, broadcasts: Broadcasts, clockwork: Clockwork, clock: HeldClock, library: Library
) -> None:
    """Cancelled before the hour: no reminder is made, no thanks, and the log says why."""
    await _plan(store, replace(coming(), standing=Standing.CANCELLED), ("telegram:1", Choice.YES))
    with capture_logs() as logged:
        for moment in (EVE, MORNING, coming().starts, MORNING + timedelta(days=1, hours=1)):
            _at(clock, moment)
            await store.turn(clockwork.look)
    assert await _sent(store) == []
    skipped = [(one["method"], one["status"]) for one in logged if "skipped" in one["event"]]
    assert skipped == [(purpose, "closed") for purpose in REMINDERS]


async def test_what_is_under_way_ends_when_the_meeting_is_cancelled(
    store: Store,
    broadcasts: Broadcasts,
    clockwork: Clockwork,
    clock: HeldClock,
    library: Library,
    outlet: MemoryOutlet,
    carry: Carry,
) -> None:
    """An invitation and a reminder that still wait never leave; the cancellation does."""
    _at(clock, EVE)
    await _plan(store, coming(), ("telegram:1", Choice.YES))
    await store.turn(lambda t: t.members.put(Member("telegram:2", "sv")))
    audience = Audience.subscribers(News.INVITATIONS)
    await broadcasts.approve(
        announcements.invitation(library, coming(), audience, approved_by="Anna", starts=EVE)
    )
    await store.turn(clockwork.look)
    off = replace(coming(), standing=Standing.CANCELLED)
    await _plan(store, off)
    await broadcasts.approve(
        announcements.cancelled(library, off, approved_by="Anna", now=clock.now())
    )
    await store.turn(clockwork.look)
    await carry()
    assert [address for address, _, _ in outlet.delivered] == ["telegram:1"]
    assert "inställd" in outlet.delivered[0][1]


async def test_reminders_follow_a_meeting_that_is_moved(
    store: Store,
    broadcasts: Broadcasts,
    clockwork: Clockwork,
    clock: HeldClock,
    outlet: MemoryOutlet,
    carry: Carry,
) -> None:
    """A reminder of the old day that waits is taken back, and the new day has its own."""
    await _plan(store, coming(), ("telegram:1", Choice.YES))
    _at(clock, EVE)
    await store.turn(clockwork.look)
    later = coming().starts + timedelta(days=2)
    moved = replace(
        coming(),
        starts=later,
        ends=later + timedelta(hours=2),
        standing=Standing.MOVED,
        revision=2,
        changed=clock.now(),
    )
    await _plan(store, moved)
    await store.turn(clockwork.look)
    await carry()
    _at(clock, MORNING)
    await store.turn(clockwork.look)
    await carry()
    assert outlet.delivered == []
    _at(clock, EVE + timedelta(days=2))
    await store.turn(clockwork.look)
    await carry()
    assert "lördag 5 december" in outlet.delivered[0][1]


async def test_an_open_invitation_says_what_holds_now(
    store: Store, broadcasts: Broadcasts, clockwork: Clockwork, clock: HeldClock, library: Library
) -> None:
    """Who subscribes after a move is invited to the new time, what staff correct after that stays
    corrected, and a newer invitation ends the old.
    """
    await _plan(store, coming())
    audience = Audience.subscribers(News.INVITATIONS)
    first = await broadcasts.approve(
        announcements.invitation(library, coming(), audience, approved_by="Anna", starts=START)
    )
    later = coming().starts + timedelta(days=2)
    moved = replace(coming(), starts=later, ends=later + timedelta(hours=2), revision=2)
    moved = replace(moved, standing=Standing.MOVED, changed=clock.now())
    await _plan(store, moved)
    for _ in range(2):
        await store.turn(clockwork.look)
    texts = await store.read(lambda t: t.sendings.texts(first.key))
    assert "lördag 5 december" in plain(texts["sv"].text)
    assert "Saturday 5 December" in plain(texts["en"].text)
    stored = await store.read(lambda t: t.sendings.get(first.key))
    assert stored
    assert stored.expires == later
    await store.turn(lambda t: t.sendings.put_text(first.key, "sv", says("Rättat")))
    await store.turn(clockwork.look)
    texts = await store.read(lambda t: t.sendings.texts(first.key))
    assert plain(texts["sv"].text) == "Rättat"
    await broadcasts.approve(
        announcements.invitation(library, moved, audience, approved_by="Anna", starts=START)
    )
    await store.turn(clockwork.look)
    stored = await store.read(lambda t: t.sendings.get(first.key))
    assert stored
    assert stored.expires == clock.now()


async def test_examples_are_never_told_of(
    store: Store, clockwork: Clockwork, clock: HeldClock
) -> None:
    """An example meeting of try mode reminds nobody."""
    await _plan(store, replace(coming(), example=True), ("telegram:1", Choice.YES))
    _at(clock, EVE)
    await store.turn(clockwork.look)
    assert await _sent(store) == []


async def test_thanks_go_to_those_who_said_yes_the_day_after(
    store: Store, clockwork: Clockwork, clock: HeldClock, outlet: MemoryOutlet, carry: Carry
) -> None:
    """At ten, once, and “kanske” is not thanked for coming."""
    await _plan(store, coming(), ("telegram:1", Choice.YES), ("telegram:2", Choice.MAYBE))
    ten = MORNING + timedelta(days=1, hours=1)
    for moment, messages in ((ten - timedelta(seconds=1), 0), (ten, 1), (ten, 1)):
        _at(clock, moment)
        await store.turn(clockwork.look)
        await carry()
        assert len(outlet.delivered) == messages
    assert "Tack för att du var med" in outlet.delivered[0][1]


async def test_what_has_happened_is_told_when_staff_have_written_it(
    store: Store, clockwork: Clockwork, clock: HeldClock, outlet: MemoryOutlet, carry: Carry
) -> None:
    """Three months later, to those who want to know; nothing is told that nobody has written."""
    await _plan(store, coming(), ("telegram:1", Choice.YES), ("telegram:2", Choice.YES))
    await store.turn(lambda t: t.aftermath.want("telegram:1", KEY, tell=True))
    written = coming().ends + timedelta(days=5)
    await store.turn(lambda t: t.aftermath.write(KEY, {"sv": "Lampan."}, written))
    _at(clock, written + timedelta(days=92))
    await store.turn(lambda t: t.answers.erase_old(clock.now()))
    await store.turn(clockwork.look)
    assert await _sent(store) == []
    await store.turn(lambda t: t.aftermath.write(KEY, {"sv": "Den lyser."}, written, later=True))
    for _ in range(2):
        await store.turn(clockwork.look)
        await carry()
    assert len(outlet.delivered) == 1
    address, words, _ = outlet.delivered[0]
    assert address == "telegram:1"
    assert "Den lyser." in words


async def test_a_freed_seat_is_offered_in_turn(
    store: Store, clockwork: Clockwork, clock: HeldClock, outlet: MemoryOutlet, carry: Carry
) -> None:
    """The first that fits is asked, the seat is held a day, then the next is asked."""
    await _plan(store, replace(coming(), seats=1), ("telegram:1", Choice.YES))

    def queue(tables: Tables) -> None:
        for number, party in ((2, 2), (3, 1), (4, 1)):
            tables.seats.join(f"telegram:{number}", KEY, party, "sv")

    await store.turn(queue)
    await store.turn(clockwork.look)
    assert await _sent(store) == []
    await store.turn(lambda t: t.answers.withdraw("telegram:1", KEY))
    for _ in range(2):
        await store.turn(clockwork.look)
        await carry()
    assert [address for address, _, _ in outlet.delivered] == ["telegram:3"]
    assert "onsdag 25 november 2026, klockan 13.00" in outlet.delivered[0][1]
    clock.passes(hours=24)
    await store.turn(clockwork.look)
    await carry()
    assert [address for address, _, _ in outlet.delivered] == ["telegram:3", "telegram:4"]
    assert [one.number for one in await store.read(lambda t: t.seats.queue(KEY))] == [2, 1]


async def test_an_offer_leaves_no_address_outside_the_outbox(
    store: Store, clockwork: Clockwork, clock: HeldClock
) -> None:
    """“Stopp” after an offer erases whom it was for: the sending itself names nobody."""
    await _plan(store, replace(coming(), seats=1))
    await store.turn(lambda t: t.seats.join("telegram:77", KEY, 1, "sv"))
    await store.turn(clockwork.look)
    offer = await store.read(lambda t: t.sendings.find(Purpose.SEAT_OFFER, KEY, 1))
    assert offer
    assert offer.audience.of == ""
    await store.turn(lambda t: t.forget("telegram:77"))
    assert await store.read(lambda t: t.seats.queue(KEY)) == ()


async def test_those_in_the_queue_are_told_that_it_is_cancelled(
    store: Store,
    broadcasts: Broadcasts,
    clockwork: Clockwork,
    clock: HeldClock,
    library: Library,
    outlet: MemoryOutlet,
    carry: Carry,
) -> None:
    """They wait for a seat that will never be free, and would otherwise never hear of it."""
    off = replace(coming(), seats=1, standing=Standing.CANCELLED)
    await _plan(store, off, ("telegram:1", Choice.YES))
    await store.turn(lambda t: t.seats.join("telegram:2", KEY, 1, "sv"))
    await broadcasts.approve(
        announcements.cancelled(library, off, approved_by="Anna", now=clock.now())
    )
    for _ in range(2):
        await store.turn(clockwork.look)
        await carry()
    assert sorted(address for address, _, _ in outlet.delivered) == ["telegram:1", "telegram:2"]
    assert await store.read(lambda t: t.seats.queue(KEY)) == ()


JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=365), timedelta(days=-365)]
MOMENTS = [
    *(due + timedelta(minutes=minutes) for due in DUE.values() for minutes in (-90, -30, 0, 30)),
    coming().starts - timedelta(minutes=30),
]


@pytest.mark.parametrize(("jump", "moment"), list(product(JUMPS, MOMENTS)))
async def test_a_clock_that_jumps_reminds_once_or_says_why_not(
    store: Store, library: Library, jump: timedelta, moment: datetime
) -> None:
    """Whatever is done to the clock: once or with a logged reason, never early, never after the
    meeting has begun (TRUST R11).
    """
    clock = WallClock(EVE - timedelta(hours=2))
    clockwork = Clockwork(Broadcasts(store, clock, live=True), library, clock)

    def a_day(tables: Tables) -> tuple[tuple[Sending, ...], datetime]:
        tables.meetings.put(coming())
        jumped, latest = False, clock.now()
        for _ in range(27 * 6):
            clockwork.look(tables)
            latest = max(latest, clock.now())
            clock.passes(minutes=10)
            if not jumped and clock.now() >= moment:
                clock.jumps(jump)
                jumped = True
        return tables.sendings.about(KEY), latest

    with capture_logs() as logged:
        made, latest = await store.turn(a_day)
    for purpose, due in DUE.items():
        sendings = [one for one in made if one.purpose is purpose]
        assert len(sendings) <= 1
        for one in sendings:
            assert due <= one.approved_at < one.expires <= coming().starts
        skipped = [one for one in logged if one.get("method") == purpose]
        assert len(sendings) + len(skipped) == (latest >= due)


async def test_a_clock_that_is_wrong_for_a_moment_makes_nothing_happen(
    store: Store, library: Library
) -> None:
    """Set a year ahead and back within some minutes: the reminders come at their hours."""
    clock = WallClock(EVE - timedelta(hours=2))
    clockwork = Clockwork(Broadcasts(store, clock, live=True), library, clock)
    await _plan(store, replace(coming(), seats=1), ("telegram:1", Choice.YES))
    await store.turn(lambda t: t.seats.join("telegram:2", KEY, 1, "sv"))
    for jump in (timedelta(), timedelta(days=365), timedelta(days=-365)):
        clock.jumps(jump)
        for _ in range(5):
            await store.turn(clockwork.look)
            clock.passes(seconds=30)
    assert len(await store.read(lambda t: t.seats.queue(KEY))) == 1
    clock.passes(seconds=(EVE - clock.now()).total_seconds())
    await store.turn(clockwork.look)
    assert await _sent(store) == [Purpose.DAY_BEFORE]
