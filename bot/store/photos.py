"""Photos of meetings; what they show is told in the meeting's `photo_text`."""

import sqlite3

from bot.domain.photo import Photo
from bot.store.statements import statements


class Photos:
    """The table of photos, at most one for each meeting."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("photos")

    def put(self, meeting: str, photo: Photo) -> None:
        """Keep a meeting's photo, in place of the one before. Whoever calls this also puts the
        meeting with a `photo_text`: without one the photo is not shown to anybody.
        """
        row = (meeting, photo.content, photo.width, photo.height)
        self._connection.execute(self._sql["put"], row)

    def get(self, meeting: str) -> Photo | None:
        """The photo of a meeting, or None."""
        row = self._connection.execute(self._sql["get"], (meeting,)).fetchone()
        return Photo(row["content"], row["width"], row["height"]) if row else None

    def erase(self, meeting: str) -> bool:
        """Erase it; False where there was none."""
        return self._connection.execute(self._sql["erase"], (meeting,)).rowcount > 0
