"""Meetings as rows."""

import sqlite3
from dataclasses import asdict
from datetime import datetime

from bot.domain.meeting import Meeting, Standing
from bot.store.members import packed, unpacked
from bot.store.statements import statements

_LISTS = ("languages", "districts")
_FLAGS = ("lift", "hearing_loop", "toilet", "coffee")


class Meetings:
    """The table of meetings."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("meetings")

    def put(self, meeting: Meeting) -> None:
        """Add a meeting, or change the one with its key."""
        row = asdict(meeting)
        row |= {"starts": meeting.starts.isoformat(), "ends": meeting.ends.isoformat()}
        row |= {name: packed(row[name]) for name in _LISTS}
        row["changed"] = meeting.changed.isoformat() if meeting.changed else ""
        self._connection.execute(self._sql["put"], row)

    def all(self) -> tuple[Meeting, ...]:
        """Every meeting, the earliest first."""
        return tuple(_meeting(row) for row in self._connection.execute(self._sql["all"]))

    def public(self) -> tuple[Meeting, ...]:
        """Those that residents may know of: all but drafts."""
        return tuple(one for one in self.all() if one.standing is not Standing.DRAFT)

    def get(self, key: str) -> Meeting | None:
        """One meeting, or None."""
        row = self._connection.execute(self._sql["one"], (key,)).fetchone()
        return _meeting(row) if row else None

    def remove_draft(self, key: str) -> bool:
        """Throw away a meeting that nobody but staff has seen; False for any other."""
        return self._connection.execute(self._sql["remove_draft"], (key,)).rowcount == 1

    def erase_examples(self) -> None:
        """Remove the meetings that try mode made."""
        self._connection.execute(self._sql["erase_examples"])


def _meeting(row: sqlite3.Row) -> Meeting:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates its values
    values |= {name: None if row[name] is None else bool(row[name]) for name in _FLAGS}
    values |= {name: datetime.fromisoformat(row[name]) for name in ("starts", "ends")}
    values |= {name: unpacked(row[name]) for name in _LISTS}
    values["changed"] = datetime.fromisoformat(row["changed"]) if row["changed"] else None
    values |= {"standing": Standing(row["standing"]), "example": bool(row["example"])}
    return Meeting(**values)
