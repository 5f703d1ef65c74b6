"""One record as it is handed out on request: an accessible PDF of rows and texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.printing.pdf import pdf

LAYOUT = Path(__file__).with_name("record.typ")


@dataclass(frozen=True, slots=True)
class Record:
    """What is handed out: rows of a name and a value, and texts under headings of their own."""

    title: str
    author: str
    rows: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, str]]
    remarks: Sequence[str]
    footer: str
    language: str = "sv"


def record(of: Record) -> bytes:
    """The PDF. Takes about a tenth of a second.

    Raises:
        ContentError: the page could not be set.
        ImportError: typst is not installed.
    """
    filled = {
        "title": of.title,
        "author": of.author,
        "rows": list(of.rows),
        "texts": [(name, text.split("\n")) for name, text in of.texts],
        "remarks": list(of.remarks),
        "footer": of.footer,
        "language": of.language,
    }
    return pdf(LAYOUT, "record", filled, "record.typ")
