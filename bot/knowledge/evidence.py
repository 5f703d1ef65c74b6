"""The evidence of content/signs/scam.toml or loss.toml, and where it stands in a text.

A phrase is folded words with a space between: `kod*` begins so, `*kod` ends so, `kod|pin` either
word, `<bank>` any phrase of that concept, `_` at most one word, `..` up to six words of the same
sentence, `...` up to twenty-five words of any sentence.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from bot.errors import ContentError
from bot.knowledge.pieces import Piece, fold
from bot.knowledge.scam_tables import ScamFile
from bot.knowledge.tables import validated

_NEAR, _FAR = 6, 25  # words that ".." and "..." may stand for
_GAPS = {"_": 1, "..": _NEAR, "...": -_FAR}  # below zero: may leave the sentence
_MOST_EACH = 2  # places of one phrase that count for a sign
_MOST_STARTS = 40  # places of one word that count: keeps a text of one repeated word cheap
_MOST_TRIED = 24  # places a phrase of several words is tried from
_BEFORE, _AFTER = 8, 5  # words around a hit in which a cancelling concept is looked for
_LONGEST = 24  # letters of a word that beginnings and endings are looked for in
_ORIGIN = "signs/scam.toml"
_SPLIT = str.maketrans("-:'", "   ")  # a text is cut there too

Span: TypeAlias = tuple[int, int]  # pieces from the first up to and not including the last


@dataclass(frozen=True, slots=True)
class Found:
    """A sign found in the pieces from `first` up to and not including `last`.

    `times` is how many of its phrases stand in the text, in different places.
    """

    sign: str
    first: int
    last: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found: concepts with their places, signs, and how many words of each channel."""

    concepts: Mapping[str, list[Span]]
    signs: tuple[Found, ...]
    channels: Mapping[str, int]


class _Phrase(NamedTuple):
    """The number of the first element, and the others with how many words may stand before each."""

    first: int
    rest: tuple[tuple[int, int], ...]
    others: frozenset[int]


_Index: TypeAlias = dict[int, list[tuple[str, _Phrase]]]  # by the number of the first element


class Evidence:
    """All concepts and signs, compiled once; finding them is linear in the text."""

    def __init__(self, table: Mapping[str, object], origin: str = _ORIGIN) -> None:
        """Takes the parsed scam.toml, or another file of the same form, called `origin`.

        Raises:
            ContentError: a table is wrong; names the file and the key.
        """
        file = validated(ScamFile, table, origin)
        self._origin = origin
        self.signs = file.sign
        self.kinds = file.kind
        self._words = _Words(file.concept, origin)
        tables = {name: concept.words for name, concept in file.concept.items()}
        plain = {name: _without_concepts(words) for name, words in tables.items()}
        built = {name: set(words) - set(plain[name]) for name, words in tables.items()}
        self._concepts = self._index(plain, "concept.{}.words")
        self._built = self._index({n: sorted(w) for n, w in built.items()}, "concept.{}.words")
        self._signs = self._index({n: t.phrases for n, t in file.sign.items()}, "sign.{}.phrases")
        self._channels = self._index(
            {name: table.words for name, table in file.channel.items()}, "channel.{}.words"
        )
        _check(file, origin)

    def _index(self, tables: Mapping[str, Iterable[str]], where: str) -> _Index:
        index: _Index = {}
        for name, phrases in tables.items():
            for text in phrases:
                phrase = self._phrase(text, f"{where.format(name)}, “{text}”")
                index.setdefault(phrase.first, []).append((name, phrase))
        return index

    def _phrase(self, phrase: str, where: str) -> _Phrase:
        elements, gaps, gap = [], [], 0
        for word in phrase.translate(_SPLIT).split():
            if word in _GAPS:
                gap = _GAPS[word]
                continue
            elements.append(self._words.number(word, where))
            gaps.append(gap)
            gap = 0
        if not elements or gap or gaps[0]:
            raise ContentError(f"{self._origin}, {where}: must begin and end with a word.")
        rest = tuple(zip(elements[1:], gaps[1:], strict=True))
        return _Phrase(elements[0], rest, frozenset(elements[1:]))

    def find(self, pieces: Sequence[Piece], given: Mapping[str, list[Span]]) -> Findings:
        """Everything the table knows in these pieces.

        `given` are concepts found by other means (the senders named), added to the table's own.
        """
        search = _Search(pieces, self._words.places(pieces))
        concepts = {name: list(spans) for name, spans in given.items()}
        for index in (self._concepts, self._built):
            for name, spans in search.collect(index).items():
                concepts.setdefault(name, []).extend(spans)
            for name, spans in concepts.items():
                spans.sort()
                search.add(self._words.known(f"<{name}>"), spans)
        places = search.collect(self._signs, most=_MOST_EACH)
        found = [self._sign(name, places[name], search, concepts) for name in sorted(places)]
        channels = {name: len(spans) for name, spans in search.collect(self._channels).items()}
        return Findings(concepts, tuple(f for f in found if f), channels)

    def _sign(
        self, name: str, spans: list[Span], search: "_Search", concepts: Mapping[str, list[Span]]
    ) -> Found | None:
        unless = [span for concept in self.signs[name].unless for span in concepts.get(concept, ())]
        valid = [span for span in spans if not search.cancelled(span, unless)]
        if not valid:
            return None
        return Found(name, *min(valid, key=_tellingly), times=_apart(valid))


class _Words:
    """The elements of all phrases, by the words that match them."""

    def __init__(self, concepts: Collection[str], origin: str) -> None:
        self._concepts = concepts
        self._origin = origin
        self._numbers: dict[str, int] = {}
        self._exact: dict[str, list[int]] = {}
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}

    def number(self, word: str, where: str) -> int:
        """The number of an element, new or known."""
        if word in self._numbers:
            return self._numbers[word]
        number = self._numbers[word] = len(self._numbers)
        if word.startswith("<"):
            if word[1:-1] not in self._concepts:
                raise ContentError(f"{self._origin}, {where}: no concept {word}.")
            return number
        for choice in word.split("|"):
            self._add(choice, number, where)
        return number

    def known(self, word: str) -> int | None:
        """The number of an element, if any phrase uses it."""
        return self._numbers.get(word)

    def _add(self, word: str, number: int, where: str) -> None:
        bare = word.strip("*")
        key = bare if bare.startswith("@") else fold(bare)
        if not key or "*" in bare or ("*" in word and len(key) < 2):
            raise ContentError(f"{self._origin}, {where}: “{word}” is not a word or a part of one.")
        if word.startswith("*"):
            self._ends.setdefault(key, []).append(number)
        elif word.endswith("*"):
            self._starts.setdefault(key, []).append(number)
        else:
            self._exact.setdefault(key, []).append(number)

    def places(self, pieces: Sequence[Piece]) -> dict[int, list[Span]]:
        """Where each element stands; an element that is nowhere is left out."""
        places: dict[int, list[Span]] = {}
        memory: dict[str, frozenset[int]] = {}
        for i, piece in enumerate(pieces):
            if piece.key not in memory:
                memory[piece.key] = self._of(piece.key)
            for number in memory[piece.key]:
                places.setdefault(number, []).append((i, i + 1))
        return places

    def _of(self, key: str) -> frozenset[int]:
        found = list(self._exact.get(key, ()))
        if key[0] != "@":
            for length in range(2, min(len(key), _LONGEST) + 1):
                found += self._starts.get(key[:length], ())
                found += self._ends.get(key[-length:], ())
        return frozenset(found)


class _Search:
    """Phrases looked for among the element places of one text."""

    def __init__(self, pieces: Sequence[Piece], places: dict[int, list[Span]]) -> None:
        self._sentences = [piece.sentence for piece in pieces]
        self._places = places

    def add(self, number: int | None, spans: list[Span]) -> None:
        """Makes a concept's places known as an element."""
        if number is not None:
            self._places[number] = spans

    def collect(self, index: _Index, most: int = _MOST_STARTS) -> dict[str, list[Span]]:
        """The places of the phrases of each name; of one phrase at most `most`."""
        found: dict[str, list[Span]] = {}
        for element in self._places.keys() & index.keys():
            for name, phrase in index[element]:
                spans = self._all(phrase, most)
                if spans:
                    found.setdefault(name, []).extend(spans)
        return found

    def _all(self, phrase: _Phrase, most: int) -> list[Span]:
        starts = self._places[phrase.first]
        if not phrase.rest:
            return starts[:most]
        if not phrase.others <= self._places.keys():
            return []
        spans: list[Span] = []
        for first, after in starts[:_MOST_TRIED]:
            end = self._end(phrase, after)
            if end:
                spans.append((first, end))
                if len(spans) == most:
                    break
        return spans

    def _end(self, phrase: _Phrase, end: int) -> int:
        """Where the phrase ends whose first element ends at `end`; 0 when the rest is missing."""
        sentences = self._sentences
        for element, gap in phrase.rest:
            places = self._places[element]
            at = bisect_left(places, (end, 0))
            if at == len(places):
                return 0
            start, after = places[at]
            if start - end > abs(gap) or (gap >= 0 and sentences[start] != sentences[end - 1]):
                return 0
            end = after
        return end

    def cancelled(self, span: Span, unless: Iterable[Span]) -> bool:
        """Whether a cancelling concept stands in the same sentence, close by."""
        first, last = span
        sentences = {self._sentences[first], self._sentences[last - 1]}
        return any(
            first - _BEFORE <= start <= last + _AFTER and self._sentences[start] in sentences
            for start, _ in unless
        )


def _without_concepts(words: Iterable[str]) -> list[str]:
    return [phrase for phrase in words if "<" not in phrase]


def _tellingly(span: Span) -> tuple[int, Span]:
    # Quoted best: some words, not one alone and not half the text.
    return abs(span[1] - span[0] - 4), span


def _apart(spans: Iterable[Span]) -> int:
    count, end = 0, -1
    for first, last in sorted(spans, key=lambda s: s[1]):
        if first >= end:
            count, end = count + 1, last
    return count


def _check(file: ScamFile, origin: str) -> None:
    for name, sign in file.sign.items():
        _known(sign.unless, file.concept, f"{origin}, sign.{name}.unless")
        if (sign.weight < 0) != (sign.group == "calm"):
            raise ContentError(f"{origin}, sign.{name}.weight: below zero only in group calm.")
    for name, kind in file.kind.items():
        _known(kind.evidence, {**file.concept, **file.sign}, f"{origin}, kind.{name}.evidence")


def _known(names: Iterable[str], known: Mapping[str, object], where: str) -> None:
    for name in names:
        if name not in known:
            raise ContentError(f"{where}: no sign or concept called {name}.")
