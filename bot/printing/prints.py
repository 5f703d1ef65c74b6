"""The sheets that are handed out, each made once, at first need, and kept in memory."""

import asyncio

from bot.domain.message import File
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.logbook import log
from bot.printing.pdf import MEDIA_TYPE
from bot.printing.sheet import sheet


class Prints:
    """The sheet in each language. The first one asked for takes about a tenth of a second, so
    nothing is made at the start; it is made in a thread of its own, so nobody else waits.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: dict[tuple[str, str], File] = {}
        self._making = asyncio.Lock()

    async def sheet(self, language: str, address: str) -> File | None:
        """The sheet with `address` in its QR code; None where it cannot be made here."""
        async with self._making:
            wanted = (language, address)
            if wanted not in self._made:
                try:
                    content = await asyncio.to_thread(sheet, self._library, language, address)
                except (ContentError, ImportError) as error:
                    log.error("no sheet to print", error=type(error).__name__)
                    return None
                self._made[wanted] = File(_name(self._library, language), MEDIA_TYPE, content)
            return self._made[wanted]


def _name(library: Library, language: str) -> str:
    return f"{library.sheet(language).file}.pdf"
