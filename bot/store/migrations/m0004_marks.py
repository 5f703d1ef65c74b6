"""What the house remembers of itself."""

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Make the table of marks."""
    database.execute(
        "CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
    )
