"""Personal data in what residents tell: found and hidden, and ordinary words left alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.knowledge.privacy import Personal, Screen, mask
from tests.conftest import CONTENT
from tests.work import calls

DATA = CONTENT.parent / "tests" / "data" / "privacy.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
SCREEN = Screen.load(CONTENT)
SERVICES = (
    *("112", "114 14", "1177", "113 13", "116 006", "116 111", "90101", "7726", "020-50 50 50"),
)


DEV = [row for row in ROWS if row["split"] == "dev"]
HELD = [row for row in ROWS if row["split"] == "held"]


def test_what_points_at_a_person_is_found_and_nothing_else() -> None:
    """A miss can be traced to somebody; a word hidden for nothing makes the text useless."""
    for row in DEV:
        found = [{"type": one.type, "text": one.text} for one in SCREEN.find(row["text"])]
        assert found == row["pii"], row["id"]


def test_texts_that_were_never_tuned_on_are_read_as_well() -> None:
    """At least 97 of 100 found, and 95 of 100 found rightly."""
    wanted = found = right = 0
    for row in HELD:
        here = [{"type": one.type, "text": one.text} for one in SCREEN.find(row["text"])]
        wanted += len(row["pii"])
        found += len(here)
        right += sum(one in row["pii"] for one in here)
    assert right >= 0.97 * wanted
    assert right >= 0.95 * found


def test_the_data_is_large_enough_and_half_of_it_holds_nothing() -> None:
    """Over-masking shows only on texts with nothing to find."""
    assert len(ROWS) >= 300
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert sum(not row["pii"] for row in ROWS) >= 120


@pytest.mark.parametrize("part", ["1 ", "070 ", "Anna ", "[a", "x@x.", "SE45 5000 ", "Storg 1 "])
def test_work_grows_in_step_with_the_text(part: str) -> None:
    """A text made to be slow is no slower a letter than another."""
    half, whole = (calls(SCREEN.find, (part * 20_000)[:length]) for length in (5_000, 10_000))
    assert whole <= 2.2 * half + 500


@pytest.mark.parametrize("number", SERVICES)
def test_numbers_that_everybody_rings_are_left_alone(number: str) -> None:
    """“Jag ringde 114 14” tells nothing of a person."""
    assert SCREEN.find(f"jag ringde {number} i går och väntade") == ()


@pytest.mark.parametrize("place", ["Asarum", "Mörrum", "Svängsta", "Hällaryd", "Åryd", "Karlshamn"])
def test_places_are_not_names(place: str) -> None:
    """Where something is must stay readable, or nobody can act on it."""
    assert SCREEN.find(f"det är mörkt vid skolan i {place} och vid Stortorget") == ()


def test_masking_keeps_the_rest_letter_by_letter(library: Library) -> None:
    """What is not personal is what the person wrote."""
    text = "Ring Kent Andersson på 070-174 06 05, han bor på Storgatan 12."
    masked = mask(text, SCREEN.find(text), library.mask_words("sv"))
    assert masked == "Ring [namn] på [telefonnummer], han bor på [adress]."


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_a_masked_one_stays_as_it_is(text: str) -> None:
    """Offsets point at what was found, and masking twice changes nothing more."""
    found = SCREEN.find(text)
    for one in found:
        assert text[one.start : one.end] == one.text
    assert [one.start for one in found] == sorted(one.start for one in found)
    words = {one.type: "dold" for one in found}
    masked = mask(text, found, words)
    assert mask(masked, SCREEN.find(masked), dict.fromkeys(ALL_TYPES, "dold")) == masked


ALL_TYPES = (
    *("personnummer", "phone", "email", "plate", "account", "card", "bankgiro", "plusgiro"),
    *("swish", "iban", "address", "link", "handle", "name"),
)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_type_has_a_word(library: Library, language: str) -> None:
    """Nothing that can be found is without a word to stand in its place."""
    assert set(library.mask_words(language)) == set(ALL_TYPES)
    everything = tuple(Personal(kind, n, n + 1, "x") for n, kind in enumerate(ALL_TYPES))
    assert mask("x" * len(ALL_TYPES), everything, library.mask_words(language)).count("[") == 14


def test_a_word_that_could_not_be_known_again_is_refused() -> None:
    """A mask with digits would itself be taken for a number."""
    with pytest.raises(ValueError, match="words without digits"):
        mask("x", (Personal("name", 0, 1, "x"),), {"name": "070 123"})


def test_a_broken_table_is_named() -> None:
    """An editor who spoils the word lists is told in which file."""
    with pytest.raises(ContentError, match=r"signs/privacy.toml"):
        Screen({"names": 7})
