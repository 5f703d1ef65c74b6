"""A text that was sent can be written out, changed and read again."""

import pytest

from bot.conversation.required import LINES
from bot.domain.message import Block, Span
from bot.knowledge.library import LANGUAGES, Library
from bot.knowledge.markup import parse, source


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_reads_back_as_it_was(library: Library, language: str) -> None:
    """Nothing is lost when staff open a text to correct it."""
    for page in library.pages(language).values():
        for part in page.parts:
            assert parse(source(part.text), "") == part.text, source(part.text)


@pytest.mark.parametrize(
    "words", ["a*b*c", "[x](y)", "1. nej", "# nej", "- nej", "<b>", "&amp; _a_"]
)
def test_what_looks_like_markup_and_is_none_stays_so(words: str) -> None:
    """A sum or an address with stars in it is not turned into something else."""
    text = (Block((Span(f"Ord {words}"),)),)
    read = parse(source(text), "")
    assert "".join(block.plain for block in read) == f"Ord {words}"


def test_lines_of_the_talk_read_back(library: Library) -> None:
    """The same for the lines that need no values."""
    for key, values in LINES.items():
        if not values:
            text = library.say(key, "sv")
            assert parse(source(text), key) == text, source(text)
