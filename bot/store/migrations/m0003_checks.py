"""Counts of scam checks."""

from sqlite_utils import Database

from bot.store.migrations.schema import execute_all

_SCHEMA = """
CREATE TABLE checks (
    week TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    sign TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (week, kind, channel, sign)
) WITHOUT ROWID;

CREATE TABLE helped (
    week TEXT NOT NULL,
    helped INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (week, helped)
) WITHOUT ROWID;
"""


def apply(database: Database) -> None:
    """Make the tables of counts."""
    execute_all(database, _SCHEMA)
