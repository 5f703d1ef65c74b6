"""Anonymous concerns: four questions, read back, masked, and nothing that leads to the person."""

from bot.store.store import Store
from tests.conftest import HeldClock
from tests.journeys.residents import Resident


async def _until_text(resident: Resident) -> None:
    await resident.opens()
    await resident.taps("Berätta anonymt")
    assert "allmän handling" in resident.text
    await resident.taps("Börja berätta")
    await resident.taps("Mörkt eller trasig lampa")
    assert "Fråga 2 av 4" in resident.text
    await resident.taps("Asarum")
    await resident.taps("Kväll")
    assert "Fråga 4 av 4" in resident.text


async def _filed(store: Store) -> list[tuple[str, str, str, str]]:
    await store.turn(lambda t: t.concerns.release())
    found = await store.read(lambda t: t.concerns.released())
    return [(c.category, c.district, c.part_of_day, c.text) for c in found]


async def test_a_concern_is_told_read_back_and_kept(resident: Resident, store: Store) -> None:
    """What the person approved is what is kept, with personal data hidden."""
    await _until_text(resident)
    await resident.writes("Lampan vid tunneln är trasig. Ring mig på 070-174 06 05 eller a@b.se")
    assert "[telefonnummer]" in resident.text
    assert "[mejladress]" in resident.text
    assert "070-174" not in resident.text.split("Stämmer det här?")[-1]
    assert await _filed(store) == []
    await resident.taps("Skicka till kommunen")
    assert "Tack" in resident.text
    [(category, district, part, text)] = await _filed(store)
    assert (category, district, part) == ("ljus", "asarum", "kvall")
    assert text == "Lampan vid tunneln är trasig. Ring mig på [telefonnummer] eller [mejladress]"


async def test_each_answer_can_be_changed(resident: Resident, store: Store) -> None:
    """From the read-back one answer is given anew without losing the others."""
    await _until_text(resident)
    await resident.taps("Hoppa över")
    await resident.taps("Ändra plats")
    await resident.taps("Mörrum")
    assert "Mörrum" in resident.text
    await resident.taps("Skicka till kommunen")
    assert await _filed(store) == [("ljus", "morrum", "kvall", "")]


async def test_a_yes_at_the_read_back_does_not_replace_the_story(
    resident: Resident, store: Store
) -> None:
    """Whoever writes “skicka” instead of pressing keeps what they told."""
    await _until_text(resident)
    await resident.writes("De kör fort vid skolan.")
    for words in ("skicka", "ja"):
        await resident.writes(words)
        assert "De kör fort vid skolan." in resident.text
    await resident.taps("Skicka till kommunen")
    assert [text for *_, text in await _filed(store)] == ["De kör fort vid skolan."]


async def test_back_and_cancel_leave_nothing(resident: Resident, store: Store) -> None:
    """A change of mind before sending leaves no trace."""
    await _until_text(resident)
    await resident.taps("Tillbaka")
    assert "Fråga 3 av 4" in resident.text
    await resident.taps("Avbryt")
    assert "sparade ingenting" in resident.text
    assert await _filed(store) == []


async def test_unsafe_at_home_is_never_a_case(resident: Resident, store: Store) -> None:
    """Violence at home is met with people who can help, and is not taken in."""
    await resident.opens()
    await resident.taps("Berätta anonymt")
    await resident.taps("Börja berätta")
    await resident.taps("Otrygg hemma")
    assert "020-50 50 50" in resident.text
    assert await _filed(store) == []


async def test_violence_in_the_free_text_is_diverted(resident: Resident, store: Store) -> None:
    """Somebody who tells of violence in the last question meets help, and the text is not kept."""
    await _until_text(resident)
    await resident.writes("min man slår mig när han har druckit")
    assert "020-50 50 50" in resident.text
    assert await _filed(store) == []


async def test_a_talk_that_was_silent_too_long_begins_again(
    resident: Resident, store: Store, clock: HeldClock
) -> None:
    """A draft lives half an hour; after that the bot says so kindly, and files nothing."""
    await _until_text(resident)
    await resident.taps("Hoppa över")
    clock.passes(minutes=45)
    await resident.taps("Skicka till kommunen")
    assert "Ingenting är skickat" in resident.text or "stängt" in resident.text
    assert await _filed(store) == []


async def test_a_long_text_is_asked_for_shorter(resident: Resident, store: Store) -> None:
    """More than fits is not cut behind the person's back."""
    await _until_text(resident)
    await resident.writes("mörkt " * 600)
    assert "för lång" in resident.text
    await resident.writes("Det är mörkt.")
    await resident.taps("Skicka till kommunen")
    assert await _filed(store) == [("ljus", "asarum", "kvall", "Det är mörkt.")]
