"""One record as it is handed out on request: an accessible PDF of rows and texts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ContentError

LAYOUT = Path(__file__).with_name("record.typ")
MEDIA_TYPE = "application/pdf"


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
    import typst

    filled = {
        "title": of.title,
        "author": of.author,
        "rows": list(of.rows),
        "texts": [(name, text.split("\n")) for name, text in of.texts],
        "remarks": list(of.remarks),
        "footer": of.footer,
        "language": of.language,
    }
    try:
        page = typst.compile(
            LAYOUT,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"record": json.dumps(filled)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise ContentError(f"record.typ: {error.message}.") from error
    if not isinstance(page, bytes):
        raise TypeError("typst gave no page")
    return page
