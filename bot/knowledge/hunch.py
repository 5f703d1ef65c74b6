"""How much the choice of words is like that of people in danger: a small linear model.

It complements the rules of danger.toml where nobody foresaw the words. Learned by
`benchmarks/danger_hunch.py` from the development half of tests/data/danger.jsonl.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.tables import validated
from bot.knowledge.words import Token

FILE = "signs/danger_hunch.toml"
_BEGINNING = 5  # letters of a word that count on their own
_WINDOW = 40  # words that are judged together
_STEP = 20


class _Kind(BaseModel):
    """The model of one kind of danger; what speaks for each weight, spaces between."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    bias: float
    least: float = Field(description="score from which on the kind is told")
    weight: dict[float, str]


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
        self._weights = _by_feature(list(self._kinds.values()))

    def kinds(self, words: Sequence[Token]) -> Iterator[str]:
        """The kinds of danger that the words sound like."""
        seen = features(words)
        known = sorted(f for f in seen if f in self._weights)  # in a fixed order: the same sum
        scale = 1 / math.sqrt(len(seen) + 1)
        for number, (name, kind) in enumerate(self._kinds.items()):
            total = sum(self._weights[feature][number] for feature in known)
            if kind.bias + total * scale >= kind.least:
                yield name


def _by_feature(kinds: Sequence[_Kind]) -> dict[str, list[float]]:
    """The weights of each feature, one for each kind."""
    weights: dict[str, list[float]] = {}
    for number, kind in enumerate(kinds):
        for weight, parts in kind.weight.items():
            for part in parts.split():
                weights.setdefault(part, [0.0] * len(kinds))[number] = weight
    return weights
