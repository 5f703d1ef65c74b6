"""The sheet to print and put by the telephone: one A4 page, large type, as an accessible PDF."""

from pathlib import Path

from bot.knowledge.library import Library
from bot.printing.pdf import pdf
from bot.printing.qr import qr_code

LAYOUT = Path(__file__).with_name("sheet.typ")


def sheet(library: Library, language: str, address: str) -> bytes:
    """The PDF in one language. `address` is where the bot is reached, for the QR code; without
    one the sheet has no code and is whole all the same. Takes about a tenth of a second.

    Raises:
        ContentError: the words do not fit on one page.
        ImportError: typst is not installed.
    """
    return pdf(LAYOUT, "sheet", _filled(library, language, address), f"{language}/sheet.toml")


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
        "code": qr_code(address) if address else "",
    }


def _spoken(address: str) -> str:
    """An address as it is typed."""
    return address.removeprefix("https://").rstrip("/")
