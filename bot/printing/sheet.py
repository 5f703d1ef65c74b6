"""The sheet to print and put by the telephone: one A4 page, large type, as an accessible PDF."""

import json
from io import BytesIO
from pathlib import Path

from bot.errors import ContentError
from bot.knowledge.library import Library

LAYOUT = Path(__file__).with_name("sheet.typ")


def sheet(library: Library, language: str, address: str) -> bytes:
    """The PDF in one language. `address` is where the bot is reached, for the QR code; without
    one the sheet has no code and is whole all the same. Takes about a tenth of a second.

    Raises:
        ContentError: the words do not fit on one page.
        ImportError: typst is not installed.
    """
    import typst

    try:
        page = typst.compile(
            LAYOUT,
            format="pdf",
            # Only the typefaces that typst brings, so that the page is the same everywhere.
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(_filled(library, language, address))},
            # For screen readers: the standard refuses a page without tags, title or language.
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise ContentError(f"{language}/sheet.toml: {error.message}.") from error
    if not isinstance(page, bytes):
        raise TypeError("typst gave no page")
    return page


def _filled(library: Library, language: str, address: str) -> dict[str, object]:
    """All that the layout needs; a number that is not filled in is not there."""
    words = library.sheet(language)
    numbers = [
        {"label": one.label, "number": library.contacts[one.contact].number}
        for one in words.numbers.shown
        if library.contacts[one.contact].number
    ]
    return {
        "language": language,
        "municipality": library.municipality.name,
        "site": library.municipality.site,
        "words": words.model_dump(exclude={"file"}),
        "numbers": numbers,
        "address": _spoken(address),
        "code": _code(address) if address else "",
    }


def _spoken(address: str) -> str:
    """An address as it is typed."""
    return address.removeprefix("https://").rstrip("/")


def _code(address: str) -> str:
    """A QR code as SVG; a quarter of it may be smudged, for the sheet lies in a kitchen."""
    import segno

    picture = BytesIO()
    segno.make_qr(address, error="q").save(picture, kind="svg", border=0, scale=1)
    return picture.getvalue().decode()
