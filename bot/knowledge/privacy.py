"""Personal data in what a resident wrote: found with its place in the text, and masked.

Numbers, addresses and accounts are in numbers.py and places.py, names in names.py. Each finder
reads a shadow of the text in which what is already found or masked is one blank sign; the search
is repeated until nothing new turns up, so that masking a masked text changes nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bot.knowledge.names import Names
from bot.knowledge.numbers import Numbers
from bot.knowledge.places import Places
from bot.knowledge.signs import BLANK, FILE, PersonalTable, Span
from bot.knowledge.tables import read_toml, validated

# A mask: one or a few words without digits in brackets, as `mask` writes them.
_MASK = re.compile(r"\[[^\W\d_][^\W\d_A-ZÅÄÖ]*(?:[ -][^\W\d_A-ZÅÄÖ]+){0,3}\]")


@dataclass(frozen=True, slots=True)
class Personal:
    """One piece of personal data: `text[start:end]` of the text as given is `text`."""

    type: str
    start: int
    end: int
    text: str


class _Shadow:
    """The text with each found or masked part as one blank sign, and the way back to offsets."""

    def __init__(self, text: str, blanks: Sequence[tuple[int, int]]) -> None:
        parts: list[str] = []
        self._starts = [0]  # where in the shadow each piece begins
        self._offsets = [0]  # and where in the text
        length = at = 0
        for start, end in blanks:
            parts += (text[at:start], BLANK)
            length += start - at
            self._starts += (length, length + 1)
            self._offsets += (start, end)
            length, at = length + 1, end
        parts.append(text[at:])
        self.text = "".join(parts)

    def place(self, at: int) -> int:
        """The offset in the text of a place in the shadow that is not inside a blank."""
        piece = bisect_right(self._starts, at) - 1
        return self._offsets[piece] + at - self._starts[piece]


class Screen:
    """Finds personal data by the words it was built from, and masks it."""

    def __init__(self, words: Mapping[str, object]) -> None:
        """Take the parsed words.

        Raises:
            ContentError: something is missing or wrong; says where in the file.
        """
        table = validated(PersonalTable, words, FILE)
        places = Places(table)
        numbers = Numbers(table.numbers)
        names = Names(table.names)
        # What is surest comes first, for what is found blanks the text for the rest.
        self._finders = (places.links, numbers.find, places.others, names.find)

    @classmethod
    def load(cls, content: Path) -> "Screen":
        """The screen with the words in content/signs/.

        Raises:
            ContentError: the file is missing or wrong.
        """
        return cls(read_toml(content / FILE))

    def find(self, text: str) -> tuple[Personal, ...]:
        """All personal data, in order, none overlapping another."""
        masks = masks_in(text)
        found: list[Personal] = []
        opaque: list[tuple[int, int]] = []  # not personal, and nothing personal is inside
        again = True
        while again:
            again = False
            for finder in self._finders:
                blanks = sorted(chain(masks, opaque, ((one.start, one.end) for one in found)))
                shadow = _Shadow(text, blanks)
                for span in _apart(finder(shadow.text)):
                    start, end = shadow.place(span.start), shadow.place(span.end - 1) + 1
                    if span.type:
                        found.append(Personal(span.type, start, end, text[start:end]))
                    else:
                        opaque.append((start, end))
                    again = True
        return tuple(sorted(found, key=lambda one: one.start))


def masks_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where what is masked already begins and ends."""
    return tuple(match.span() for match in _MASK.finditer(text))


def mask(text: str, found: Sequence[Personal], words: Mapping[str, str]) -> str:
    """The text with each piece of personal data as its word in brackets, such as [namn].

    Args:
        text: the text that `find` was asked about.
        found: what it answered, or a part of it.
        words: what to write for each type.

    Raises:
        KeyError: a type has no word.
        ValueError: a word would not be known again as a mask.
    """
    parts: list[str] = []
    at = 0
    for one in found:
        mask = f"[{words[one.type]}]"
        if not _MASK.fullmatch(mask):
            raise ValueError(f"“{words[one.type]}” cannot stand in a mask: words without digits")
        parts += (text[at : one.start], mask)
        at = one.end
    return "".join((*parts, text[at:]))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without those that begin inside one before."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
