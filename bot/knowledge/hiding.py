"""Words of a text hidden by hand: only ever taken away, with a mask in their place."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.knowledge.privacy import masks_in

_WORD = re.compile(r"\S+")
_EDGE = "\"'.,;:!?()[]{}”“’…"
"""What stands around a word and stays where it is hidden."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text. `number` is that of a word which can be hidden; all else has none."""

    text: str
    number: int | None = None


def words_of(text: str) -> tuple[tuple[int, int], ...]:
    """Where each word that can be hidden begins and ends; masks are none."""
    masks = masks_in(text)
    found = []
    for match in _WORD.finditer(text):
        for start, end in _outside(match.start(), match.end(), masks):
            bare = text[start:end]
            first = start + len(bare) - len(bare.lstrip(_EDGE))
            last = end - len(bare) + len(bare.rstrip(_EDGE))
            if first < last:
                found.append((first, last))
    return tuple(found)


def pieces(text: str) -> tuple[Piece, ...]:
    """The whole text in order, with its words numbered."""
    found, at = [], 0
    for number, (start, end) in enumerate(words_of(text)):
        found += [Piece(text[at:start]), Piece(text[start:end], number)]
        at = end
    return tuple(one for one in (*found, Piece(text[at:])) if one.text)


def hidden(text: str, chosen: Collection[int], mask: str) -> tuple[Piece, ...]:
    """The text with the chosen words hidden; those with only space between them get one mask.
    Masks that are new have the number 0.
    """
    stretches: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(words_of(text)):
        if number not in chosen:
            continue
        if stretches and not text[stretches[-1][1] : start].strip():
            start = stretches.pop()[0]  # noqa: PLW2901 - the mask begins where the one before did
        stretches.append((start, end))
    found, at = [], 0
    for start, end in stretches:
        found += [Piece(text[at:start]), Piece(f"[{mask}]", 0)]
        at = end
    return tuple(one for one in (*found, Piece(text[at:])) if one.text)


def _outside(start: int, end: int, masks: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The parts of a stretch that lie in no mask."""
    found = []
    for first, last in masks:
        if first < end and start < last:
            found.append((start, first))
            start = last
    return [(a, b) for a, b in (*found, (start, end)) if a < b]
