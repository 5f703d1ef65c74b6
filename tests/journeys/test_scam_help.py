"""Help against fraud: somebody is frightened, and the first words are what to do."""

from tests.journeys.residents import Resident


async def test_someone_is_calling_now(resident: Resident) -> None:
    """A person with a caller in the other ear gets the action first, with no question."""
    await resident.opens()
    assert len(resident.labels) == 4
    await resident.taps("Det händer nu")
    await resident.taps("Någon ringer nu")
    assert resident.text.strip().startswith("Lägg på")
    await resident.taps("Klart, nästa")
    assert "Meny" in resident.labels


async def test_someone_stands_at_the_door(resident: Resident) -> None:
    """The door stays shut before anything else is said."""
    await resident.opens()
    await resident.taps("Det händer nu")
    await resident.taps("Någon vid dörren")
    assert resident.text.strip().startswith("Öppna inte")
    assert "112" in resident.text


async def test_i_have_given_something_away(resident: Resident) -> None:
    """No blame, and the bank comes first."""
    await resident.opens()
    await resident.taps("Det händer nu")
    await resident.taps("Jag lämnade ut något")
    assert "bank" in resident.text.casefold()
    while "Klart, nästa" in resident.labels:
        await resident.taps("Klart, nästa")
    assert "Meny" in resident.labels


async def test_advice_is_found_from_ones_own_words(resident: Resident) -> None:
    """Misspelt words without dots lead to the right advice."""
    await resident.opens()
    await resident.writes("nan ringde fran banken o ville ha koden till min dosa")
    assert "Lägg på" in resident.text or "Menar du" in resident.text


async def test_all_lists_and_pages_can_be_walked_with_the_thumb(resident: Resident) -> None:
    """Every button on the list of advice opens a page that leads home again."""
    await resident.opens()
    await resident.writes("/rad")
    await resident.taps(resident.labels[0])
    assert "Meny" in resident.labels
    await resident.writes("/rad")
    while "Visa fler" in resident.labels:
        await resident.taps("Visa fler")
        assert "Meny" in resident.labels


async def test_danger_comes_first(resident: Resident) -> None:
    """Words of danger are met with 112 on the first line, in the middle of anything."""
    await resident.opens()
    await resident.taps("Berätta anonymt")
    await resident.taps("Börja berätta")
    await resident.writes("hjälp nån bryter sig in nu")
    assert "112" in resident.text.strip().splitlines()[0]
    await resident.taps("Fortsätt där jag var")
    assert "Fråga 1 av 4" in resident.text


async def test_english_is_answered_in_english(resident: Resident) -> None:
    """A question in English gets its answer in English, and the menu too from then on."""
    await resident.opens()
    await resident.writes("Someone called from my bank and asked for my code, is it a scam?")
    assert "Menu" in resident.labels
    await resident.writes("svenska")
    assert "Är det här bluff?" in resident.labels


async def test_nothing_readable_still_gets_a_kind_answer(resident: Resident) -> None:
    """Emoji, nonsense and commands that do not exist are never met with an error."""
    await resident.opens()
    for words in ("🙂", "qwrtz plfgh", "/finnsinte", "<b>hej</b>", "x" * 3000):
        await resident.writes(words)
        assert resident.text.strip()
        assert "Meny" in resident.labels or "Menu" in resident.labels
