"""A text as words and traits that survive spelling, dialect and missing å, ä and ö.

A unit is what is counted (`w:banken`, `b:bank_ring`, `g:bank`, `p:bank+ringa`); a trait is what is
weighed: a word unit has many (its beginning, its consonants, its runs of letters), others one.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

_HEAD, _TAIL = 150, 450  # letters of a long text that are read: its beginning and its end
_BEGINNING = 6  # letters of a word that stand for all its endings
_RUNS = (3, 4)  # lengths of the runs of letters
_LONGEST = 30  # letters of one word that are read
_REACH = 6  # groups in a row that still belong together

_FOLD = str.maketrans("åäàáâãæöøòóôõéèêëüùúûíìîïçñß", "aaaaaaaooooooeeeeuuuuiiiicns")
_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = (("ck", "k"), ("x", "ks"), ("gt", "kt"), ("dt", "t"), ("ph", "f"))
_CONSONANTS = str.maketrans("czwq", "ksvk", "aeiouy")
_FIRST = str.maketrans("eoczwq", "aaksvk")


def folded(text: str) -> str:
    """Small letters, without the marks over them."""
    return unicodedata.normalize("NFKC", text).lower().translate(_FOLD)


def shortened(text: str) -> str:
    """A long text without its middle: people ask at the beginning or at the end."""
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} {text[-_TAIL:]}"


def words_of(text: str, same: Mapping[str, str]) -> list[str]:
    """The folded words, spoken forms spelt out by `same` (word to one or several words)."""
    found = _WORD.findall(folded(shortened(text)))
    spelt = (same.get(word, word) for word in found)
    return [word[:_LONGEST] for words in spelt for word in words.split()]


def skeleton(word: str) -> str:
    """The consonants as they sound: "spärra", "spara" and "spera" share one."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    start = word[:1].translate(_FIRST)
    return _DOUBLED.sub(r"\1", start + word[1:].translate(_CONSONANTS))


def beginning(word: str) -> str:
    """The first letters, which Swedish and English endings leave alone."""
    return word[:_BEGINNING]


def traits(unit: str) -> tuple[str, ...]:
    """What is weighed of a word unit: its beginning, its consonants, its runs of letters.

    The first letter of each tells which.
    """
    word = unit[2:]
    consonants = skeleton(word)
    spaced = "_" + _DOUBLED.sub(r"\1", word) + "_"
    runs = (spaced[i : i + n] for n in _RUNS for i in range(len(spaced) - n + 1))
    sound = (f"k:{consonants}",) if len(consonants) > 1 else ()
    return (f"a:{beginning(word)}", *sound, *(f"c:{run}" for run in runs))


class Card(NamedTuple):
    """One word as its neighbours see it."""

    word: str
    start: str
    sound: str
    groups: tuple[str, ...]


_EDGES = Card("", "^", "^", ()), Card("", "$", "$", ())


def units_of(cards: Sequence[Card]) -> list[str]:
    """What is counted of a text: its words, their neighbours, and the groups that stand together.

    Neighbours are told as beginnings and as sounds; two groups near each other are told once.
    """
    row = (_EDGES[0], *cards, _EDGES[1])
    return [
        *(f"w:{card.word}" for card in cards),
        *(f"b:{one.start}_{next_.start}" for one, next_ in pairwise(row)),
        *(f"s:{one.sound}_{next_.sound}" for one, next_ in pairwise(row)),
        *(f"g:{group}" for card in cards for group in card.groups),
        *sorted(_together([card.groups for card in cards if card.groups])),
    ]


def _together(groups: Sequence[Sequence[str]]) -> set[str]:
    return {
        f"p:{one}+{other}" if one < other else f"p:{other}+{one}"
        for i, here in enumerate(groups)
        for there in groups[i + 1 : i + _REACH]
        for one in here
        for other in there
        if one != other
    }
