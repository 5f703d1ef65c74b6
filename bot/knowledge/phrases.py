"""Finds cue phrases in the words of a text, with a little tolerance for spelling.

A phrase is words with a space between. `slå*` is any word that begins so, `min|mitt` either word,
`@near` any of the words of that group, `…` up to three words of any kind.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from bot.knowledge.words import Token, key, spelt_out, tokens

_GAP = 3  # words that "…" may stand for
_LEAST = 7  # letters a word needs before one wrong letter is forgiven
_STEM = 3  # letters that "…*" must give at least
_LONGEST = 24  # letters of a word that a beginning is looked for in
_MOST = 14  # longer words are not tried: they are rarely cues
_MARKS = frozenset("åäö")

Slot: TypeAlias = frozenset[int]  # numbers of words; an empty one is a gap


class Hit(NamedTuple):
    """A phrase of one group, found at the tokens `first` to `last` (both included)."""

    group: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    group: str
    slots: tuple[Slot, ...]


class _Vocabulary:
    """The words of all phrases, numbered, and which of them a token may be."""

    def __init__(self, ordinary: Collection[str]) -> None:
        self._numbers: dict[str, int] = {}  # by the word as written in a phrase
        self._written: list[str] = []  # the word of each number
        self._by_key: dict[str, list[int]] = {}  # a beginning of words ends with "*"
        self._near: dict[str, list[str]] = {}  # keys by what is left when one letter is dropped
        self._ordinary = frozenset(word.lower() for word in ordinary)

    def number(self, word: str) -> int:
        """The number of a word as written in a phrase, given one if new."""
        word = spelt_out(word)
        if word in self._numbers:
            return self._numbers[word]
        number = self._numbers[word] = len(self._written)
        self._written.append(word.rstrip("*"))
        stem = key(word.rstrip("*"))
        if word.endswith("*"):
            if len(stem) < _STEM:
                raise ValueError(f"“{word}” is too short a beginning; write the words out")
            stem += "*"
        elif _LEAST <= len(stem) <= _MOST and stem not in self._by_key:
            for variant in _shortened(stem):
                self._near.setdefault(variant, []).append(stem)
        self._by_key.setdefault(stem, []).append(number)
        return number

    def read(self, token: Token, marked: bool) -> Slot:
        """The numbers a token may stand for; `marked`: the writer uses å, ä and ö."""
        raw, word = token.raw, token.word
        begun = frozenset(self._beginnings(token))
        if raw in self._numbers and (marked or not _MARKS.isdisjoint(raw)):
            return begun | {self._numbers[raw]}
        if raw in self._ordinary and (marked or word not in self._by_key):
            return begun
        same = {n for n in self._by_key.get(word, ()) if _marks_fit(raw, self._written[n])}
        if not same and not begun and _LEAST <= len(word) <= _MOST:
            same = {n for near in self._misspelt(word) for n in self._by_key[near]}
        return begun | same

    def _beginnings(self, token: Token) -> Iterator[int]:
        word = token.word
        for length in range(_STEM, min(len(word), _LONGEST) + 1):
            for number in self._by_key.get(f"{word[:length]}*", ()):
                stem = self._written[number]
                if _marks_fit(token.raw[: len(stem)], stem):
                    yield number

    def _misspelt(self, word: str) -> Iterator[str]:
        for variant in _shortened(word):
            for near in self._near.get(variant, ()):
                if near[0] == word[0] and OSA.distance(near, word, score_cutoff=1) <= 1:
                    yield near


def _marks_fit(raw: str, written: str) -> bool:
    """Whether the marks that somebody troubled to type are in the phrase's word: vår, not var."""
    return _MARKS.intersection(raw) <= _MARKS.intersection(written)


def _shortened(word: str) -> Iterator[str]:
    """The word, and the word with each one letter after the first left out."""
    yield word
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]


class Phrases:
    """All phrases of all groups, ready to be looked for."""

    def __init__(
        self,
        groups: Mapping[str, Sequence[str]],
        ordinary: Collection[str] = (),
        spoken: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """Compile the phrases.

        Args:
            groups: phrases by group name.
            ordinary: words that look like cues but are not, as written with their å, ä and ö.
            spoken: by a word as people say it, the words that it may stand for beside itself.

        Raises:
            KeyError: a phrase names a group (`@name`) that is not there.
            ValueError: a phrase is empty, or begins or ends with a gap.
        """
        self._vocabulary = _Vocabulary(ordinary)
        self._groups = groups
        self._slots: dict[str, Slot] = {}  # what each part of a phrase may be, while compiling
        self._alone: dict[int, list[str]] = {}  # groups of phrases of one word, by its number
        self._next: dict[tuple[int, int], list[_Pattern]] = {}  # by their first two words
        self._later: dict[tuple[int, int], list[_Pattern]] = {}  # by the words around a gap
        for group, phrases in groups.items():
            for phrase in phrases:
                self._add(group, phrase)
        self._slots.clear()
        self._open = frozenset(first for first, _ in self._later)
        self._meant = {said: self._any_of(words) for said, words in spoken.items()}

    def _add(self, group: str, phrase: str) -> None:
        slots = tuple(self._slot(part) for part in phrase.split())
        if not slots or not slots[0] or not slots[-1]:
            raise ValueError(f"“{phrase}” in {group}: a phrase begins and ends with a word")
        if len(slots) == 1:
            for number in slots[0]:
                self._alone.setdefault(number, []).append(group)
            return
        index, second = (self._next, slots[1]) if slots[1] else (self._later, slots[2])
        pattern = _Pattern(group, slots)
        for pair in product(slots[0], second):
            index.setdefault(pair, []).append(pattern)

    def _slot(self, part: str) -> Slot:
        if part not in self._slots:
            choices = () if part == "…" else part.split("|")
            self._slots[part] = frozenset(n for choice in choices for n in self._choice(choice))
        return self._slots[part]

    def _choice(self, choice: str) -> Iterator[int]:
        if not choice.startswith("@"):
            yield self._vocabulary.number(choice)
            return
        for word in self._groups[choice[1:]]:
            if " " not in word:
                yield from (self._vocabulary.number(one) for one in word.split("|"))

    def _any_of(self, words: Sequence[str]) -> Slot:
        read = (self._vocabulary.read(token, marked=True) for token in tokens(" ".join(words)))
        return frozenset().union(*read)

    def find(self, words: Sequence[Token]) -> list[Hit]:
        """Every phrase in the words, by where it begins; none goes across the end of a sentence."""
        read = self._read(words)
        hits: list[Hit] = []
        for first, numbers in enumerate(read):
            if numbers:
                for number in numbers:
                    hits += [Hit(group, first, first) for group in self._alone.get(number, ())]
                hits += self._longer(first, words, read)
        return hits

    def _read(self, words: Sequence[Token]) -> list[Slot]:
        marked = any(not _MARKS.isdisjoint(token.raw) for token in words)
        known: dict[str, Slot] = {}
        for token in words:
            if token.raw not in known:
                meant = self._meant.get(token.raw, frozenset())
                known[token.raw] = self._vocabulary.read(token, marked) | meant
        return [known[token.raw] for token in words]

    def _longer(self, first: int, words: Sequence[Token], read: Sequence[Slot]) -> Iterator[Hit]:
        for pattern in self._begun(first, read):
            last = _match(pattern.slots, 1, first + 1, words, read)
            if last is not None:
                yield Hit(pattern.group, first, last)

    def _begun(self, first: int, read: Sequence[Slot]) -> set[_Pattern]:
        """The phrases of two words or more whose first two words stand here."""
        found: set[_Pattern] = set()
        following = read[first + 1] if first + 1 < len(read) else frozenset()
        for pair in product(read[first], following):
            found.update(self._next.get(pair, ()))
        for number in self._open.intersection(read[first]):
            for later in read[first + 1 : first + _GAP + 2]:
                for other in later:
                    found.update(self._later.get((number, other), ()))
        return found


def _match(
    slots: tuple[Slot, ...],
    slot: int,
    place: int,
    words: Sequence[Token],
    read: Sequence[Slot],
) -> int | None:
    """Where the phrase ends if its slots from `slot` on fit the words from `place` on."""
    while slot < len(slots):
        if not slots[slot]:
            return _match_after_gap(slots, slot + 1, place, words, read)
        if place >= len(read) or words[place].stop or slots[slot].isdisjoint(read[place]):
            return None
        slot, place = slot + 1, place + 1
    return place - 1


def _match_after_gap(
    slots: tuple[Slot, ...],
    slot: int,
    place: int,
    words: Sequence[Token],
    read: Sequence[Slot],
) -> int | None:
    for skipped in range(_GAP + 1):
        if place + skipped >= len(read) or words[place + skipped].stop:
            return None
        last = _match(slots, slot, place + skipped, words, read)
        if last is not None:
            return last
    return None
