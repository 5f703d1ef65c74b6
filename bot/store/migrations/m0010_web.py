"""Photos of meetings, and where a browser that has asked for it can be told of something new."""

from sqlite_utils import Database

from bot.store.migrations.schema import execute_all

_SCHEMA = """
CREATE TABLE photos (
    meeting TEXT PRIMARY KEY,
    content BLOB NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL
);

CREATE TABLE bells (
    address TEXT PRIMARY KEY,
    endpoint TEXT NOT NULL
) WITHOUT ROWID;
"""


def apply(database: Database) -> None:
    """Make the two tables."""
    execute_all(database, _SCHEMA)
