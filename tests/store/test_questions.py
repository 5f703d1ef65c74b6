"""Questions to meetings: they wait, are answered for all to read, or are hidden."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.domain.meeting import Standing
from bot.domain.need import Need
from bot.domain.question import MeetingQuestion, QuestionState
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import START, coming


def _asked(key: str, meeting: str = "k7p2m") -> MeetingQuestion:
    return MeetingQuestion(key, meeting, "2026-W48", f"Fråga {key}?")


def _three(tables: Tables) -> None:
    tables.meetings.put(coming())
    for key in ("b", "a", "c"):
        tables.questions.file(_asked(key))


async def test_a_question_waits_until_it_is_answered_or_hidden(store: Store) -> None:
    """Staff see what waits for them, and nothing disappears on the way."""
    await store.turn(_three)
    assert await store.turn(lambda t: t.questions.answer("a", "Ja."))
    assert await store.turn(lambda t: t.questions.hide("b"))
    waiting = await store.read(lambda t: t.questions.waiting("k7p2m"))
    assert waiting == (_asked("c"),)
    all_of_them = await store.read(lambda t: t.questions.all("k7p2m"))
    assert [(one.key, one.state, one.answer) for one in all_of_them] == [
        ("a", QuestionState.ANSWERED, "Ja."),
        ("b", QuestionState.HIDDEN, ""),
        ("c", QuestionState.WAITING, ""),
    ]
    assert await store.read(lambda t: t.questions.count_waiting()) == 1


async def test_an_unknown_question_is_said_to_be_unknown(store: Store) -> None:
    """A page that was left open on a screen changes nothing that is not there."""
    assert not await store.turn(lambda t: t.questions.answer("a", "Ja."))
    assert not await store.turn(lambda t: t.questions.hide("a"))
    assert await store.read(lambda t: t.questions.get("a")) is None


async def test_residents_read_answered_ones_only(store: Store) -> None:
    """What waits or is hidden is for staff; what is answered is shown with its meeting."""
    await store.turn(_three)
    await store.turn(lambda t: t.questions.answer("a", "Ja."))
    shown = await store.read(lambda t: t.questions.answered(START))
    assert {meeting: [one.key for one in some] for meeting, some in shown.items()} == {
        "k7p2m": ["a"]
    }


async def test_a_draft_shows_nothing_and_an_old_meeting_no_longer(store: Store) -> None:
    """Questions and answers are read only where the meeting itself may be."""
    await store.turn(_three)
    await store.turn(lambda t: t.questions.answer("a", "Ja."))
    late = START + timedelta(days=9 + 121)
    assert await store.read(lambda t: t.questions.answered(late)) == {}
    await store.turn(lambda t: t.meetings.put(replace(coming(), standing=Standing.DRAFT)))
    assert await store.read(lambda t: t.questions.answered(START)) == {}


def _take_back(need: Need, tables: Tables) -> None:
    tables.needs.count("k7p2m", need, back=True)


async def test_needs_are_counted_and_taken_back(store: Store) -> None:
    """Counts alone, for each meeting, and never below nothing."""
    await store.turn(lambda t: t.needs.count("k7p2m", Need.LIFT))
    await store.turn(lambda t: t.needs.count("k7p2m", Need.LIFT))
    await store.turn(lambda t: t.needs.count("k7p2m", Need.LIFT, back=True))
    for need in (Need.LOOP, Need.LOOP):
        await store.turn(partial(_take_back, need))
    assert await store.read(lambda t: t.needs.of("k7p2m")) == {Need.LIFT: 1, Need.LOOP: 0}
    assert await store.read(lambda t: t.needs.of("other")) == {Need.LIFT: 0, Need.LOOP: 0}
