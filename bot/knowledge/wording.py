"""How much the choice of words is like that of frauds: a small linear model with its own weights.

Learned by `benchmarks/scam_wording.py` from the development half of `tests/data/scam.jsonl`; it
sees beginnings of words, so it can say which words spoke, and they are quoted as the reason.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from bot.knowledge.pieces import Piece
from bot.knowledge.tables import read

_WINDOW = 8  # words quoted as the reason


class WordingFile(BaseModel):
    """wording.toml: the weight of each beginning of a word; above zero speaks for fraud."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    bias: float
    weight: dict[str, float]


def beginnings(key: str) -> tuple[str, ...]:
    """What the model sees of one piece: the first four and the first five letters."""
    if key[0] == "@" or len(key) < 5:
        return (key,)
    return key[:4], key[:5]


def features(pieces: Iterable[Piece]) -> frozenset[str]:
    """What the model sees of a text."""
    return frozenset(part for key in {p.key for p in pieces} for part in beginnings(key))


class Wording:
    """The model, as wording.toml holds it."""

    def __init__(self, table: Mapping[str, object]) -> None:
        """Takes the parsed wording.toml.

        Raises:
            ContentError: the table is wrong; names the file and the key.
        """
        file = read(WordingFile, table, "signs/wording.toml")
        self._weight = file.weight
        self._bias = file.bias

    def score(self, pieces: Sequence[Piece]) -> float:
        """Above zero: worded as frauds are. Mostly between -5 and 5."""
        # Summed in a fixed order: the same text must give the very same number.
        known = sorted(f for f in features(pieces) if f in self._weight)
        return self._bias + sum(self._weight[f] for f in known) / math.sqrt(len(known) + 1)

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
