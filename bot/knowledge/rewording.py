"""A text as staff may reword it: telephone numbers stand in it as they are read, and each is
dialled by what it says when the text is read back.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import groupby

from bot.domain.message import Span, Style, Text
from bot.errors import ContentError
from bot.knowledge.markup import parse, source

_GAP = "[ \u00a0\u2009]"
# An area code or a country's, at most one hyphen or slash, and the rest in groups.
_NUMBER = rf"""
    (?!0\d[- ]\d\d[- ](?:19|20)\d\d\b)                 # a date is none
    (?:\+\d{{1,3}}{_GAP}?\d{{1,4}} | 0\d{{0,3}})
    (?:{_GAP}?[-\u2013/]{_GAP}?|{_GAP})?
    \d{{2,8}}(?:{_GAP}\d{{2,4}}){{0,4}}
"""
_FEWEST, _MOST, _MOST_ABROAD = 8, 10, 15
"""Digits of a Swedish number with its first nought, and at most of any (ITU-T E.164)."""
_BEFORE, _AFTER = r"(?<![\w.,:/+-])", r"(?![\w/]|[-\u2013.,:]\w)"


def numbers_in(text: Text) -> frozenset[str]:
    """The numbers that can be rung from a text, as they are shown."""
    return frozenset(s.text for block in text for s in block.spans if s.style is Style.PHONE)


def written(text: Text) -> str:
    """A text to be reworded, as Markdown in which a number is no more than what is read."""
    blocks = (replace(block, spans=tuple(_unlinked(block.spans))) for block in text)
    return source(tuple(blocks))


def reread(words: str, known: Collection[str]) -> Text:
    """Reworded Markdown as a text. What has the shape of a telephone number, or is one of the
    `known`, which may be short, dials the very digits it shows.

    Raises:
        ContentError: the text uses something outside the subset, or hides a number behind words.
    """
    found = _finder(known)
    blocks = (
        replace(block, spans=tuple(_linked(block.spans, found))) for block in parse(words, "")
    )
    return tuple(blocks)


def _unlinked(spans: tuple[Span, ...]) -> Iterator[Span]:
    """The numbers as plain words, bold where they stand beside bold words."""
    beside = [Span(""), *spans, Span("")]
    flat = [
        Span(span.text, Style.BOLD if Style.BOLD in (before.style, after.style) else Style.PLAIN)
        if span.style is Style.PHONE
        else span
        for before, span, after in zip(beside, spans, beside[2:], strict=False)
    ]
    return _joined(flat)


def _linked(spans: tuple[Span, ...], found: re.Pattern[str]) -> Iterator[Span]:
    shown = [_shown(span, found) for span in spans]
    for span in _joined(shown):
        if span.style in (Style.PLAIN, Style.BOLD):
            yield from _split(span, found)
        else:
            yield span


def _shown(span: Span, found: re.Pattern[str]) -> Span:
    """A number somebody linked by hand as what it shows; what is behind it does not count."""
    if span.style is not Style.PHONE:
        return span
    if not any(part.style is Style.PHONE for part in _split(Span(span.text), found)):
        raise ContentError(f"“{span.text}” är inget telefonnummer. Skriv numret i texten.")
    return Span(span.text)


def _split(span: Span, found: re.Pattern[str]) -> Iterator[Span]:
    """The words and the numbers of one span."""
    end = 0
    for match in found.finditer(span.text):
        if match["known"] or _is_dialled(match.group()):
            if match.start() > end:
                yield Span(span.text[end : match.start()], span.style)
            yield Span(match.group(), Style.PHONE, _digits(match.group()))
            end = match.end()
    if end < len(span.text):
        yield Span(span.text[end:], span.style)


def _finder(known: Collection[str]) -> re.Pattern[str]:
    longest_first = sorted(known, key=len, reverse=True)
    names = "|".join(re.escape(one) for one in longest_first) or r"(?!)"
    return re.compile(rf"{_BEFORE}(?:(?P<known>{names})|{_NUMBER}){_AFTER}", re.VERBOSE)


def _is_dialled(number: str) -> bool:
    """Whether so many digits can be a number."""
    digits = _digits(number)
    abroad = digits.startswith("+")
    return _FEWEST <= len(digits) - abroad <= (_MOST_ABROAD if abroad else _MOST)


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdecimal() or c == "+")


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Words of one style side by side as one; what was escaped had come apart."""
    for style, same in groupby(spans, key=lambda span: span.style):
        pieces = list(same)
        if style in (Style.PLAIN, Style.BOLD):
            yield Span("".join(piece.text for piece in pieces), style)
        else:
            yield from pieces
