"""Tables for programs: CSV files for Swedish Excel, and published figures as a workbook. A cell can
never become a formula (S5), whatever the municipality calls its districts.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time

from bot.domain.figures import Chart, Figure, Published
from bot.knowledge.figure_words import FigureWords

CSV_TYPE = "text/csv"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BEGINS_FORMULA = frozenset("=+-@|%\u2212")
Cell = str | int | None


def csv_file(pictures: Sequence[Published], words: FigureWords) -> bytes:
    """The figures under their headings."""
    return separated((headings(words), *rows(pictures, words)))


def separated(table: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as UTF-8 with a mark, semicolons and every cell quoted, which Excel in Swedish opens by
    itself. No cell is a formula.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in table:
        writer.writerow([harmless("" if cell is None else str(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def workbook(pictures: Sequence[Published], words: FigureWords) -> bytes:
    """XLSX: one sheet of figures, numbers as numbers, and one that says how they are made."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    day = max((one.day for one in pictures), default=None)
    if day:  # not the time of day at which somebody fetched it
        book.set_properties({"title": words.title, "created": datetime.combine(day, time(), UTC)})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet = book.add_worksheet(words.title)
    for place, row in enumerate((headings(words), *rows(pictures, words))):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(place, column, cell)
            elif cell:
                sheet.write_string(place, column, _plain(cell), bold if place == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    about = book.add_worksheet(words.how.title)
    about.set_column(0, 0, 80, wrapped)
    for place, said in enumerate((words.how.title, *words.how.paragraphs)):
        about.write_string(place, 0, said, bold if place == 0 else wrapped)
    book.close()
    return target.getvalue()


def headings(words: FigureWords) -> tuple[str, ...]:
    """The first row."""
    names = words.columns
    return (
        names.quarter,
        names.first_week,
        names.last_week,
        names.published,
        names.chart,
        names.choice,
        names.label,
        names.shown,
        names.figure,
    )


def rows(pictures: Sequence[Published], words: FigureWords) -> Iterator[tuple[Cell, ...]]:
    """A row for each figure, the total of each quarter last."""
    for one in pictures:
        quarter = one.picture.quarter
        head = (str(quarter), quarter.first_week, quarter.last_week, one.day.isoformat())
        for chart in Chart:
            for row in one.picture.charts[chart]:
                yield (*head, words.chart(chart), row.choice, row.label, *_figure(row.figure))
        total, shown = one.picture.total, words.total_of(one.picture)
        yield (*head, words.total, "total", words.total, shown, total.number if total else None)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe,
    also where blanks, quotes or unseen characters come first, or a wide form of the sign.
    """
    seen = unicodedata.normalize("NFKC", cell).lstrip("\"' \u00a0")
    begins = next((sign for sign in seen if unicodedata.category(sign)[0] not in "CZ"), " ")
    control = cell[:1] in {"\t", "\r", "\n"}
    return f"'{cell}" if control or begins in _BEGINS_FORMULA else cell


def _figure(figure: Figure) -> tuple[str, int | None]:
    return str(figure), figure.number


def _plain(cell: str) -> str:
    """Without what XML cannot hold."""
    return "".join(sign for sign in cell if sign.isprintable() or sign in "\n\t")
