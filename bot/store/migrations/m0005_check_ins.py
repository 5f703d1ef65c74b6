"""Who has asked to be asked the next day how it went."""

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Make the table."""
    database.execute(
        "CREATE TABLE check_ins (address TEXT PRIMARY KEY, due TEXT NOT NULL, "
        "language TEXT NOT NULL) WITHOUT ROWID"
    )
