"""Seats with their queue, answers by telephone, and what is told after a meeting."""

from sqlite_utils import Database

from bot.store.migrations.schema import execute_all

_SCHEMA = """
ALTER TABLE answers ADD COLUMN tell INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answers ADD COLUMN rated INTEGER NOT NULL DEFAULT 0;

CREATE TABLE seat_queue (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    address TEXT NOT NULL,
    meeting TEXT NOT NULL,
    number INTEGER NOT NULL,
    language TEXT NOT NULL,
    until TEXT NOT NULL DEFAULT '',
    UNIQUE (meeting, address)
);

CREATE INDEX seat_queue_address ON seat_queue (address);

CREATE TABLE phoned (
    meeting TEXT NOT NULL,
    choice TEXT NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (meeting, choice)
) WITHOUT ROWID;

CREATE TABLE verdicts (
    meeting TEXT NOT NULL,
    verdict TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (meeting, verdict)
) WITHOUT ROWID;

CREATE TABLE you_said (
    meeting TEXT NOT NULL,
    later INTEGER NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (meeting, later, language)
) WITHOUT ROWID;
"""


def apply(database: Database) -> None:
    """Make the tables."""
    execute_all(database, _SCHEMA)
