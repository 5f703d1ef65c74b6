"""A question to a meeting has no sender either: no field, no column, nothing finer than a week."""

from dataclasses import fields

from bot.conversation.effects import CountNeed, FileQuestion
from bot.domain.question import MeetingQuestion
from bot.store.store import Store

ALLOWED = ["key", "meeting", "week", "text", "state", "answer"]


def test_a_question_has_only_the_allowed_fields() -> None:
    """Whoever adds a field to a question must come here and think."""
    assert [field.name for field in fields(MeetingQuestion)] == ALLOWED
    assert [field.name for field in fields(FileQuestion)] == ["question"]


def test_a_need_is_counted_without_anybody() -> None:
    """The effect knows the meeting and the need, and whether it was taken back."""
    assert [field.name for field in fields(CountNeed)] == ["meeting", "need", "back"]


def test_the_tables_have_only_the_allowed_columns(store: Store) -> None:
    """No address, and no rowid that would tell the order of writing."""
    for table, columns in (("questions", ALLOWED), ("needs", ["meeting", "need", "number"])):
        rows = store._reader.execute(
            "SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,)
        ).fetchall()
        schema = store._reader.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()[0]
        assert [row["name"] for row in rows] == columns
        assert "WITHOUT ROWID" in schema
