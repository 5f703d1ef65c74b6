"""Which peril a text of danger now tells of, so that the first advice is the right one."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

LEAST = 2
"""Points from which a peril is believed."""


class Peril(StrEnum):
    """What to do first differs between these."""

    UNKNOWN = ""
    HEALTH = "health"
    FIRE = "fire"
    HOME = "home"  # somebody at the door, or inside
    FRAUD = "fraud"  # a caller or a fraud going on
    VIOLENCE = "violence"


class Perils:
    """Which groups of phrases speak for which peril, and how much each counts."""

    def __init__(
        self,
        points: Mapping[Peril, Mapping[str, int]],
        needs: Mapping[Peril, Collection[str]],
    ) -> None:
        """Take the points of each group by peril, and the groups of which one must be seen."""
        self._points, self._needs = points, needs

    def told(self, groups: Iterable[str]) -> Peril:
        """The peril that most speaks for, or unknown where none stands out."""
        seen = frozenset(groups)
        ranked = sorted(
            (sum(count for group, count in points.items() if group in seen), peril)
            for peril, points in self._points.items()
            if peril not in self._needs or not seen.isdisjoint(self._needs[peril])
        )
        if not ranked or ranked[-1][0] < LEAST:
            return Peril.UNKNOWN
        if len(ranked) > 1 and ranked[-2][0] == ranked[-1][0]:
            return Peril.UNKNOWN
        return ranked[-1][1]
