"""Whose bell is to ring: whenever something new lies in the mailbox of somebody who has one."""

from sqlite_utils import Database

_STATEMENTS = (
    "ALTER TABLE bells ADD COLUMN due INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TRIGGER bell_due AFTER UPDATE OF unread ON outbox WHEN new.unread = 1 BEGIN
        UPDATE bells SET due = 1 WHERE address = new.recipient;
    END
    """,
)


def apply(database: Database) -> None:
    """Make the column, and set it from now on as messages arrive."""
    for statement in _STATEMENTS:
        database.execute(statement)
