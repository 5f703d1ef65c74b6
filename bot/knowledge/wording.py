"""How much the choice of words is like that of frauds: a small linear model with its own weights.

Learned by `benchmarks/scam_wording.py` from the development half of `tests/data/scam.jsonl`; it
sees beginnings of words, so it can say which words spoke, and they are quoted as the reason. It
also sees which concepts of scam.toml stand in the text, which carries over to words it never met.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from bot.knowledge.pieces import Piece
from bot.knowledge.tables import validated

_WINDOW = 8  # words quoted as the reason

Leaning: TypeAlias = dict[str, dict[float, str]]  # name -> weight -> what leans, spaces between
_Leans: TypeAlias = dict[str, list[tuple[str, float]]]  # what leans -> name and weight


class WordingFile(BaseModel):
    """wording.toml: the weight of each beginning of a word; above zero speaks for fraud.

    `kind` and `channel`: for each of them, the beginnings that lean towards it by each weight.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    bias: float
    weight: dict[str, float]
    kind: Leaning = {}
    channel: Leaning = {}


def beginnings(key: str) -> tuple[str, ...]:
    """What the model sees of one piece: the first four and the first five letters."""
    if key[0] == "@" or len(key) < 5:
        return (key,)
    return key[:4], key[:5]


def features(pieces: Iterable[Piece], concepts: Iterable[str]) -> frozenset[str]:
    """What the model sees of a text: beginnings of its words, and concepts as "<name>"."""
    parts = {part for key in {p.key for p in pieces} for part in beginnings(key)}
    return frozenset(parts.union(f"<{name}>" for name in concepts))


class Wording:
    """The model, as wording.toml holds it."""

    def __init__(self, table: Mapping[str, object]) -> None:
        """Takes the parsed wording.toml.

        Raises:
            ContentError: the table is wrong; names the file and the key.
        """
        file = validated(WordingFile, table, "signs/wording.toml")
        self._weight = file.weight
        self._bias = file.bias
        self._kinds = _leans(file.kind)
        self._channels = _leans(file.channel)

    def kinds(self, seen: frozenset[str]) -> dict[str, float]:
        """How much a text that shows these features leans towards each kind; mostly below 3."""
        return _towards(self._kinds, seen)

    def channels(self, seen: frozenset[str]) -> dict[str, float]:
        """The same for channels."""
        return _towards(self._channels, seen)

    def score(self, seen: frozenset[str]) -> float:
        """Above zero: worded as frauds are. Mostly between -5 and 5."""
        # Summed in a fixed order: the same text must give the very same number.
        known = sorted(f for f in seen if f in self._weight)
        return self._bias + sum(self._weight[f] for f in known) / math.sqrt(len(known) + 1)

    def known(self, pieces: Sequence[Piece]) -> float:
        """The share of these words that the model has met, 0 to 1."""
        met = sum(any(f in self._weight for f in beginnings(p.key)) for p in pieces)
        return met / max(1, len(pieces))

    def loudest(self, pieces: Sequence[Piece]) -> tuple[int, int]:
        """The few pieces in a row, first and one past last, that speak most for fraud."""
        loud = [sum(self._weight.get(f, 0.0) for f in beginnings(p.key)) for p in pieces]
        total = best = sum(loud[:_WINDOW])
        start = 0
        for i in range(_WINDOW, len(loud)):
            total += loud[i] - loud[i - _WINDOW]
            if total > best:
                best, start = total, i - _WINDOW + 1
        return start, min(start + _WINDOW, len(pieces))


def _leans(table: Leaning) -> _Leans:
    leans: _Leans = {}
    for name, weights in table.items():
        for weight, parts in weights.items():
            for part in parts.split():
                leans.setdefault(part, []).append((name, weight))
    return leans


def _towards(leans: _Leans, seen: frozenset[str]) -> dict[str, float]:
    points: dict[str, float] = {}
    for part in sorted(seen):
        for name, weight in leans.get(part, ()):
            points[name] = points.get(name, 0.0) + weight
    return {name: total / math.sqrt(len(seen)) for name, total in points.items()}
