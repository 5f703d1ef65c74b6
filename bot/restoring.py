"""Puts a backup in the place of the database: looked through first, and never sending anew."""

import asyncio
import hashlib
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import Clock
from bot.custody.backups import SUM, flush_folder
from bot.custody.sealed_file import is_sealed, open_file
from bot.custody.sealing import Unsealer
from bot.delivery.broadcast import Broadcasts
from bot.delivery.clockwork import Clockwork
from bot.errors import BackupError
from bot.knowledge.library import Library
from bot.lockfile import locked
from bot.settings import Settings
from bot.store.copies import examine
from bot.store.database import Tables
from bot.store.store import Store

ASIDE = "before-restore"
_UNFINISHED = "restore.partial"
_BESIDE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What has been done: rows by table, messages put in doubt, where the old database lies, and
    whether the backup could be compared with its sum.
    """

    rows: dict[str, int]
    uncertain: int
    aside: Path | None
    compared: bool


def restore(
    backup: Path, settings: Settings, library: Library, clock: Clock, unsealer: Unsealer | None
) -> Restored:
    """Restore a backup while no bot runs on the data folder. Until all of it has been looked
    through, the database that is there stays as it is.

    Raises:
        DataFolderError: a bot is running.
        BackupError: the backup is damaged or not there.
        SealError: it is sealed to other keys, or damaged.
        StoreError: it is no database of this bot, or comes from a later version.
    """
    if not backup.is_file():
        raise BackupError(f"Det finns ingen fil {backup}.")
    with locked(settings.data_dir):
        fresh = settings.data_dir / _UNFINISHED
        try:
            compared = _unpack(backup, fresh, unsealer)
            rows = examine(fresh)
            uncertain = asyncio.run(_settle(fresh, library, clock, live=settings.live))
            examine(fresh)
            aside = _swap(fresh, settings.database, clock.now())
        except OSError as error:
            raise BackupError(f"Backupen gick inte att återställa: {error.strerror}.") from error
        finally:
            for ending in _BESIDE:
                Path(f"{fresh}{ending}").unlink(missing_ok=True)
    return Restored(rows, uncertain, aside, compared)


def _unpack(backup: Path, fresh: Path, unsealer: Unsealer | None) -> bool:
    """The plain database, in a file of its own; whether it is known to be as it was made."""
    for ending in _BESIDE:
        Path(f"{fresh}{ending}").unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    sealed = is_sealed(backup)
    with backup.open("rb") as source, fresh.open("wb") as target:
        if sealed:
            if unsealer is None:
                raise BackupError("Backupen är förseglad. Ange nyckelfilen med --key.")
            open_file(source, target, unsealer)
        else:
            shutil.copyfileobj(source, target)
    return sealed or _compare(backup, fresh)


def _compare(backup: Path, fresh: Path) -> bool:
    """Compare a plain backup with its sum; False where there is none.

    Raises:
        BackupError: it is not as it was made.
    """
    beside = Path(f"{backup}{SUM}")
    if not beside.is_file():
        return False
    with fresh.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if beside.read_text("utf-8", "replace").split()[:1] != [digest]:
        raise BackupError(f"Backupen {backup} är trasig: den stämmer inte med sin kontrollsumma.")
    return True


async def _settle(fresh: Path, library: Library, clock: Clock, *, live: bool) -> int:
    """Make all that may have been told since the backup, and put it in doubt: so a bot that starts
    afterwards sends none of it by itself. How many messages.
    """
    store = Store(fresh)
    try:
        broadcasts = Broadcasts(store, clock, live=live)
        await broadcasts.resume()
        await store.turn(Clockwork(broadcasts, library, clock).look)
        while await store.turn(lambda tables: broadcasts.serve_new(tables, clock.now())):
            pass
        return await store.turn(lambda tables: _doubt(tables, clock.now()))
    finally:
        store.close()


def _doubt(tables: Tables, now: datetime) -> int:
    tables.sendings.stop_all(now)
    tables.check_ins.take(now)
    tables.staff.void_once()
    tables.seen.forget(now)
    tables.erased = True
    return tables.outbox.doubt()


def _swap(fresh: Path, database: Path, now: datetime) -> Path | None:
    """Put the new database in place; where the old one lies now, if there was one. At each moment
    there is a whole database under the name, so that a bot started too early makes no empty one.
    """
    aside = database.with_name(f"{database.name}.{ASIDE}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    there = database.exists()
    if there:
        _link(database, aside)
    for ending in _BESIDE[1:]:
        with suppress(FileNotFoundError):
            Path(f"{database}{ending}").replace(f"{aside}{ending}")
    fresh.replace(database)
    flush_folder(database.parent)
    return aside if there else None


def _link(database: Path, aside: Path) -> None:
    """The old file under a second name; copied where the file system knows no such names."""
    try:
        aside.hardlink_to(database)
    except OSError:
        shutil.copy2(database, aside)


def forget_aside(data: Path, before: datetime) -> int:
    """Remove databases that were put aside before a moment: they hold what has been erased since.
    How many files.
    """
    limit = f"{before.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    found = [path for path in data.glob(f"*.{ASIDE}-*") if _moment_in(path) < limit]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _moment_in(path: Path) -> str:
    return path.name.split(f".{ASIDE}-")[1].split("-")[0]
