"""Privacy is structural: no field for a person or a time of day, so no later code can leak one."""

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from bot.conversation.effects import FileConcern
from bot.domain.concern import Addition, Concern
from bot.domain.sweden import week_of
from bot.store.store import Store

ALLOWED = ["key", "week", "category", "district", "part_of_day", "text"]
KEPT = [*ALLOWED, "often", "code", "origin"]
COLUMNS = [
    *(*ALLOWED, "released", "often", "origin", "code", "sealed"),
    *("state", "reason", "answer", "changed_week", "merged", "note", "meeting", "erased"),
]
ADDED = ["key", "concern", "week", "text", "sealed"]


def test_a_concern_has_only_the_allowed_fields() -> None:
    """Whoever adds a field to a concern must come here and think (TRUST P7)."""
    assert [field.name for field in fields(Concern)] == KEPT
    assert [field.name for field in fields(Addition)] == [*ADDED, "unread"]
    assert [field.name for field in fields(FileConcern)] == ["concern"]


def test_the_tables_of_concerns_have_only_the_allowed_columns(tmp_path: Path) -> None:
    """The tables hold nothing else, and have no rowid that would tell the order of writing."""
    store = Store(tmp_path / "bot.db")
    tables = {
        name: [row["name"] for row in store._reader.execute(f"PRAGMA table_info({name})")]
        for name in ("concerns", "concern_additions")
    }
    schemas = store._reader.execute(
        "SELECT sql FROM sqlite_master WHERE name IN ('concerns', 'concern_additions')"
    ).fetchall()
    store.close()
    assert tables["concerns"] == COLUMNS
    assert tables["concern_additions"] == [*ADDED, "released", "read"]
    assert len(schemas) == 2
    assert all("WITHOUT ROWID" in schema[0] for schema in schemas)


def test_the_week_is_the_finest_time() -> None:
    """The week is the Swedish one, and the last hours of Sunday in UTC are Monday in Sweden."""
    assert week_of(datetime(2026, 11, 24, 12, tzinfo=UTC)) == "2026-W48"
    assert week_of(datetime(2026, 11, 29, 23, 30, tzinfo=UTC)) == "2026-W49"
