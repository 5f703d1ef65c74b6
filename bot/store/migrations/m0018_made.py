"""New rows of the outbox are counted when they are made, not one by one: half the work of it."""

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Leave the counting of new rows to whoever makes them."""
    database.execute("DROP TRIGGER outbox_made")
