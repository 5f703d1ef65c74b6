"""How a layout becomes a PDF that everybody can read."""

import json
from collections.abc import Mapping
from pathlib import Path

from bot.errors import ContentError

MEDIA_TYPE = "application/pdf"


def pdf(layout: Path, name: str, filled: Mapping[str, object], origin: str) -> bytes:
    """The page of a typst layout, which reads `filled` as the input called `name`. Takes about a
    tenth of a second.

    Raises:
        ContentError: the page could not be set; the sentence names `origin`.
        ImportError: typst is not installed.
    """
    import typst

    try:
        page = typst.compile(
            layout,
            format="pdf",
            # Only the typefaces that typst brings, so that the page is the same everywhere.
            ignore_system_fonts=True,
            sys_inputs={name: json.dumps(filled)},
            # For screen readers: the standard refuses a page without tags, title or language.
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise ContentError(f"{origin}: {error.message}.") from error
    if not isinstance(page, bytes):
        raise TypeError("typst gave no page")
    return page
