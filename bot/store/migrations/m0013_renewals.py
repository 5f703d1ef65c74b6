"""Of which revision of its meeting an invitation's words tell."""

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Make the column."""
    database.execute("ALTER TABLE sendings ADD COLUMN renewed INTEGER NOT NULL DEFAULT 0")
