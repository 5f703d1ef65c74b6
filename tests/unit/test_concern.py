"""Privacy is structural: no field for a person or a time of day, so no later code can leak one."""

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from bot.conversation.effects import FileConcern
from bot.domain.concern import Concern
from bot.domain.sweden import week_of
from bot.store.store import Store

ALLOWED = ["key", "week", "category", "district", "part_of_day", "text"]


def test_a_concern_has_only_the_allowed_fields() -> None:
    """Whoever adds a field to a concern must come here and think (TRUST P7)."""
    assert [field.name for field in fields(Concern)] == ALLOWED
    assert [field.name for field in fields(FileConcern)] == ["concern"]


def test_the_table_of_concerns_has_only_the_allowed_columns(tmp_path: Path) -> None:
    """The table adds one boolean, and has no rowid that would tell the order of writing."""
    store = Store(tmp_path / "bot.db")
    rows = store._reader.execute("PRAGMA table_info(concerns)").fetchall()
    schema = store._reader.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'concerns'"
    ).fetchone()[0]
    store.close()
    assert [row["name"] for row in rows] == [*ALLOWED, "released"]
    assert "WITHOUT ROWID" in schema


def test_the_week_is_the_finest_time() -> None:
    """The week is the Swedish one, and the last hours of Sunday in UTC are Monday in Sweden."""
    assert week_of(datetime(2026, 11, 24, 12, tzinfo=UTC)) == "2026-W48"
    assert week_of(datetime(2026, 11, 29, 23, 30, tzinfo=UTC)) == "2026-W49"
