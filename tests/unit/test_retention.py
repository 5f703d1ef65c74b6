"""The retention plan: words go in time, never unread, never for the sake of a wrong date."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.delivery.disposal import believes, calendar, dispose, outlook, vouch
from bot.delivery.recurring import housekeeping
from bot.domain.calendar import Calendar, read_calendar
from bot.domain.case import ConcernState
from bot.domain.concern import Addition, Concern
from bot.domain.meeting import Answer, Choice
from bot.domain.question import MeetingQuestion
from bot.domain.retention import Aged, Plan, look_out
from bot.domain.sweden import week_of
from bot.domain.weeks import week_after
from bot.knowledge.municipality import Retention
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import START, HeldClock, coming

DECIDED = Retention(confirmed="2026-11-01", confirmed_by="Kommunarkivarien", concern_weeks=10)
PLAN = DECIDED.plan
WORDS = "needle-lampan-vid-tunneln"
DAY = date(2026, 11, 24)


def test_a_week_after_another() -> None:
    """Also over the end of a year with 53 weeks."""
    assert week_after("2026-W52", 1) == "2026-W53"
    assert week_after("2026-W52", 2) == "2027-W01"
    assert week_after("2026-W48", 104) == "2028-W47"


def _aged(active: str, *, unread: bool = False) -> Aged:
    return Aged(active, "ljus", "2026-W01", active, unread)


def test_what_goes_when() -> None:
    """Ten whole weeks after the last event; warned four weeks before; unread is held."""
    plan = Plan(concerns=10, questions=52, warning=4)
    weeks = ("2026-W37", "2026-W38", "2026-W40", "2026-W41", "2026-W42", "2026-W48")
    found = look_out([*map(_aged, weeks), _aged("2026-W20", unread=True)], plan, "2026-W48")
    assert [one.active for one in found.due] == ["2026-W37"]
    assert [one.active for one in found.held] == ["2026-W20"]
    assert found.coming == {"2026-W49": 1, "2026-W51": 1, "2026-W52": 1}
    assert found.soon == 3


def _told(tables: Tables, key: str, *, read: bool = True, text: str = WORDS) -> None:
    tables.concerns.file(Concern(key * 32, week_of(START), "ljus", "asarum", "kvall", text))
    tables.concerns.release()
    if read:
        tables.concerns.set_state(key * 32, ConcernState.DONE, "Bytt.", week_of(START))


def _texts(tables: Tables) -> dict[str, str]:
    return {one.key[0]: one.text for one in tables.concerns.released()}


async def test_words_go_and_counts_stay(store: Store, clock: HeldClock) -> None:
    """State, answer and count stay; the protocol says how many went, and no byte of the words is
    left in any file (TRUST P2).
    """

    def tell(tables: Tables) -> None:
        _told(tables, "a")
        _told(tables, "b", read=False)
        tables.concerns.answer("a" * 32, "Tack!", week_of(START))

    await store.turn(tell)
    assert await store.turn(lambda t: dispose(t, DECIDED, START + timedelta(weeks=10))) == 0
    later = START + timedelta(weeks=11)
    assert (await store.read(lambda t: outlook(t, PLAN, later))).held
    assert await store.turn(lambda t: dispose(t, DECIDED, later)) == 1
    assert await store.turn(lambda t: dispose(t, DECIDED, later)) == 0
    assert await store.read(_texts) == {"a": "", "b": WORDS}
    case = await store.read(lambda t: t.concerns.get("a" * 32))
    assert case
    assert (case.state, case.answer, case.erased) == (ConcernState.DONE, "Tack!", True)
    (line,) = await store.read(lambda t: t.disposals.protocol())
    assert (line.told, line.category, line.number) == (week_of(START), "ljus", 1)
    assert sum(one.number for one in await store.read(lambda t: t.concerns.counts())) == 2
    await store.turn(lambda t: _read_and_erase(t, later))
    store.close()
    assert not [path for path in _files(store.path) if WORDS.encode() in path.read_bytes()]


def _read_and_erase(tables: Tables, later: object) -> None:
    tables.concerns.erase_text(["b" * 32])
    tables.erased = True


def _files(path: Path) -> Sequence[Path]:
    return [one for one in path.parent.iterdir() if one.is_file()]


async def test_something_added_postpones_it(store: Store) -> None:
    """Added the week before, or the same week and not read yet: the words stay."""
    later = START + timedelta(weeks=11)
    added = Addition("x" * 32, "a" * 32, week_of(later - timedelta(weeks=1)), "Mer", None)

    def tell(tables: Tables) -> None:
        _told(tables, "a")
        assert tables.concerns.add(added)
        tables.concerns.release()

    await store.turn(tell)
    assert (await store.read(lambda t: outlook(t, PLAN, later))).due == ()
    await store.turn(lambda t: t.concerns.additions_read("a" * 32))
    found = await store.read(lambda t: outlook(t, PLAN, later))
    assert (found.due, found.held) == ((), ())
    month = later + timedelta(weeks=10)
    assert (await store.read(lambda t: outlook(t, PLAN, month))).due


async def test_nothing_goes_before_the_plan_is_decided(store: Store) -> None:
    """A draft of a plan erases nothing, nor does one that is decided in the future."""
    late = START + timedelta(weeks=200)
    await store.turn(lambda t: _told(t, "a"))
    for plan in (Retention(), DECIDED.model_copy(update={"confirmed": "2050-01-01"})):
        assert await store.turn(lambda t, plan=plan: dispose(t, plan, late)) == 0  # type: ignore[misc]


async def test_questions_go_a_year_after_their_meeting(store: Store) -> None:
    """Those that somebody has read; how many is in the protocol."""
    meeting = coming(days=1)

    def ask(tables: Tables) -> None:
        tables.meetings.put(meeting)
        for key in "ab":
            tables.questions.file(MeetingQuestion(key, meeting.key, "2026-W48", "Hur?"))
        tables.questions.answer("a", "Så.")

    await store.turn(ask)
    assert await store.turn(lambda t: dispose(t, DECIDED, START + timedelta(weeks=52))) == 0
    assert await store.turn(lambda t: dispose(t, DECIDED, START + timedelta(weeks=53))) == 1
    left = await store.read(lambda t: t.questions.all(meeting.key))
    assert [one.key for one in left] == ["b"]


@pytest.mark.parametrize(
    ("days", "trusted"),
    [
        ((0, 1, 2, 9), True),  # off for a week
        ((0, 8), False),  # off for longer
        ((0, 365), False),
        ((0, 365, 366, 370, 371), False),
        ((0, 365, 366, 370, 372), True),  # a week of the new date, day by day
        ((0, 365, 730, 732, 736), False),  # it leapt again
        ((0, 365, 366, 1, 2), True),  # set right
        ((0, -9000, -8999, 1), True),  # a machine that starts in 1970 until the net tells it
    ],
)
def test_a_date_is_believed_or_not(days: tuple[int, ...], trusted: bool) -> None:
    """A leap forward waits for a week of proof, also over restarts: it is kept as words."""
    known = Calendar(DAY)
    for after in days:
        known = known.look(DAY + timedelta(days=after))
        assert read_calendar(str(known)) == known
    assert known.is_trusted is trusted
    assert read_calendar("") is None
    assert read_calendar("2026-11-24 x") is None


async def test_a_clock_a_year_ahead_erases_nothing(store: Store, clock: HeldClock) -> None:
    """Set wrong while the bot was off, and while it ran: addresses and words are still there when
    it is set right. When a person vouches for the date, they go.
    """
    meeting = coming(days=-1)

    def begin(tables: Tables) -> None:
        tables.meetings.put(replace(meeting, ends=START, starts=START - timedelta(hours=2)))
        tables.answers.put("telegram:1", Answer(meeting.key, Choice.YES, 1), "sv")
        _told(tables, "a")

    await store.turn(begin)
    await _run(store, clock, {"days": 1})
    clock.passes(days=365)  # while it was off
    await _run(store, clock, {"hours": 1}, {"days": 1}, {"days": 1})
    assert await store.read(lambda t: t.answers.of("telegram:1"))
    assert await store.read(_texts) == {"a": WORDS}
    held = await store.read(calendar)
    assert held
    assert not held.is_trusted
    await store.turn(lambda t: vouch(t, clock.now()))
    assert await store.turn(lambda t: believes(t, clock.now()))
    await _run(store, clock)
    assert await store.read(lambda t: t.answers.of("telegram:1")) == {}
    assert await store.read(_texts) == {"a": ""}


async def test_a_clock_that_jumps_while_the_bot_runs_erases_nothing(
    store: Store, clock: HeldClock
) -> None:
    """Not even for the minute in which it is wrong."""
    await store.turn(lambda t: _told(t, "a"))
    jumped = 0.0
    clock.seconds = lambda: HeldClock.seconds(clock) - jumped  # type: ignore[method-assign]

    async def sleep(_: float) -> None:
        nonlocal jumped
        if jumped:
            raise asyncio.CancelledError
        clock.passes(days=365)
        jumped = 365 * 86400.0

    with pytest.raises(asyncio.CancelledError):
        await housekeeping(store, clock, DECIDED, sleep)
    assert await store.read(_texts) == {"a": WORDS}
    assert await store.read(calendar) == Calendar(DAY)


async def _run(store: Store, clock: HeldClock, *spans: dict[str, float]) -> None:
    """Run the housekeeping, with some time between its looks."""
    left = list(spans)

    async def sleep(_: float) -> None:
        if not left:
            raise asyncio.CancelledError
        clock.passes(**left.pop(0))

    with pytest.raises(asyncio.CancelledError):
        await housekeeping(store, clock, DECIDED, sleep)
