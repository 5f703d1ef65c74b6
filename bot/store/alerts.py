"""Warnings as rows."""

import json
import sqlite3
from datetime import UTC, datetime

from bot.domain.alert import Alert
from bot.store.members import packed, unpacked
from bot.store.statements import statements


class Alerts:
    """The table of warnings."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("alerts")

    def put(self, alert: Alert) -> None:
        """Add a warning, or change the one with its key."""
        row = {
            "key": alert.key,
            "kind": alert.kind,
            "made_by": alert.made_by,
            "made_at": alert.made_at.astimezone(UTC).isoformat(),
            "districts": packed(alert.districts),
            "sentences": json.dumps(dict(alert.sentences), ensure_ascii=False),
            "revision": alert.revision,
            "night_by": alert.night_by,
            "night_at": alert.night_at.astimezone(UTC).isoformat() if alert.night_at else "",
        }
        self._connection.execute(self._sql["put"], row)

    def get(self, key: str) -> Alert | None:
        """One warning, or None."""
        row = self._connection.execute(self._sql["one"], (key,)).fetchone()
        return _alert(row) if row else None

    def latest(self, most: int) -> tuple[Alert, ...]:
        """The newest first."""
        return tuple(map(_alert, self._connection.execute(self._sql["latest"], (most,))))


def _alert(row: sqlite3.Row) -> Alert:
    return Alert(
        key=row["key"],
        kind=row["kind"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        districts=unpacked(row["districts"]),
        sentences=json.loads(row["sentences"]),
        revision=row["revision"],
        night_by=row["night_by"],
        night_at=datetime.fromisoformat(row["night_at"]) if row["night_at"] else None,
    )
