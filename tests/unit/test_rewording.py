"""What staff reword dials what it shows: no number hides behind another."""

import pytest

from bot.domain.message import Block, Span, Style, Text, plain
from bot.errors import ContentError
from bot.knowledge.library import LANGUAGES, Library
from bot.knowledge.rewording import numbers_in, reread, written


def _dialled(text: Text) -> list[str]:
    return [s.target for block in text for s in block.spans if s.style is Style.PHONE]


def test_every_page_keeps_its_words_and_numbers(library: Library) -> None:
    """No text of the house loses a word or a number by being opened and kept."""
    for language in LANGUAGES:
        for page in library.pages(language).values():
            for part in page.parts:
                words = written(part.text)
                again = reread(words, numbers_in(part.text))
                assert "tel:" not in words
                assert plain(again) == plain(part.text), words
                assert set(_dialled(part.text)) <= set(_dialled(again)), words


@pytest.mark.parametrize(
    ("words", "dialled"),
    [
        ("Ring 0454-81 99 99.", ["0454819999"]),
        ("**Ring 0454-819 99** nu", ["045481999"]),
        ("112. Eller 077-570 70 70, eller +46 454 81 99 99", ["112", "0775707070", "+46454819999"]),
        ("[0454-81 99 99](tel:045481000)", ["0454819999"]),
        ("Öppet 09.00-11.00 den 08-12 2026, eller 2026-11-24", []),
        ("Pass 09-11 12-14, 1120 platser, 1122, kod 0123456789012", []),
    ],
)
def test_a_number_dials_the_digits_that_are_read(words: str, dialled: list[str]) -> None:
    """By its shape, or because it is known; hours, days and codes are left as they are."""
    assert _dialled(reread(words.replace("112.", r"112\."), {"112"})) == dialled


def test_a_number_first_in_a_line_and_beside_bold_words_reads_back() -> None:
    """What would be read as a list, or as stars, is not."""
    text = (
        Block((Span("112", Style.PHONE, "112"), Span(". Ring nu."))),
        Block((Span("Ring ", Style.BOLD), Span("114 14", Style.PHONE, "11414"), Span(" nu"))),
    )
    assert reread(written(text), numbers_in(text)) == text


def test_a_number_behind_words_is_refused() -> None:
    """Nobody can read what “Ring oss” would dial."""
    with pytest.raises(ContentError):
        reread("[Ring oss](tel:045481000)", ())
