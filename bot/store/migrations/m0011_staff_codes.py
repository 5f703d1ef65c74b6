"""One-time codes by which a colleague links a chat to an account, as hashes."""

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Make the table; an account has one code at a time."""
    database.execute(
        "CREATE TABLE staff_codes (account TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, "
        "until TEXT NOT NULL) WITHOUT ROWID"
    )
