"""Handled updates, meetings, answers with their tallies, and concerns."""

from sqlite_utils import Database

from bot.store.migrations.schema import execute_all

_SCHEMA = """
CREATE TABLE seen (
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (channel, key)
) WITHOUT ROWID;

CREATE TABLE meetings (
    key TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    who TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    place TEXT NOT NULL,
    directions TEXT NOT NULL,
    lift INTEGER,
    hearing_loop INTEGER,
    toilet INTEGER,
    coffee INTEGER,
    transport TEXT NOT NULL,
    phone TEXT NOT NULL,
    standing TEXT NOT NULL,
    example INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE answers (
    address TEXT NOT NULL,
    meeting TEXT NOT NULL,
    choice TEXT NOT NULL,
    number INTEGER NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (address, meeting)
) WITHOUT ROWID;

CREATE INDEX answers_meeting ON answers (meeting);

CREATE TABLE tallies (
    meeting TEXT PRIMARY KEY,
    yes INTEGER NOT NULL DEFAULT 0,
    people INTEGER NOT NULL DEFAULT 0,
    maybe INTEGER NOT NULL DEFAULT 0,
    withdrawn INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE concerns (
    key TEXT PRIMARY KEY,
    week TEXT NOT NULL,
    category TEXT NOT NULL,
    district TEXT NOT NULL,
    part_of_day TEXT NOT NULL,
    text TEXT NOT NULL,
    released INTEGER NOT NULL
) WITHOUT ROWID;
"""


def apply(database: Database) -> None:
    """Make the first tables."""
    execute_all(database, _SCHEMA)
