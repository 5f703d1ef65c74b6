"""A whole copy of the database, made while it is in use, and looked through before use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError
from bot.store.database import connect, refuse_stranger
from bot.store.migrations import MIGRATIONS

COUNTED = ("meetings", "answers", "members", "concerns", "staff")
"""Tables whose rows are counted for whoever restores."""


def copy_database(path: Path, target: Path) -> None:
    """Write all that is committed to a new file, without stopping anybody from writing meanwhile.

    VACUUM INTO leaves out free pages, where something erased could remain, and the order in which
    rows were written.

    Raises:
        StoreError: the database cannot be read, or the disk is full.
    """
    try:
        with closing(connect(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise StoreError(f"Databasen {path} gick inte att kopiera ({error}).") from error


def examine(path: Path) -> dict[str, int]:
    """Look a whole database through; how many rows it has of what matters.

    Raises:
        StoreError: it is damaged, is no database of this bot, or comes from a later version.
    """
    refuse_stranger(path)
    damaged = f"Databasen {path} är trasig. Ta en annan backup."
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as looking:
            if looking.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise StoreError(damaged)
            database = Database(looking, execute_plugins=False)
            _refuse_unknown(database, path)
            there = set(database.table_names())
            return {name: database.table(name).count for name in COUNTED if name in there}
    except sqlite3.Error as error:
        raise StoreError(damaged) from error


def _refuse_unknown(database: Database, path: Path) -> None:
    known = {step.name for step in MIGRATIONS.pending(Database(memory=True))}
    applied = {step.name for step in MIGRATIONS.applied(database)}
    if not applied:
        raise StoreError(f"Filen {path} innehåller ingen databas från boten.")
    if unknown := applied - known:
        raise StoreError(
            f"Databasen {path} kommer från en nyare version av boten ({max(unknown)}). "
            "Installera den versionen först."
        )
