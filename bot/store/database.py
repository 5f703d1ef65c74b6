"""The database file: how it is opened, migrated and emptied of what was erased."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError
from bot.store.answers import Answers
from bot.store.check_ins import CheckIns
from bot.store.checks import Checks
from bot.store.concerns import Concerns
from bot.store.marks import Marks
from bot.store.meetings import Meetings
from bot.store.members import Members
from bot.store.migrations import MIGRATIONS
from bot.store.needs import Needs
from bot.store.outbox import Outbox
from bot.store.questions import Questions
from bot.store.seen import Seen
from bot.store.sendings import Sendings
from bot.store.staff import Staff

BUSY_MILLISECONDS = 5000


class Tables:
    """What one transaction may touch. `erased` asks that nothing of it stays in the -wal file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.seen = Seen(connection)
        self.meetings = Meetings(connection)
        self.answers = Answers(connection)
        self.concerns = Concerns(connection)
        self.checks = Checks(connection)
        self.check_ins = CheckIns(connection)
        self.marks = Marks(connection)
        self.staff = Staff(connection)
        self.members = Members(connection)
        self.sendings = Sendings(connection)
        self.outbox = Outbox(connection)
        self.questions = Questions(connection)
        self.needs = Needs(connection)
        self.erased = False

    def forget(self, address: str) -> None:
        """Erase everything that is kept under an address."""
        self.answers.forget(address)
        self.check_ins.forget(address)
        self.members.forget(address)
        self.outbox.blank(address)
        self.erased = True


def connect(path: Path, *, readonly: bool = False) -> sqlite3.Connection:
    """A connection on which only explicit BEGIN and COMMIT make transactions.

    WAL with synchronous=FULL is durable at each commit; secure_delete overwrites erased rows.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "temp_store = MEMORY",
        f"query_only = {'ON' if readonly else 'OFF'}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to this version; each step is one transaction."""
    MIGRATIONS.apply(Database(connection, execute_plugins=False))


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether no migration waits."""
    return not MIGRATIONS.pending(Database(connection, execute_plugins=False))


def truncate_wal(connection: sqlite3.Connection) -> bool:
    """Move everything into the main file and empty the -wal file, where erased text otherwise
    stays readable. False when an open reader was in the way: try again.
    """
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy


def open_database(path: Path) -> sqlite3.Connection:
    """A writing connection to a database with the current schema.

    Raises:
        StoreError: the file cannot be opened or is not a database of this bot.
    """
    try:
        connection = connect(path)
        migrate(connection)
    except sqlite3.Error as error:
        raise StoreError(f"Databasen {path} går inte att öppna: {error}.") from error
    return connection
