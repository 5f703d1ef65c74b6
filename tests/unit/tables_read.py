"""Readers of exported files that have nothing to do with their maker."""

import csv
import io
import zipfile
from xml.etree import ElementTree

_NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def read_csv(content: bytes) -> list[list[str]]:
    """The rows, as a program reads them that knows the mark and the semicolon."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_workbook(content: bytes) -> tuple[list[list[str]], int]:
    """The cells of the first sheet, row by row, and how many formulas there are in all sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = ["".join(part.itertext()) for part in _parsed(book, "xl/sharedStrings.xml")]
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        sheets = [_parsed(book, name) for name in sorted(names)]
    rows = [
        [_value(cell, shared) for cell in row.findall("x:c", _NS)]
        for row in sheets[0].iterfind(".//x:row", _NS)
    ]
    return rows, sum(len(sheet.findall(".//x:f", _NS)) for sheet in sheets)


def _parsed(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(name))  # noqa: S314 - our own file


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    written = cell.findtext("x:v", "", _NS)
    return shared[int(written)] if cell.get("t") == "s" else written
