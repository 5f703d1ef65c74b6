"""Warnings, and the changing of messages that lie in chats already."""

from sqlite_utils import Database

from bot.store.migrations.schema import execute_all

_SCHEMA = """
CREATE TABLE alerts (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    districts TEXT NOT NULL,
    sentences TEXT NOT NULL,
    revision INTEGER NOT NULL,
    night_by TEXT NOT NULL,
    night_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE amendments (
    sending TEXT PRIMARY KEY,
    upto INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    done INTEGER NOT NULL
) WITHOUT ROWID;
"""


def apply(database: Database) -> None:
    """Make the tables of warnings and of amendments."""
    execute_all(database, _SCHEMA)
