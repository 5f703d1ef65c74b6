"""How much the choice of words is like that of people in danger: a small linear model.

It complements the rules of danger.toml where nobody foresaw the words. Learned by
`benchmarks/danger_hunch.py` from the development half of tests/data/danger.jsonl.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.leanings import Leaning, Leanings
from bot.knowledge.tables import validated
from bot.knowledge.words import Token

FILE = "signs/danger_hunch.toml"
_BEGINNING = 5  # letters of a word that count on their own
_WINDOW = 40  # words that are judged together
_STEP = 20


class _Kind(BaseModel):
    """The model of one kind of danger."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    bias: float
    least: float = Field(description="score from which on the kind is told")
    weight: Leaning


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    urgent: _Kind
    violence: _Kind
    suicide: _Kind


def features(words: Sequence[Token]) -> frozenset[str]:
    """What the model sees: words, their beginnings (`knive*`) and words in pairs (`hör_skrik`)."""
    keys = [token.word for token in words]
    begun = (f"{key[:_BEGINNING]}*" for key in keys if len(key) >= _BEGINNING)
    return frozenset((*keys, *begun, *map("_".join, pairwise(keys))))


def windows(count: int) -> Iterator[tuple[int, int]]:
    """First and after-last word of the stretches that are judged together."""
    yield 0, min(count, _WINDOW)
    for start in range(_STEP, count - _STEP, _STEP):
        yield start, min(count, start + _WINDOW)


class Hunch:
    """The model, as danger_hunch.toml holds it."""

    def __init__(self, table: Mapping[str, object]) -> None:
        """Take the parsed file.

        Raises:
            ContentError: something is missing or wrong; says where in the file.
        """
        self._kinds: dict[str, _Kind] = dict(validated(_Table, table, FILE))
        self._leanings = Leanings({name: kind.weight for name, kind in self._kinds.items()})

    def kinds(self, words: Sequence[Token]) -> Iterator[str]:
        """The kinds of danger that the words sound like."""
        seen = features(words)
        points = self._leanings.towards(seen)
        scale = 1 / math.sqrt(len(seen) + 1)
        for name, kind in self._kinds.items():
            if kind.bias + points.get(name, 0.0) * scale >= kind.least:
                yield name
