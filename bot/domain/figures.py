"""The figures about concerns that may leave the queue: counted, rounded and hidden, a quarter at a
time (docs/privacy.md, "Published figures").

Three charts and nothing that crosses them. 0 to 4 is few and is written "<5"; every other count is
rounded to the nearest five on its own, and so is the total. From rounded figures a hidden one could
still be worked out, in two ways, and both are closed:

- Charts of the same people have the same sum, so that one chart bounds another. Therefore each
  chart leaves out a rest of unknown size ("annat", "vet inte"), which is in the total alone.
- A total that lies near the least that the rounded figures can add up to says that the hidden ones
  are near nothing. Then the total is withheld; whether it is depends on what would be published
  anyway and on the total's own step, so that its absence says no more either.

So whoever knows all that is published, and these rules, knows no more of a hidden figure than that
it is 0, 1, 2, 3 or 4 (tests/unit/test_figures.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.case import ConcernCount
from bot.domain.quarter import Quarter

STEP = 5
_REACH = STEP // 2
"""How far a count lies at most from what it is rounded to."""


class Chart(StrEnum):
    """What is counted by, each for the whole of the rest."""

    AREA = "area"
    DISTRICT = "district"
    PART_OF_DAY = "part_of_day"


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: a multiple of five, or None for few."""

    number: int | None

    @property
    def least(self) -> int:
        """The least count it can stand for."""
        return max(STEP, self.number - _REACH) if self.number else 0

    @property
    def most(self) -> int:
        """The greatest count it can stand for."""
        return self.number + _REACH if self.number else STEP - 1

    def __str__(self) -> str:
        """As it is written."""
        return f"<{STEP}" if self.number is None else str(self.number)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a chart, under an answer's id and its words when it was published."""

    choice: str
    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is published of a quarter. A total of None is withheld."""

    quarter: Quarter
    charts: Mapping[Chart, tuple[Row, ...]]
    total: Figure | None

    def figure(self, chart: Chart, choice: str) -> Figure | None:
        """One figure; None where the answer was not counted that quarter."""
        return next((row.figure for row in self.charts[chart] if row.choice == choice), None)


@dataclass(frozen=True, slots=True)
class Published:
    """A picture with the day on which it was published."""

    picture: Picture
    day: date


class Trend(StrEnum):
    """How a figure compares with that of a year before, as far as rounded figures can say."""

    MORE = "more"
    SOMEWHAT_MORE = "somewhat_more"
    ALIKE = "alike"
    SOMEWHAT_LESS = "somewhat_less"
    LESS = "less"
    UNKNOWN = "unknown"


_FIELDS = {
    Chart.AREA: "category",
    Chart.DISTRICT: "district",
    Chart.PART_OF_DAY: "part_of_day",
}
Answers = Mapping[str, str]
"""The answers of a chart by id, with their words; the rest is not among them."""


def rounded(count: int) -> Figure:
    """A count as it may be published."""
    return Figure((count + _REACH) // STEP * STEP if count >= STEP else None)


def picture(
    quarter: Quarter, told: Iterable[ConcernCount], answers: Mapping[Chart, Answers]
) -> Picture:
    """What may be published of a quarter in which this was told. Withdrawn and merged concerns were
    told too, and those whose words are erased; staff's entries were told by somebody.
    """
    told = tuple(told)
    charts = {
        chart: tuple(
            Row(choice, label, rounded(_count(told, chart, choice)))
            for choice, label in answers[chart].items()
        )
        for chart in Chart
    }
    count = sum(one.number for one in told)
    withheld = _tells_too_much(count, list(charts.values()))
    return Picture(quarter, charts, None if withheld else rounded(count))


def trend(now: Figure, before: Figure) -> Trend:
    """What two figures say of each other; a step of five may be a single concern."""
    if now.number is None and before.number is None:
        return Trend.UNKNOWN
    steps = ((now.number or 0) - (before.number or 0)) // STEP
    if steps > 0:
        return Trend.MORE if steps > 1 else Trend.SOMEWHAT_MORE
    if steps < 0:
        return Trend.LESS if steps < -1 else Trend.SOMEWHAT_LESS
    return Trend.ALIKE


def shares(figures: Sequence[Figure]) -> tuple[float, ...]:
    """How long the bar of each is, of the whole width. Few is drawn as far as it can reach: not as
    nothing, and to the same scale as the rest.
    """
    widest = max([figure.number or 0 for figure in figures] + [2 * STEP])
    return tuple((figure.number or STEP - 1) / widest for figure in figures)


def _count(told: Sequence[ConcernCount], chart: Chart, choice: str) -> int:
    return sum(one.number for one in told if getattr(one, _FIELDS[chart]) == choice)


def _tells_too_much(count: int, charts: Sequence[Sequence[Row]]) -> bool:
    """Whether the rounded total would narrow a hidden figure.

    A hidden figure is at most the greatest total less the least of all others, which has to leave
    room for 4. Where the lowest step that the total can be on does not, that step is withheld
    together with the next, which does.
    """
    floors = [sum(row.figure.least for row in rows) for rows in charts]
    hiding = [
        floor
        for floor, rows in zip(floors, charts, strict=True)
        if any(row.figure.number is None for row in rows)
    ]
    lowest = rounded(max(floors, default=0)).most
    falls_short = bool(hiding) and lowest < max(hiding) + STEP - 1
    return falls_short and rounded(count).most <= lowest + STEP
