"""How many rows of each sending stand where: read at once, however many rows there are."""

from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE outbox_counts (
        sending TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        rows INTEGER NOT NULL,
        PRIMARY KEY (sending, state, reason)
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO outbox_counts
    SELECT sending, state, reason, count(*) FROM outbox GROUP BY sending, state, reason
    """,
    """
    CREATE TRIGGER outbox_made AFTER INSERT ON outbox BEGIN
        INSERT INTO outbox_counts VALUES (new.sending, new.state, new.reason, 1)
        ON CONFLICT DO UPDATE SET rows = rows + 1;
    END
    """,
    """
    CREATE TRIGGER outbox_moved AFTER UPDATE OF state, reason ON outbox BEGIN
        UPDATE outbox_counts SET rows = rows - 1
        WHERE sending = old.sending AND state = old.state AND reason = old.reason;
        INSERT INTO outbox_counts VALUES (new.sending, new.state, new.reason, 1)
        ON CONFLICT DO UPDATE SET rows = rows + 1;
    END
    """,
    "DROP INDEX outbox_states",
    "CREATE INDEX outbox_of ON outbox (sending)",
)


def apply(database: Database) -> None:
    """Count the rows there are, and from now on each one that is made or moved."""
    for statement in _STATEMENTS:
        database.execute(statement)
