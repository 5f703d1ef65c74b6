"""What anybody may take: all published figures as a database and as a table."""

import asyncio
from dataclasses import dataclass

from bot.domain.figures import Published
from bot.knowledge.library import Library
from bot.printing.tables import csv_file
from bot.store.open_data import open_data
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Shared:
    """All published quarters, the newest first, and the files that hold them."""

    quarters: tuple[Published, ...]
    database: bytes
    table: bytes


class OpenData:
    """Kept in memory until another quarter is published."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library
        self._made: dict[str, Shared] = {}

    async def shared(self, language: str) -> Shared:
        """The files with the words of a language."""
        quarters = await self._store.read(lambda tables: tables.figures.published())
        made = self._made.get(language)
        if made is None or made.quarters != quarters:
            made = await asyncio.to_thread(self._make, quarters, language)
            self._made[language] = made
        return made

    def _make(self, quarters: tuple[Published, ...], language: str) -> Shared:
        database = open_data(quarters, notes_on(self._library, language))
        return Shared(quarters, database, csv_file(quarters, self._library.figure_words(language)))


def notes_on(library: Library, language: str) -> dict[str, str]:
    """What the database says of itself, in the words of the page."""
    town, words = library.municipality, library.figure_words(language)
    return {
        "title": f"{words.open.title}, {town.name}",
        "description": words.open.intro,
        "how": " ".join(words.how.paragraphs),
        "source": town.name,
        "source_url": f"https://{town.site}",
        "license": town.open_data.licence,
        "license_url": town.open_data.licence_url,
        "license_note": words.open.terms_text,
    }
