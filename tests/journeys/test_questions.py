"""Questions to a meeting: written, read back without personal data, sent, and answered for all."""

import pytest

from bot.domain.meeting import Tally
from bot.domain.question import MeetingQuestion
from bot.store.store import Store
from tests.journeys.residents import Resident

pytestmark = pytest.mark.usefixtures("meeting_is_planned")


async def _asked(store: Store) -> tuple[MeetingQuestion, ...]:
    return await store.read(lambda tables: tables.questions.waiting("k7p2m"))


async def test_a_question_from_somebody_who_cannot_come(resident: Resident, store: Store) -> None:
    """What is hidden is shown before anything is sent, and only the button sends."""
    await resident.opens("mote-k7p2m")
    await resident.taps("Kan inte, men vill fråga")
    assert "sparar inte vem som frågar" in resident.text
    await resident.writes("När lagas lampan vid tunneln? Hälsar Anna Svensson 070-174 06 05")
    assert "När lagas lampan vid tunneln?" in resident.text
    assert "070-174" not in resident.text
    assert await _asked(store) == ()
    await resident.taps("Skicka frågan")
    assert "Tack" in resident.text
    (question,) = await _asked(store)
    assert question.text.startswith("När lagas lampan vid tunneln?")
    assert "Svensson" not in question.text
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally()


async def test_a_question_is_written_again_or_dropped(resident: Resident, store: Store) -> None:
    """The first attempt is never the last word, and “ja” is no new question."""
    await resident.opens("mote-k7p2m")
    await resident.writes("jag vill ställa en fråga till mötet")
    await resident.writes("Kommer polisen?")
    await resident.writes("ja")
    assert "Kommer polisen?" in resident.text
    await resident.taps("Skriv om frågan")
    await resident.writes("Kommer det poliser till träffen?")
    assert "poliser till träffen" in resident.text
    await resident.taps("Avbryt")
    assert "inte skickad" in resident.text
    assert await _asked(store) == ()


async def test_words_beside_an_invitation_are_offered_never_passed_on(
    resident: Resident, store: Store
) -> None:
    """Free text is answered as always; one press shows it as a question, another sends it."""
    await resident.opens("mote-k7p2m")
    await resident.writes("varför har bänkarna vid torget tagits bort")
    assert await _asked(store) == ()
    await resident.taps("Skicka som fråga till mötet")
    assert "varför har bänkarna vid torget tagits bort" in resident.text
    assert await _asked(store) == ()
    await resident.taps("Skicka frågan")
    (question,) = await _asked(store)
    assert question.text == "varför har bänkarna vid torget tagits bort"


async def test_danger_comes_first_and_the_question_waits(resident: Resident) -> None:
    """Somebody who breaks in while a question is written is met with 112."""
    await resident.opens("mote-k7p2m")
    await resident.taps("Kan inte, men vill fråga")
    await resident.writes("någon bryter sig in nu")
    assert "112" in resident.text.strip().split("\n")[0]
    await resident.taps("Fortsätt där jag var")
    assert "Vad vill du fråga mötet?" in resident.text


async def test_three_questions_a_day_are_taken(resident: Resident, store: Store) -> None:
    """The fourth is met kindly before anybody has written it."""
    await resident.opens("mote-k7p2m")
    for number in range(3):
        await resident.writes("en fråga till mötet")
        await resident.writes(f"Min fråga nummer {number} är den här")
        await resident.taps("Skicka frågan")
    await resident.writes("en fråga till mötet")
    assert "tre frågor i dag" in resident.text
    assert len(await _asked(store)) == 3


async def test_an_answer_is_read_by_all(resident: Resident, store: Store) -> None:
    """What staff have answered stands on the meeting's page; what waits or is hidden does not."""
    for key, text in (("a", "Kommer polisen?"), ("b", "Dold fråga?"), ("c", "Väntar?")):
        question = MeetingQuestion(key, "k7p2m", "2026-W48", text)
        await store.turn(lambda tables, one=question: tables.questions.file(one))  # type: ignore[misc]
    await store.turn(lambda tables: tables.questions.answer("a", "Ja, två stycken."))
    await store.turn(lambda tables: tables.questions.hide("b"))
    await resident.opens("mote-k7p2m")
    await resident.taps("Frågor och svar")
    assert "Kommer polisen?" in resident.text
    assert "Ja, två stycken." in resident.text
    assert "Dold fråga?" not in resident.text
    assert "Väntar?" not in resident.text
