"""Published figures: rounded as promised, and no hidden one can be worked out from all of them."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.case import ConcernCount, ConcernState
from bot.domain.concern import Often, Origin
from bot.domain.figures import (
    Chart,
    Figure,
    Picture,
    Published,
    Trend,
    picture,
    rounded,
    shares,
    trend,
)
from bot.domain.quarter import Quarter, quarter_named, quarter_of
from bot.knowledge.figure_words import FigureWords
from bot.knowledge.library import Library
from bot.printing.tables import csv_file, workbook
from bot.store.open_data import open_data
from tests.unit.tables_read import read_csv, read_workbook

QUARTER = Quarter(2026, 3)
FEW = range(5)
ANSWERS = {
    Chart.AREA: {"ljus": "Mörkt", "trafik": "Fart"},
    Chart.DISTRICT: {"asarum": "Asarum"},
    Chart.PART_OF_DAY: {},
}
World = tuple[int, ...]


@cache
def told(area: str, district: str, part: str, number: int) -> ConcernCount:
    """So many of one kind, as the store counts them."""
    return ConcernCount(
        "2026-W30", area, district, part, Often.UNSAID, Origin.SELF, ConcernState.RECEIVED, number
    )


def test_each_week_is_in_one_quarter() -> None:
    """Through leap years and years of 53 weeks, none is counted twice or lost."""
    week, seen = date(2019, 12, 30), []
    while week.year < 2034:
        year, number, _ = week.isocalendar()
        name = f"{year}-W{number:02d}"
        quarter = quarter_of(name)
        assert quarter is not None
        assert quarter.first_week <= name <= quarter.last_week
        seen.append(quarter)
        week += timedelta(days=7)
    assert seen == sorted(seen)
    assert {seen.count(one) for one in seen[:-1]} <= {12, 13, 14}
    assert [quarter_of(odd) for odd in ("", "2026-W54", "2026-48")] == [None] * 3
    assert quarter_named("2026-Q4") == Quarter(2026, 4)
    assert [quarter_named(odd) for odd in ("2026-Q5", "0000-Q1", "x")] == [None] * 3


def test_a_quarter_is_settled_a_week_after_its_end() -> None:
    """All of it has been shown to staff by then, and they have had a week to read it."""
    assert Quarter(2026, 4).last_week == "2026-W53"
    weeks = ("2026-W53", "2027-W01", "2027-W02")
    assert [Quarter(2026, 4).is_settled(week) for week in weeks] == [False, False, True]


def test_few_is_few_and_all_else_goes_to_the_nearest_five() -> None:
    """The figure stands for just those counts that it says it may stand for."""
    shown = [str(rounded(count)) for count in (0, 4, 5, 7, 8, 12, 13, 17, 18)]
    assert shown == ["<5", "<5", "5", "5", "10", "10", "15", "15", "20"]
    for count in range(200):
        figure = rounded(count)
        assert [n for n in range(220) if rounded(n) == figure] == [
            *range(figure.least, figure.most + 1)
        ]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (20, 20, Trend.ALIKE),
        (25, 20, Trend.SOMEWHAT_MORE),
        (30, 20, Trend.MORE),
        (5, None, Trend.SOMEWHAT_MORE),
        (None, None, Trend.UNKNOWN),
        (5, 15, Trend.LESS),
    ],
)
def test_a_trend_says_no_more_than_the_figures(
    now: int | None, before: int | None, said: Trend
) -> None:
    """One step of five may be a single concern."""
    assert trend(Figure(now), Figure(before)) == said


def test_a_bar_is_to_scale_and_few_is_not_nothing() -> None:
    """Few reaches as far as four would, the greatest all the way; a chart of few is not full."""
    drawn = [Figure(40), Figure(10), Figure(None)]
    assert shares(drawn) == (1.0, 0.25, 0.1)
    assert shares(drawn[2:]) == (0.4,)
    assert shares(()) == ()


def _worlds(most: int) -> Iterator[tuple[World, Picture]]:
    """Every way in which up to so many concerns may lie in the charts, with what is published."""
    for count in range(most + 1):
        pairs = [pair for pair in product(range(count + 1), repeat=2) if sum(pair) <= count]
        for (light, traffic), there in product(pairs, range(count + 1)):
            at_once = min(light, there)
            rest = min(traffic, there - at_once)
            cells = {
                ("ljus", "asarum"): at_once,
                ("trafik", "asarum"): rest,
                ("annat", "asarum"): there - at_once - rest,
                ("ljus", "annan"): light - at_once,
                ("trafik", "annan"): traffic - rest,
                ("annat", "annan"): count - there - (light - at_once) - (traffic - rest),
            }
            counted = [told(*cell, "vet_ej", number) for cell, number in cells.items() if number]
            yield (light, traffic, there, count), picture(QUARTER, counted, ANSWERS)


def test_whoever_knows_the_rules_and_all_that_is_published_learns_nothing_of_the_few() -> None:
    """All small worlds are told apart by what is published of them: in each heap of worlds that
    look the same, every hidden figure is 0, 1, 2, 3 and 4 somewhere, also where the total is not
    shown, and why not is known.
    """
    most = 18
    heaps: dict[str, list[World]] = defaultdict(list)
    shown: dict[str, Picture] = {}
    for world, published in _worlds(most):
        look = _look(published)
        heaps[look].append(world)
        shown[look] = published
    whole = {look: worlds for look, worlds in heaps.items() if max(w[3] for w in worlds) < most}
    assert len(whole) > 20
    assert any(shown[look].total is None for look in whole)
    for look, worlds in whole.items():
        rows = [row for chart in Chart for row in shown[look].charts[chart]]
        for place, row in enumerate(rows):
            if row.figure.number is None:
                assert {world[place] for world in worlds} == set(FEW), look


def _look(published: Picture) -> str:
    """All that is seen of it."""
    rows = [row.figure for chart in Chart for row in published.charts[chart]]
    return " ".join(map(str, [*rows, published.total]))


Cells = dict[tuple[str, str, str], str]
"""What is written in a file, by quarter, chart and answer."""


def solve(cells: Cells, rest: bool = True) -> dict[tuple[str, str, str], tuple[int, int]]:
    """The least and the greatest that each figure of all quarters can be, from what is written.

    Exact: a chart's figures are whole numbers between bounds, and their sum takes every value
    between the sums of these. `rest` says that the charts leave out an unknown number.
    """
    found = {}
    for quarter in {key[0] for key in cells}:
        charts = {key[1] for key in cells if key[0] == quarter and key[1] != "total"}
        bounds = {key: _bounds(shown) for key, shown in cells.items() if key[0] == quarter}
        sums = [_sum(bounds, chart) for chart in charts]
        total = _bounds(cells.get((quarter, "total", "total"), ""))
        least = max(total[0], *(low for low, _ in sums))
        most = min([total[1]] if rest else [total[1], *(high for _, high in sums)])
        for key, (low, high) in bounds.items():
            if key[1] != "total":
                others = _sum({k: b for k, b in bounds.items() if k != key}, key[1])
                floor = low if rest else max(low, least - others[1])
                found[key] = floor, min(high, most - others[0])
    return found


def _bounds(shown: str) -> tuple[int, int]:
    if shown == "<5":
        return 0, 4
    if shown.isdigit():
        return Figure(int(shown)).least, Figure(int(shown)).most
    return 0, 10**6


def _sum(bounds: Mapping[tuple[str, str, str], tuple[int, int]], chart: str) -> tuple[int, int]:
    inside = [bound for key, bound in bounds.items() if key[1] == chart]
    return sum(low for low, _ in inside), sum(high for _, high in inside)


def _told_by(rows: list[list[str]], words: FigureWords) -> Cells:
    """The figures as a file with rows tells them."""
    charts = {words.chart(chart): str(chart) for chart in Chart} | {words.total: "total"}
    return {(row[0], charts[row[4]], row[5]): row[7] for row in rows[1:]}


def from_database(content: bytes) -> Cells:
    """The figures as the open data tell them."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        rows = connection.execute("SELECT quarter, chart, choice, shown FROM figures")
        cells = {(quarter, chart, choice): shown for quarter, chart, choice, shown in rows}
        totals = connection.execute("SELECT quarter, total_shown FROM quarters")
        return cells | {(quarter, "total", "total"): shown for quarter, shown in totals}


COUNTED = st.lists(
    st.builds(
        told,
        st.sampled_from(["ljus", "trafik", "tryggt", "annat"]),
        st.sampled_from(["asarum", "morrum", "annan"]),
        st.sampled_from(["dag", "kvall", "vet_ej"]),
        st.integers(0, 9),
    ),
    max_size=8,
)


@settings(max_examples=25)
@given(quarters=st.lists(COUNTED, min_size=1, max_size=2))
@example(quarters=[[told(area, "annan", "dag", 8) for area in ("ljus", "trafik", "tryggt")]])
def test_no_hidden_figure_can_be_solved_from_all_files_together(
    library: Library, quarters: Sequence[Sequence[ConcernCount]]
) -> None:
    """Whatever was told, each hidden figure can be anything from 0 to 4 after all is read."""
    counted = library.municipality.counted("sv")
    pictures = [
        Published(picture(Quarter(2025 + place, 3), one, counted), date(2026, 10, 12))
        for place, one in enumerate(quarters)
    ]
    words = library.figure_words("sv")
    book, formulas = read_workbook(workbook(pictures, words))
    files = [
        _told_by(read_csv(csv_file(pictures, words)), words),
        _told_by(book, words),
        from_database(open_data(pictures, {})),
    ]
    assert formulas == 0
    assert _without_words(files[0]) == _without_words(files[1]) == _without_words(files[2])
    hidden = {key for key, shown in files[0].items() if shown == "<5" and key[1] != "total"}
    solved = solve(files[0] | files[1] | files[2])
    assert {key: solved[key] for key in hidden} == dict.fromkeys(hidden, (0, 4))


def _without_words(cells: Cells) -> Cells:
    """A total that is not shown is so in other words in each file."""
    return {key: shown if shown.strip("<").isdigit() else "" for key, shown in cells.items()}


def test_the_solver_finds_what_plain_rounding_gives_away() -> None:
    """Without the rest, or with a total always shown, hidden figures would be found: this is what
    the rules are for, and the solver can do it.
    """
    plain = {
        ("q", "district", "a"): "10",
        ("q", "district", "b"): "<5",
        ("q", "total", "total"): "15",
    }
    crossed = {("q", "district", "a"): "<5", ("q", "district", "b"): "<5", ("q", "area", "c"): "10"}
    both = plain | {("q", "district", "a"): "5", ("q", "total", "total"): "5"}
    assert solve(both)["q", "district", "b"] == (0, 2)
    assert solve(plain, rest=False)["q", "district", "b"] == (1, 4)
    assert solve(crossed, rest=False)["q", "district", "a"] == (4, 4)
    published = picture(QUARTER, [told("ljus", "asarum", "dag", 7)], ANSWERS)
    assert published.total is None
    assert str(published.figure(Chart.AREA, "ljus")) == "5"
