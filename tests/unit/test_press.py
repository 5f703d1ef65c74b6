"""Texts to copy: short enough, in letters that a text message has, and without a link in an SMS."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.meeting import Standing
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.knowledge.press import LONGEST_SMS, basic, paper_text, septets, sms_text
from bot.knowledge.readability import words
from tests.conftest import CONTENT, coming

LIBRARY = Library(CONTENT)
USUAL = replace(
    coming(),
    place="Rådhussalen, Karlshamn",
    who="Kommunens samordnare och en polis",
    about="Vi visar hur bedragare gör. Vi övar på att lägga på. Ta med dina frågor.",
    hearing_loop=True,
)


def test_the_notice_is_about_sixty_words() -> None:
    """What a local paper prints without cutting."""
    text = paper_text(LIBRARY, USUAL, "https://bot.example.se")
    assert 45 <= len(words(text)) <= 75
    for said in ("torsdag 3 december", "14.00–16.00", "Rådhussalen, Karlshamn", "0454-000 00"):
        assert said in text
    assert "möter kommunens samordnare och en polis." in text
    assert "bot.example.se" in text
    assert "https://" not in text


def test_the_notice_stays_short_when_the_meeting_says_much() -> None:
    """Only the first sentences of a long text are taken, and whole ones."""
    text = paper_text(LIBRARY, replace(USUAL, about=USUAL.about * 9))
    assert len(words(text)) <= 80
    assert "*" not in text
    one_long = replace(USUAL, about="ord " * 200)
    assert "ord ord" not in paper_text(LIBRARY, one_long)


def test_the_text_message_is_one_message() -> None:
    """It fits, names day, time, place and number, and holds no link to press."""
    text = sms_text(LIBRARY, USUAL)
    assert septets(text) <= LONGEST_SMS
    for said in ("tors 3 dec kl 14.00", "Rådhussalen", "0454-000 00", "Karlshamns kommun"):
        assert said in text
    assert "http" not in text
    assert "/" not in text


def test_a_long_title_gives_way_and_not_the_time() -> None:
    """What is cut is what one can do without."""
    long = replace(USUAL, title="Kaffe och samtal om trygghet " * 4, standing=Standing.MOVED)
    text = sms_text(LIBRARY, long)
    assert septets(text) <= LONGEST_SMS
    assert "tors 3 dec kl 14.00, Rådhussalen" in text
    assert "..." in text
    assert "Ny tid eller plats" in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_letter_is_in_the_alphabet_of_text_messages(language: str) -> None:
    """One letter outside it halves what fits: dashes, quotes and marks are made plain."""
    odd = replace(USUAL, title="Šárka – ”prat” … 😀", place="Café’t")
    text = sms_text(LIBRARY, odd, language)
    assert 'Sarka - "prat" ...' in text
    assert "Café't" in text
    assert basic(text) == text


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_no_title_breaks_it(title: str) -> None:
    """Whatever staff write, it is letters of the alphabet, and one message."""
    text = sms_text(LIBRARY, replace(USUAL, title=title))
    assert basic(text) == text
    assert septets(text) <= LONGEST_SMS


def test_an_example_says_so() -> None:
    """Nobody sends out a meeting that there is not."""
    example = replace(USUAL, example=True)
    assert sms_text(LIBRARY, example).startswith("EXEMPEL")
    assert paper_text(LIBRARY, example).startswith("Exempel")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("{{ place }}", "{{ plats }}", "unknown name plats"),
        ("\nsms = ", "\nmms = ", "“mms” is missing, or is not one of"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    """The templates are checked at the start like all other texts."""
    path = Path(shutil.copytree(CONTENT, tmp_path / "content")) / "sv" / "press.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ContentError, match=sentence):
        Library(tmp_path / "content")
