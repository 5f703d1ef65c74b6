"""How much the choice of words is like that of frauds: a small linear model with its own weights.

Learned by `benchmarks/scam_wording.py` from the development half of `tests/data/scam.jsonl`; it
sees beginnings of words, so it can say which words spoke, and they are quoted as the reason. It
also sees which words stand side by side, and which concepts of scam.toml stand in the text: the
latter carries over to words it never met.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from bot.knowledge.leanings import Leaning, Leanings
from bot.knowledge.pieces import Piece
from bot.knowledge.tables import validated

_WINDOW = 8  # words quoted as the reason
_LETTERS = 5  # of each word of a pair
_MOST_DOUBLINGS = 6  # of its length that are told apart


class WordingFile(BaseModel):
    """wording.toml: by weight, the beginnings and pairs of words; above zero speaks for fraud.

    `kind` and `channel`: for each of them, by weight, what speaks for it; below zero against it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    bias: float
    weight: Leaning
    kind: dict[str, Leaning] = {}
    channel: dict[str, Leaning] = {}


def beginnings(key: str) -> tuple[str, ...]:
    """What the model sees of one piece: the first four and the first five letters."""
    if key[0] == "@" or len(key) < 5:
        return (key,)
    return key[:4], key[:5]


def features(pieces: Iterable[Piece], concepts: Iterable[str]) -> frozenset[str]:
    """What the model sees of a text: beginnings of its words, and concepts as "<name>"."""
    parts = {part for key in {p.key for p in pieces} for part in beginnings(key)}
    return frozenset(parts.union(f"<{name}>" for name in concepts))


def with_pairs(seen: frozenset[str], pieces: Sequence[Piece]) -> frozenset[str]:
    """The same with pairs of words side by side and the rough length: what the level learns from.

    "ring_oss" is a pair; "=size4" a text of 15 to 30 words.
    """
    keys = [piece.key[:_LETTERS] for piece in pieces]
    size = min(_MOST_DOUBLINGS, (len(keys) + 1).bit_length() - 1)
    return seen.union((f"{one}_{next_one}" for one, next_one in pairwise(keys)), (f"=size{size}",))


def with_signs(seen: frozenset[str], signs: Iterable[str]) -> frozenset[str]:
    """The same with the signs found, as "!name": what the kinds are learned from."""
    return seen.union(f"!{name}" for name in signs)


class Wording:
    """The model, as wording.toml holds it."""

    def __init__(self, table: Mapping[str, object]) -> None:
        """Takes the parsed wording.toml.

        Raises:
            ContentError: the table is wrong; names the file and the key.
        """
        file = validated(WordingFile, table, "signs/wording.toml")
        self._weight = {f: one for one, line in file.weight.items() for f in line.split()}
        self._bias = file.bias
        self._kinds = Leanings(file.kind)
        self._channels = Leanings(file.channel)

    def kinds(self, seen: frozenset[str]) -> dict[str, float]:
        """How much a text that shows these features leans towards each kind, mostly -3 to 3."""
        return _scaled(self._kinds.towards(seen), seen)

    def channels(self, seen: frozenset[str]) -> dict[str, float]:
        """The same for channels."""
        return _scaled(self._channels.towards(seen), seen)

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


def _scaled(points: Mapping[str, float], seen: frozenset[str]) -> dict[str, float]:
    """Sums made comparable between long texts and short ones."""
    return {name: total / math.sqrt(len(seen)) for name, total in points.items()}
