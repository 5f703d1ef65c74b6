"""The first thing to do, said in one short message: it differs between a fall and a caller."""

import pytest

from tests.journeys.residents import Resident


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("ja ramla i köket å kan inte resa mej", "Stanna hos"),
        ("min gubbe har ont över bröstet å är alldeles grå", "Stanna hos"),
        ("he brinn i ladun", "Gå ut"),
        ("de luktar gas i hela köket å gardinen brinner", "Gå ut"),
        ("nån rycker i altandörren å vill in", "Håll dörren låst"),
        ("ja sitter på toan å har låst, nån rotar i sekretären", "Håll dörren låst"),
        ("mannen i luren vill att ja läser upp koden på dosan nu", "Lägg på"),
        ("två karlar va här nyss, guldet e borta", "Håll dörren låst"),
        ("två gubbar slåss me kniv på gatan", "Ta dig därifrån"),
        ("min man jagar mej me kniven runt bordet nu", "Ta dig därifrån"),
        ("my wife has fallen and is not breathing", "Stay with"),
        ("hjälp oss", "Ring 112"),
    ],
)
async def test_the_first_advice_fits_the_peril(resident: Resident, words: str, first: str) -> None:
    """Whoever lies on the floor is not told to hang up, and whoever is called is."""
    await resident.opens()
    await resident.writes(words)
    top = resident.text.strip().splitlines()[0]
    assert "112" in top
    assert first in top


async def test_a_wish_to_die_gets_both_numbers(resident: Resident) -> None:
    """Three words that may be illness or despair lead to help for either."""
    await resident.opens()
    await resident.writes("ja ska dö")
    assert "112" in resident.text.strip().splitlines()[0]
    assert "90101" in resident.text.replace(" ", "")


async def test_another_language_gets_both_of_ours(resident: Resident) -> None:
    """Somebody who writes in Finnish or Somali may read either Swedish or English."""
    await resident.opens()
    await resident.writes("apua, mies yrittää sisään ovesta")
    assert "Ring 112" in resident.text
    assert "Call 112" in resident.text


async def test_unruly_young_people_are_a_concern_that_is_taken_in(resident: Resident) -> None:
    """Stones thrown in town are what the concerns are for; nothing is diverted or dropped."""
    await resident.opens()
    await resident.writes("ungdomar kastar sten på folk, ring mej")
    assert "Kvinnofridslinjen" not in resident.text


async def test_what_may_be_danger_is_answered_under_the_number(resident: Resident) -> None:
    """Where neither danger nor the question is sure, the number costs one line and may save."""
    await resident.opens()
    await resident.writes("ja vet inte va ja ska göra de låter konstigt från vinden å ja e ensam")
    assert "112" in resident.text


async def test_a_sure_question_is_answered_under_the_number(resident: Resident) -> None:
    """Words that only sound urgent, about something sure, get that answer and 112 in one line."""
    await resident.opens()
    await resident.writes("slapp in en kvinna som ville ha vatten")
    assert "112" in resident.text.strip().splitlines()[0]
    assert "dörr" in resident.text
