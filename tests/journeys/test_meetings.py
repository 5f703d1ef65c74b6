"""Dialogue meetings: seen, answered with one tap, changed, and forgotten on request."""

import pytest

from bot.domain.meeting import Tally
from bot.store.store import Store
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
