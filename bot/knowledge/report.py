"""How the texts stand: how hard each is to read, and what is missing in them. Only rows; the
command line prints them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.message import Block, BlockKind, Style, Text
from bot.knowledge.library import LANGUAGES, Gap, Library
from bot.knowledge.municipality import Contact
from bot.knowledge.pages import Page, PageKind
from bot.knowledge.readability import measure
from bot.knowledge.templates import Line
from bot.knowledge.topics import TOPICS

HARDEST = {PageKind.ADVICE: 30.0, PageKind.STEPS: 30.0, PageKind.INFO: 35.0}
"""Highest LIX of a Swedish page."""
HARDEST_LINE = 30.0
"""Highest LIX of anything else that is said in Swedish."""
MOST_ON_AVERAGE = 12.0
"""Words a sentence, over a whole page or line."""
MOST_WORDS = 18
"""Words in any one sentence."""
MOST_SENTENCES = 6
"""Sentences in one message."""
_FILLINGS = ("ord", "")
"""Stand in for a value that a turn fills in: one word, as most of them are, or nothing."""
_STOPS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Row:
    """One text, measured. `sentences` is the number in its longest message; `too_much` holds
    the measures that pass their limit.
    """

    language: str
    name: str
    lix: float
    average: float
    longest: int
    sentences: int
    too_much: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """All rows, and what is missing: each of these is empty where all is well."""

    rows: tuple[Row, ...]
    untranslated: tuple[Gap, ...]
    unknown_topics: tuple[tuple[str, str], ...]
    """Page and topic."""
    dead_links: tuple[Gap, ...]
    without_source: tuple[str, ...]
    to_fill_in: Mapping[str, Contact]
    unchecked: Mapping[str, Contact]


def report(library: Library, unchecked: Mapping[str, Contact]) -> Report:
    """The state of all texts. `unchecked` holds the required numbers that nobody has checked."""
    empty = {key: one for key, one in library.contacts.items() if not one.number}
    return Report(
        rows=tuple(row for code in LANGUAGES for row in _rows(library, code)),
        untranslated=library.untranslated(),
        unknown_topics=tuple(_unknown_topics(library)),
        dead_links=library.dead_links(),
        without_source=tuple(_without_source(library)),
        to_fill_in=empty,
        unchecked={key: one for key, one in unchecked.items() if key not in empty},
    )


def _rows(library: Library, language: str) -> Iterator[Row]:
    for page in library.pages(language).values():
        yield _page(language, page)
    for key, line in library.lines(language).items():
        yield _measured(language, f"talk/{key}", list(spoken(line)), HARDEST_LINE)
    figures = list(library.figure_words(language).pieces)
    yield _measured(language, "figures", figures, HARDEST_LINE)
    yield _measured(language, "sheet", list(library.sheet(language).pieces), HARDEST_LINE)


def _page(language: str, page: Page) -> Row:
    """A page with its limits; those on words are for Swedish, which LIX was made for."""
    messages = [_read(part.text) for part in page.parts]
    return _measured(language, f"pages/{page.id}", messages, HARDEST[page.front.kind])


def spoken(line: Line) -> Iterator[str]:
    """The sentences of a line with all of its values, and with none."""
    for filling in _FILLINGS if line.variables else _FILLINGS[:1]:
        yield sentences_of(line.text(dict.fromkeys(line.variables, filling)))


def sentences_of(text: Text) -> str:
    """What a line of the talk says in sentences: not the rows of a form ("**När:** tisdag")
    or the items of a list ("- Hiss finns"), which are looked through and not read on.
    """
    return _read(tuple(block for block in text if not _is_entry(block)))


def _is_entry(block: Block) -> bool:
    label = block.spans[0]
    if block.kind is BlockKind.PARAGRAPH:
        return label.style is Style.BOLD and label.text.endswith(":")
    return not block.plain.rstrip("”").endswith(_STOPS)


def _read(text: Text) -> str:
    """What is read as sentences: all but the headings."""
    return "\n".join(block.plain for block in text if block.kind is not BlockKind.HEADING)


def _measured(language: str, name: str, messages: list[str], hardest: float) -> Row:
    """`hardest` is the highest LIX of the whole, where it is Swedish."""
    whole = measure("\n".join(messages))
    sentences = max((measure(message).sentences for message in messages), default=0)
    swedish = language == LANGUAGES[0]
    passed = {
        "lix": swedish and whole.lix > hardest,
        "average": swedish and whole.average > MOST_ON_AVERAGE,
        "longest": swedish and whole.longest > MOST_WORDS,
        "sentences": sentences > MOST_SENTENCES,
    }
    too_much = frozenset(measured for measured, is_passed in passed.items() if is_passed)
    return Row(language, name, whole.lix, whole.average, whole.longest, sentences, too_much)


def _unknown_topics(library: Library) -> Iterator[tuple[str, str]]:
    for code, page in _pages(library):
        if page.front.topic not in TOPICS:
            yield f"{code}/pages/{page.id}.md", page.front.topic


def _without_source(library: Library) -> Iterator[str]:
    """Pages and numbers that name no source."""
    for code, page in _pages(library):
        if not _named(page.front.sources):
            yield f"{code}/pages/{page.id}.md"
    for key, contact in library.contacts.items():
        if contact.number and not contact.source.strip():
            yield f"contacts.toml, {key}"


def _pages(library: Library) -> Iterator[tuple[str, Page]]:
    for code in LANGUAGES:
        yield from ((code, page) for page in library.pages(code).values())


def _named(sources: Iterable[str]) -> bool:
    return any(source.strip() for source in sources)
