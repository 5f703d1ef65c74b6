"""Figures as files: no cell becomes a formula (S5), and Excel in Swedish opens them by itself."""

from datetime import date

import pytest

from bot.domain.figures import Chart, Figure, Picture, Published, Row
from bot.domain.quarter import Quarter
from bot.knowledge.library import Library
from bot.printing.tables import csv_file, harmless, workbook
from tests.unit.tables_read import read_csv, read_workbook

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "﹦1",
    "−1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    '"=1',
    "'=1",
    '=HYPERLINK("http://x";"y")',
    "|calc",
    "%0a",
)
HARMLESS = ("Asarum", "Mörrum; norra", 'den "gamla" skolan', "a\nb", "<5", "10", "", "1=2")


def published(*labels: str) -> Published:
    """A quarter whose districts are called so."""
    rows = tuple(Row(f"d{n}", label, Figure(None)) for n, label in enumerate(labels))
    charts = {
        Chart.AREA: (Row("ljus", "Mörkt", Figure(15)),),
        Chart.DISTRICT: rows,
        Chart.PART_OF_DAY: (),
    }
    return Published(Picture(Quarter(2026, 3), charts, Figure(20)), date(2026, 10, 12))


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_that_begins_like_a_formula_is_marked(cell: str) -> None:
    """Also behind blanks and unseen signs, and in its wide forms."""
    assert harmless(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are() -> None:
    """Nobody wants apostrophes in front of every district."""
    assert [harmless(cell) for cell in HARMLESS] == list(HARMLESS)


def test_the_csv_file_is_quoted_throughout_and_means_what_was_written(library: Library) -> None:
    """Semicolons, quotes and line breaks within a name move no cell."""
    labels = (*HOSTILE, *HARMLESS)
    content = csv_file([published(*labels)], library.figure_words("sv"))
    assert content.startswith(b'\xef\xbb\xbf"kvartal";')
    rows = read_csv(content)
    assert {len(row) for row in rows} == {9}
    assert [row[6] for row in rows[2:-1]] == [harmless(label) for label in labels]
    assert rows[1][4:] == ["Vad det gäller", "ljus", "Mörkt", "15", "15"]
    assert rows[2][7:] == ["<5", ""]
    assert rows[-1][4:] == ["Alla tillsammans", "total", "Alla tillsammans", "20", "20"]


def test_the_workbook_has_words_as_words_and_no_formula(library: Library) -> None:
    """Numbers are numbers, so that staff can draw what they like from them."""
    rows, formulas = read_workbook(workbook([published(*HOSTILE)], library.figure_words("sv")))
    assert formulas == 0
    assert rows[1][4:] == ["Vad det gäller", "ljus", "Mörkt", "15", "15"]
    assert rows[2][6] == "=1+1"
    assert len(rows) == 3 + len(HOSTILE)
