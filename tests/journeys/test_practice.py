"""“Äkta eller bluff?”: three examples, an answer to each, and a way on."""

import re

from bot.knowledge.library import Library
from bot.knowledge.practice import Item
from tests.journeys.residents import Resident


def _shown(library: Library, text: str) -> Item:
    """The example that stands on the screen."""
    flat = " ".join(text.split())
    return next(one for one in library.practice("sv").values() if f"”{one.text}”" in flat)


async def _answers(resident: Resident, library: Library, *, right: bool) -> Item:
    item = _shown(library, resident.text)
    assert resident.labels[:2] == ["Äkta", "Bluff"]
    await resident.taps("Äkta" if item.genuine is right else "Bluff")
    assert item.why in " ".join(resident.text.split())
    return item


async def test_a_round_of_three_and_three_more(resident: Resident, library: Library) -> None:
    """Three examples are answered, how it went is told, and three other ones follow."""
    await resident.opens()
    await resident.taps("Är det här bluff?")
    await resident.taps("Öva dig")
    assert "Jag sparar inte vad du svarar" in resident.text
    met = []
    for number in (1, 2, 3):
        assert f"Exempel {number} av 3" in resident.text
        met.append(await _answers(resident, library, right=number != 2))
        if number < 3:
            await resident.taps("Nästa")
    assert "Du hade 2 rätt av 3" in resident.text
    await resident.taps("Tre till")
    assert "Exempel 1 av 3" in resident.text
    assert _shown(library, resident.text) not in met


async def test_a_wrong_answer_is_met_kindly(resident: Resident, library: Library) -> None:
    """Nobody is told off; the sign is explained, and the page on it is one tap away."""
    await resident.opens()
    await resident.writes("öva")
    for _ in range(3):
        item = await _answers(resident, library, right=False)
        kind = "Klokt att tveka" if item.genuine else "Lätt att tro"
        assert kind in resident.text
        assert not re.search(r"\bfel\b", resident.text)
        page = library.page(item.page, "sv")
        assert page is not None
        assert page.title in resident.labels
        if "Nästa" in resident.labels:
            await resident.taps("Nästa")
    assert "De här var svåra" in resident.text
    assert page
    await resident.taps(page.title)
    assert "Meny" in resident.labels


async def test_the_room_is_found_at_the_end_of_the_advice(resident: Resident) -> None:
    """Whoever has leafed through all advice is offered to practise on it."""
    await resident.opens()
    await resident.writes("/rad")
    while "Visa fler" in resident.labels:
        assert "Öva dig" not in resident.labels
        await resident.taps("Visa fler")
    await resident.taps("Öva dig")
    assert "Exempel 1 av 3" in resident.text
    await resident.taps("Meny")
    assert "Är det här bluff?" in resident.labels


async def test_practice_does_not_take_a_waiting_check(resident: Resident) -> None:
    """After practising, words are read as usual and not as a message to be judged."""
    await resident.opens()
    await resident.taps("Är det här bluff?")
    await resident.taps("Öva dig")
    await resident.writes("hej")
    assert "automatisk bedömning" not in resident.text
    assert "Meny" in resident.labels
