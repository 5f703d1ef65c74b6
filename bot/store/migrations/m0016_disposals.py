"""The protocol of what the retention plan has erased: counts by week, and no word of it."""

from sqlite_utils import Database

_SCHEMA = """
CREATE TABLE disposals (
    week TEXT NOT NULL,
    kind TEXT NOT NULL,
    told TEXT NOT NULL,
    category TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (week, kind, told, category)
) WITHOUT ROWID
"""


def apply(database: Database) -> None:
    """Make the table."""
    database.execute(_SCHEMA)
