"""How much the choice of words is like that of people in danger: a small linear model.

It complements the rules of danger.toml where nobody foresaw the words, and doubts a rule where all
else sounds like every day. Learned by `benchmarks/danger_hunch.py` from the development half of
tests/data/danger.jsonl.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.leanings import Leaning, Leanings
from bot.knowledge.tables import validated

FILE = "signs/danger_hunch.toml"
_BEGINNINGS = (4, 5)  # letters of a word that count on their own
_SUBJECT = "about_"  # how the groups begin whose pairs count too
_WINDOW = 40  # words that are judged together
_STEP = 20


class _Kind(BaseModel):
    """The model of one kind of danger."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    bias: float
    least: float = Field(description="score from which on the kind is told")
    sure: float = Field(description="score from which it is told whatever else the text is about")
    perhaps: float = Field(description="score from which the kind is at least possible")
    doubt: float = Field(description="score below which not even a rule is believed")
    weight: Leaning


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the model makes of a text.

    Attributes:
        doubted: The kinds that nothing in it sounds like at all.
        suspected: The kinds that it sounds like.
        certain: Those of them that it sounds like more than anything else.
        possible: It may tell of some danger, though not so surely that it is met as one.
    """

    doubted: frozenset[str] | set[str] = frozenset()
    suspected: frozenset[str] | set[str] = frozenset()
    certain: frozenset[str] | set[str] = frozenset()
    possible: bool = False


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    urgent: _Kind
    violence: _Kind
    suicide: _Kind
    child: _Kind


def features(words: Sequence[str], groups: Iterable[str]) -> frozenset[str]:
    """What the model sees: words, beginnings (`kniv*`), pairs (`hor_skrik`), groups (`@fire`).

    Args:
        words: the key of each word in order; an empty one where an idiom stands.
        groups: the groups of danger.toml that have a phrase among them.
    """
    keys = [word for word in words if word]
    begun = (f"{key[:length]}*" for length in _BEGINNINGS for key in keys if len(key) >= length)
    pairs = (f"{one}_{other}" for one, other in pairwise(words) if one and other)
    seen = sorted(groups)
    subjects = [group for group in seen if group.startswith(_SUBJECT)]
    both = (f"@{one}+{other}" for one, other in combinations(subjects, 2))
    first = (f"^{key}" for key in keys[:1])
    return frozenset((*keys, *begun, *pairs, *first, *(f"@{group}" for group in seen), *both))


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

    def weigh(self, views: Sequence[frozenset[str]]) -> "Weighed":
        """What a text sounds like; `views`: the features of each stretch of it."""
        best = dict.fromkeys(self._kinds, -math.inf)
        for seen in views:
            points = self._leanings.towards(seen)
            scale = 1 / math.sqrt(len(seen) + 1)
            for name, kind in self._kinds.items():
                best[name] = max(best[name], kind.bias + points.get(name, 0.0) * scale)
        kinds = self._kinds.items()
        return Weighed(
            doubted={name for name, kind in kinds if best[name] < kind.doubt},
            suspected={name for name, kind in kinds if best[name] >= kind.least},
            certain={name for name, kind in kinds if best[name] >= max(kind.least, kind.sure)},
            possible=any(best[name] >= kind.perhaps for name, kind in kinds),
        )
