"""Dialogue meetings: seen, answered with one tap, changed, and forgotten on request."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.meeting import Standing, Tally
from bot.domain.need import Need
from bot.store.store import Store
from tests.conftest import START, coming
from tests.journeys.residents import Resident

pytestmark = pytest.mark.usefixtures("meeting_is_planned")


async def _answer_yes(resident: Resident) -> None:
    """Press Jag kommer, and say that the device is one's own where that is asked."""
    await resident.taps("Jag kommer")
    if "Ja, min egen" in resident.labels:
        await resident.taps("Ja, min egen")


async def test_a_meeting_is_seen_and_answered(resident: Resident, store: Store) -> None:
    """The invitation itself holds day, time and place, and one tap answers it."""
    await resident.opens()
    await resident.taps("Träffar och trygghet")
    await resident.taps("Kommande träffar")
    for words in ("torsdag 3 december 2026", "14.00–16.00", "Rådhussalen", "Hiss finns"):
        assert words in resident.text
    assert "utan namn" in resident.text
    await _answer_yes(resident)
    await resident.taps("Vi är 2")
    assert "2 personer" in resident.text
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=2)


async def test_a_link_on_a_poster_opens_the_meeting(resident: Resident) -> None:
    """A QR code leads straight to the invitation, without any question first."""
    await resident.opens("mote-k7p2m")
    assert "Kaffe och prat om bedrägeri" in resident.text
    assert "Jag kommer" in resident.labels


async def test_an_answer_is_changed_to_no(resident: Resident, store: Store) -> None:
    """“Kan inte” erases the answer and leaves only a count."""
    await resident.opens("mote-k7p2m")
    await _answer_yes(resident)
    await resident.taps("Kan inte")
    tally = await store.read(lambda t: t.answers.tally("k7p2m"))
    assert tally == Tally(withdrawn=1)
    await resident.taps("Ändra mitt svar")
    assert "Jag kommer" in resident.labels


async def test_stopp_forgets_and_can_be_undone(resident: Resident, store: Store) -> None:
    """The word alone is enough, it is confirmed, and one tap takes it back."""
    await resident.opens("mote-k7p2m")
    await _answer_yes(resident)
    await resident.writes("Stopp!")
    assert "tagit bort" in resident.text
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally()
    await resident.taps("Ångra")
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=1)


async def test_stop_in_a_sentence_is_not_a_stop(resident: Resident, store: Store) -> None:
    """“Det måste bli stopp på bråken” says something about the town, not about messages."""
    await resident.opens("mote-k7p2m")
    await _answer_yes(resident)
    await resident.writes("det måste bli stopp på bråken på torget")
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=1)


async def test_words_that_only_sound_like_a_stop_erase_nothing(
    resident: Resident, store: Store
) -> None:
    """“Skicka” or “ta bort mig” asks first; only stopp alone, or the button, erases."""
    await resident.opens("mote-k7p2m")
    await _answer_yes(resident)
    await resident.writes("jag vill inte ha fler utskick från er")
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=1)
    await resident.writes("skicka")
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=1)


async def test_an_unknown_or_old_meeting_is_explained(resident: Resident) -> None:
    """A link to a meeting that is gone leads to those that are coming."""
    await resident.opens("mote-finnsinte")
    assert "finns inte längre" in resident.text
    await resident.taps("Kommande träffar")
    assert "Kaffe och prat" in resident.text


async def test_a_larger_party_and_another_answer(resident: Resident, store: Store) -> None:
    """Up to nine are counted, and an answer can be changed to every other one."""
    await resident.opens("mote-k7p2m")
    await _answer_yes(resident)
    await resident.taps("Fler än 4")
    await resident.taps("Vi är 7")
    assert "7 personer" in resident.text
    await resident.taps("Ändra antal")
    await resident.taps("Vi är 3")
    await resident.taps("Kanske")
    assert "Kanske" in resident.text
    assert {"Jag kommer", "Kan inte"} <= set(resident.labels)
    await resident.taps("Jag kommer")
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=1)


async def test_needs_are_counted_and_taken_back(resident: Resident, store: Store) -> None:
    """A count for each meeting, never a name; pressed again it is taken back."""
    await resident.opens("mote-k7p2m")
    await _answer_yes(resident)
    await resident.taps("Skjuts, hörslinga")
    assert "0454-000 00" in resident.text
    await resident.taps("Behöver skjuts")
    await resident.taps("Behöver hörslinga")
    both = await store.read(lambda t: t.needs.of("k7p2m"))
    assert both == {Need.LIFT: 1, Need.LOOP: 1}
    await resident.taps("✓ Behöver hörslinga")
    assert await store.read(lambda t: t.needs.of("k7p2m")) == {Need.LIFT: 1, Need.LOOP: 0}
    await resident.taps("Visa träffen")
    await resident.taps("Kan inte")
    assert await store.read(lambda t: t.needs.of("k7p2m")) == {Need.LIFT: 0, Need.LOOP: 0}


@pytest.mark.parametrize(
    ("words", "button", "tally"),
    [
        ("vi e tre", "Vi är 3", Tally(yes=1, people=3)),
        ("Vi kommer tre stycken", "Vi är 3", Tally(yes=1, people=3)),
        ("jag kan inte komma", "Kan inte", Tally(withdrawn=1)),
        ("kan inte komma längre", "Kan inte", Tally(withdrawn=1)),
        ("jag kommer inte", "Kan inte", Tally(withdrawn=1)),
    ],
)
async def test_words_reach_the_answered_meeting(
    resident: Resident, store: Store, words: str, button: str, tally: Tally
) -> None:
    """In a person's own words the answer is one press away; the words alone change nothing."""
    await resident.opens("mote-k7p2m")
    await _answer_yes(resident)
    await resident.taps("Meny")
    await resident.writes(words)
    assert "Kaffe och prat" in resident.text
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=1)
    assert resident.labels[0] == button
    await resident.taps(button)
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == tally


async def test_words_reach_the_only_coming_meeting(resident: Resident) -> None:
    """“Kommer gärna” is enough where there is one meeting to come to."""
    await resident.opens()
    await resident.writes("kommer gärna")
    assert "Kaffe och prat" in resident.text
    assert resident.labels[0] == "Jag kommer"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"standing": Standing.CANCELLED}, "inställd"),
        ({"starts": START - timedelta(hours=3), "ends": START - timedelta(hours=1)}, "har redan"),
        ({"standing": Standing.DRAFT}, "finns inte längre"),
    ],
)
async def test_an_old_button_answers_with_the_present_state(
    resident: Resident, store: Store, change: dict[str, Any], words: str
) -> None:
    """A meeting that is over, cancelled or taken back takes no answer by an older button."""
    await resident.opens("mote-k7p2m")
    await store.turn(lambda tables: tables.meetings.put(replace(coming(), **change)))
    await resident.taps("Jag kommer")
    assert words in resident.text
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally()


async def test_an_answer_to_a_moved_meeting_says_its_new_day(
    resident: Resident, store: Store
) -> None:
    """An answer by an older button is an answer to the day that holds now, which is said."""
    await resident.opens("mote-k7p2m")
    moved = replace(coming(days=16), standing=Standing.MOVED, revision=2)
    await store.turn(lambda tables: tables.meetings.put(moved))
    await _answer_yes(resident)
    assert "Ändrad träff" in resident.text
    assert "torsdag 10 december 2026" in resident.text
