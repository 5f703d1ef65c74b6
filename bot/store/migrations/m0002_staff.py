"""Accounts of the console, their recovery codes, and the log of what staff did."""

from sqlite_utils import Database

from bot.store.migrations.schema import execute_all

_SCHEMA = """
CREATE TABLE staff (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password TEXT NOT NULL DEFAULT '',
    secret TEXT NOT NULL DEFAULT '',
    step INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,
    link TEXT NOT NULL DEFAULT '',
    link_until TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE staff_recovery (
    account TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (account, code)
) WITHOUT ROWID;

CREATE TABLE staff_log (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    about TEXT NOT NULL
);

CREATE INDEX staff_log_at ON staff_log (at);
"""


def apply(database: Database) -> None:
    """Make the tables of the console."""
    execute_all(database, _SCHEMA)
