"""Multinomial naive Bayes with weighted counts, after Rennie, Shih, Teevan and Karger,
"Tackling the Poor Assumptions of Naive Bayes Text Classifiers" (ICML 2003): counts are damped,
long examples count less, and traits that occur everywhere weigh little.

What is counted is units; a trait's figures are summed from the units that have it when a text
first asks, so that reading thousands of examples takes tenths of a second.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Traits = Callable[[str], tuple[str, ...]]
_SPELT = "w:"  # units that begin so have traits; the others are weighed as they are
_DAMPING = 0.5  # an example's units weigh 1 / length ** _DAMPING
_SMOOTHING = 0.2
_RARITY = 0.7  # power of log(examples / examples with the trait)
_TYPICAL = 3.0  # the rarity of a trait in the middle of the range


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One trait: how telling it is, and its gain for each class that has it."""

    rarity: float
    gains: tuple[tuple[int, float], ...]


class Bayes:
    """Scores of classes for a bag of units, learnt once from examples."""

    def __init__(
        self,
        examples: Iterable[tuple[str, Sequence[str]]],
        traits: Traits,
        weights: Mapping[str, float],
    ) -> None:
        """Count the examples, each a class and its units.

        `weights` says how much each kind of trait counts, by its first letter.
        """
        self._traits, self._weights = traits, weights
        self._times: dict[str, int] = {}  # unit -> examples with it
        self._spread: dict[str, list[tuple[int, float]]] = {}  # the counts of units with traits
        self._having: dict[str, list[str]] = {}  # trait -> units that have it
        self._known: dict[str, _Weighed] = {}  # traits a text has asked for
        kept = list(examples)
        self.classes = tuple(sorted({name for name, _ in kept}))
        self._counts: list[dict[str, float]] = [{} for _ in self.classes]  # unit -> weighed count
        self._examples = len(kept)
        self._count(kept)
        self._base = self._bases()

    def scores(self, units: Iterable[str]) -> tuple[list[float], float]:
        """The score of each of `classes`, and the weight of what was known of the text.

        Scores are comparable between texts after division by that weight.
        """
        bag = Counter(trait for unit in units for trait in self._parts(unit))
        totals = [0.0] * len(self.classes)
        mass = squares = 0.0
        for trait, count in bag.items():
            weighed = self._weighed(trait)
            if weighed is None:
                continue
            weight = weighed.rarity * (1 + math.log(count))
            mass += weight
            squares += weight * weight
            for index, gain in weighed.gains:
                totals[index] += weight * gain
        full = [total + mass * base for total, base in zip(totals, self._base, strict=True)]
        return full, math.sqrt(squares)

    def known(self, units: Iterable[str]) -> float:
        """The share of the traits of these units that some example has; 0 for no units."""
        asked = [trait for unit in units for trait in self._parts(unit)]
        known = sum(trait in self._having or trait in self._times for trait in asked)
        return known / len(asked) if asked else 0.0

    def _count(self, examples: Sequence[tuple[str, Sequence[str]]]) -> None:
        by_name = dict(zip(self.classes, self._counts, strict=True))
        times = self._times
        for name, units in examples:
            share = 1 / max(1, len(units)) ** _DAMPING
            counts = by_name[name]
            for unit in dict.fromkeys(units):
                times[unit] = times.get(unit, 0) + 1
                counts[unit] = counts.get(unit, 0.0) + share

    def _bases(self) -> list[float]:
        """What an unseen trait costs each class, more for one with many examples; on the way,
        `_having` and `_spread` are filled.
        """
        parts: dict[str, int] = {}
        for unit in self._times:
            if unit.startswith(_SPELT):
                traits = self._traits(unit)
                for trait in traits:
                    self._having.setdefault(trait, []).append(unit)
                parts[unit] = len(traits)
                self._spread[unit] = []
            else:
                parts[unit] = 1
        unseen = _SMOOTHING * (len(self._having) + len(self._times)) / _TYPICAL
        return [-math.log(self._size(i, parts) + unseen) for i in range(len(self.classes))]

    def _size(self, index: int, parts: Mapping[str, int]) -> float:
        """The weighed traits of one class; on the way, `_spread` is filled."""
        size = 0.0
        for unit, count in self._counts[index].items():
            size += count * parts[unit]
            if unit in self._spread:
                self._spread[unit].append((index, count))
        return size

    def _parts(self, unit: str) -> tuple[str, ...]:
        return self._traits(unit) if unit.startswith(_SPELT) else (unit,)

    def _weighed(self, trait: str) -> _Weighed | None:
        """The trait's figures, kept from the first time on; None if no example has it."""
        if trait not in self._known:
            units = self._having.get(trait) or ([trait] if trait in self._times else None)
            if units is None:
                return None
            self._known[trait] = self._weigh(trait, units)
        return self._known[trait]

    def _weigh(self, trait: str, units: Sequence[str]) -> _Weighed:
        rarity = self._weights[trait[0]] * self._rareness(sum(self._times[u] for u in units))
        sums = [0.0] * len(self.classes)
        for unit in units:
            for index, count in self._counts_of(unit):
                sums[index] += count
        gains = tuple((i, math.log(1 + rarity * n / _SMOOTHING)) for i, n in enumerate(sums) if n)
        return _Weighed(rarity, gains)

    def _counts_of(self, unit: str) -> Iterable[tuple[int, float]]:
        if unit in self._spread:
            return self._spread[unit]
        return [(i, counts[unit]) for i, counts in enumerate(self._counts) if unit in counts]

    def _rareness(self, times: int) -> float:
        """How telling a trait is; a common one tells little."""
        return float(math.log(max(1.0, self._examples / times)) ** _RARITY)
