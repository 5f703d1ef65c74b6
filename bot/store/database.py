"""The database file: how it is opened, migrated and emptied of what was erased."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError
from bot.store.aftermath import Aftermath
from bot.store.alerts import Alerts
from bot.store.amendments import Amendments
from bot.store.answers import Answers
from bot.store.bells import Bells
from bot.store.check_ins import CheckIns
from bot.store.checks import Checks
from bot.store.concerns import Concerns
from bot.store.disposals import Disposals
from bot.store.figures import Figures
from bot.store.marks import Marks
from bot.store.meetings import Meetings
from bot.store.members import Members
from bot.store.migrations import MIGRATIONS
from bot.store.needs import Needs
from bot.store.outbox import Outbox
from bot.store.photos import Photos
from bot.store.questions import Questions
from bot.store.seals import Seals
from bot.store.seats import Seats
from bot.store.seen import Seen
from bot.store.sendings import Sendings
from bot.store.staff import Staff
from bot.store.staff_chats import StaffChats

BUSY_MILLISECONDS = 5000
_ELSEWHERE = "Flytta undan filen, eller välj en annan mapp med DATA_DIR."


class Tables:
    """What one transaction may touch. `erased` asks that nothing of it stays in the -wal file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.seen = Seen(connection)
        self.meetings = Meetings(connection)
        self.answers = Answers(connection)
        self.concerns = Concerns(connection)
        self.disposals = Disposals(connection)
        self.figures = Figures(connection)
        self.checks = Checks(connection)
        self.check_ins = CheckIns(connection)
        self.marks = Marks(connection)
        self.staff = Staff(connection)
        self.staff_chats = StaffChats(connection)
        self.members = Members(connection)
        self.sendings = Sendings(connection)
        self.outbox = Outbox(connection)
        self.alerts = Alerts(connection)
        self.amendments = Amendments(connection)
        self.questions = Questions(connection)
        self.needs = Needs(connection)
        self.photos = Photos(connection)
        self.seals = Seals(connection)
        self.seats = Seats(connection)
        self.aftermath = Aftermath(connection)
        self.bells = Bells(connection)
        self.erased = False

    def forget(self, address: str) -> None:
        """Erase everything that is kept under an address."""
        self.answers.forget(address)
        self.check_ins.forget(address)
        self.members.forget(address)
        self.outbox.blank(address)
        self.staff_chats.unlink(address)
        self.seats.forget(address)
        self.bells.forget(address)
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


def is_current(path: Path) -> bool:
    """Whether no migration waits.

    Raises:
        StoreError: the file cannot be read or is not a database of this bot.
    """
    refuse_stranger(path)
    try:
        with closing(connect(path)) as connection:
            return not MIGRATIONS.pending(Database(connection, execute_plugins=False))
    except sqlite3.Error as error:
        raise StoreError(_why(path, error)) from error


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
    refuse_stranger(path)
    try:
        connection = connect(path)
        migrate(connection)
    except sqlite3.Error as error:
        raise StoreError(_why(path, error)) from error
    return connection


def refuse_stranger(path: Path) -> None:
    """Leave a file alone that is not this bot's own; one that is missing or empty is well.

    Raises:
        StoreError: the file belongs to something else, or cannot be read.
    """
    if not path.is_file() or not path.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as looking:
            names = {row[0] for row in looking.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise StoreError(_why(path, error)) from error
    if names and "_sqlite_migrations" not in names:
        raise StoreError(f"Databasen {path} hör till ett annat program. {_ELSEWHERE}")


def _why(path: Path, error: sqlite3.Error) -> str:
    """What is wrong with the file, by what SQLite calls it, and what to do."""
    match getattr(error, "sqlite_errorname", "").split("_")[:2]:
        case ["SQLITE", "NOTADB" | "CORRUPT"]:
            return (
                f"Databasen {path} går inte att öppna: filen är ingen databas, "
                f"eller så är den trasig. {_ELSEWHERE}"
            )
        case ["SQLITE", "CANTOPEN" | "READONLY" | "PERM" | "AUTH"]:
            return f"Databasen {path} går inte att läsa och skriva i. Ge boten rätt till filen."
        case ["SQLITE", "BUSY" | "LOCKED"]:
            return f"Databasen {path} används av ett annat program. Stäng det och försök igen."
        case ["SQLITE", "FULL"]:
            return f"Disken är full. Gör plats, så går databasen {path} att öppna."
    return f"Databasen {path} går inte att öppna ({error}). {_ELSEWHERE}"
