"""What each feature of a text leans towards: the weights of small linear models."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Leaning: TypeAlias = Mapping[float, str]
"""By weight, the features that lean so much, spaces between."""


class Leanings:
    """The weights of several models, by feature."""

    def __init__(self, models: Mapping[str, Leaning]) -> None:
        """Take what leans towards each name."""
        self._of: dict[str, list[tuple[str, float]]] = {}
        for name, leaning in models.items():
            for weight, features in leaning.items():
                for feature in features.split():
                    self._of.setdefault(feature, []).append((name, weight))

    def towards(self, seen: Iterable[str]) -> dict[str, float]:
        """The sum of the weights towards each name that anything leans towards."""
        points: dict[str, float] = {}
        for feature in sorted(seen):  # in a fixed order: the same text gives the very same sum
            for name, weight in self._of.get(feature, ()):
                points[name] = points.get(name, 0.0) + weight
        return points
