"""Published figures as drawings: where each bar of a chart begins and ends, for a template to draw.

The table beside a chart says all that it shows; a drawing is for the eye alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.figures import Figure, Row, shares

WIDTH = 340
"""Units of a drawing; about as many pixels as it has on a telephone."""
_ROOM_FOR_NUMBER = 46
_ROW = 56
_COLUMN = 56
_HEIGHT = 130
_ABOVE, _BELOW = 26, 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, from a corner. `few` is hatched; `absent` is there to say that nothing is shown."""

    x: float
    y: float
    width: float
    height: float
    shown: str
    few: bool = False
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An answer with its bar, and that of a year before where there is one."""

    label: str
    y: float
    bar: Bar
    before: Bar | None


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of lying bars."""

    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A quarter with its standing bar; two short words under it."""

    over: str
    under: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of standing bars."""

    width: float
    height: float
    columns: tuple[Column, ...]


def bars(rows: Sequence[Row], before: Sequence[Figure | None]) -> Bars:
    """A chart, with the same figures of a year before, to one scale."""
    known = [figure for figure in before if figure]
    drawn = iter(shares([row.figure for row in rows] + known))
    now = [_lying(row.figure, next(drawn), place * _ROW + 21, 17) for place, row in enumerate(rows)]
    past = [
        _lying(figure, next(drawn), place * _ROW + 40, 7) if figure else None
        for place, figure in enumerate(before)
    ]
    lines = tuple(
        Line(row.label, place * _ROW + 14, now[place], past[place])
        for place, row in enumerate(rows)
    )
    return Bars(len(rows) * _ROW, lines)


def columns(totals: Sequence[tuple[str, str, Figure | None]]) -> Columns:
    """A chart of totals in time, each with two words under it; None is withheld."""
    heights = iter(shares([total for _, _, total in totals if total]))
    drawn = tuple(
        Column(over, under, _standing(total, next(heights) if total else 0, place))
        for place, (over, under, total) in enumerate(totals)
    )
    return Columns(len(totals) * _COLUMN, _ABOVE + _HEIGHT + _BELOW, drawn)


def _lying(figure: Figure, share: float, y: float, height: float) -> Bar:
    width = round(share * (WIDTH - _ROOM_FOR_NUMBER), 1)
    return Bar(1, y, width, height, str(figure), few=figure.number is None)


def _standing(total: Figure | None, share: float, place: int) -> Bar:
    height = round(share * _HEIGHT, 1)
    return Bar(
        place * _COLUMN + 10,
        _ABOVE + _HEIGHT - height,
        _COLUMN - 20,
        height,
        str(total) if total else "",
        few=total is not None and total.number is None,
        absent=total is None,
    )
