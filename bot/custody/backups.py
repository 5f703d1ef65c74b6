"""Backups of the database: made while the bot runs, sealed if there is a key, let go in time."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from bot.custody.sealed_file import seal_file
from bot.custody.sealing import Sealer
from bot.domain.sweden import STOCKHOLM, week_of
from bot.errors import BackupError
from bot.lockfile import held
from bot.store.copies import copy_database

SEALED = ".sealed"
SUM = ".sha256"
UNFINISHED = ".partial"
LOCK = "backup.lock"
_FORM = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"bot-(\d{8}T\d{6}Z)\.db(\.sealed)?")


@dataclass(frozen=True, slots=True)
class Backup:
    """One finished backup, and when it was made."""

    path: Path
    made: datetime

    @property
    def day(self) -> str:
        """The day in Sweden."""
        return self.made.astimezone(STOCKHOLM).date().isoformat()

    @property
    def week(self) -> str:
        """The ISO week in Sweden."""
        return week_of(self.made)


@dataclass(frozen=True, slots=True)
class Rota:
    """How many are kept: the newest of each of the last `days` and of each of the last `weeks`;
    none for longer than `longest`, which is what the retention plan says.
    """

    days: int
    weeks: int
    longest: timedelta

    def spent(self, found: tuple[Backup, ...]) -> tuple[Backup, ...]:
        """Those that are to go, of some with the newest first. The two newest never do: age is
        counted from the second, so that a clock that has jumped ahead empties nothing at once.
        """
        if len(found) < 2:
            return ()
        kept = {*_newest(found, self.days, "day"), *_newest(found, self.weeks, "week"), *found[:2]}
        before = found[1].made - self.longest
        return tuple(one for one in found if one not in kept or one.made < before)


def _newest(found: tuple[Backup, ...], most: int, span: str) -> list[Backup]:
    """The newest backup of each of the last days or weeks that have one."""
    by_span: dict[str, Backup] = {}
    for one in found:
        by_span.setdefault(getattr(one, span), one)
    return list(by_span.values())[:most]


def make_backup(database: Path, folder: Path, sealer: Sealer | None, now: datetime) -> Backup:
    """Copy the database to a new file in a folder: whole, or not there at all. The copy in between
    lies beside the database, so that nothing unsealed is ever written to the folder.

    Raises:
        BackupError: a folder cannot be written, or there is no database.
        StoreError: the database cannot be copied.
    """
    if not database.is_file():
        raise BackupError(f"Det finns ingen databas i {database.parent}.")
    name = f"bot-{now.astimezone(UTC).strftime(_FORM)}.db{SEALED if sealer else ''}"
    copy, target = database.parent / f"backup{UNFINISHED}", folder / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(database.parent), _own_file(copy):
            copy_database(database, copy)
            with copy.open("rb") as source, _appearing(target) as file:
                _write(source, file, target, sealer)
    except OSError as error:
        raise BackupError(f"Backupen gick inte att skriva i {folder}: {error.strerror}.") from error
    return Backup(target, now)


def _write(source: BufferedReader, file: BinaryIO, target: Path, sealer: Sealer | None) -> None:
    """The copy, sealed; or plain with its sum beside it, which is there first."""
    if sealer:
        seal_file(source, file, sealer)
        return
    shutil.copyfileobj(source, file)
    source.seek(0)
    digest = hashlib.file_digest(source, "sha256").hexdigest()
    with _appearing(Path(f"{target}{SUM}")) as beside:
        beside.write(f"{digest}  {target.name}\n".encode())


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The finished backups of a folder, the newest first; other files are not ours."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := _NAME.fullmatch(path.name):
            made = datetime.strptime(match[1], _FORM).replace(tzinfo=UTC)
            found.append(Backup(path, made))
    return tuple(sorted(found, key=lambda one: one.made, reverse=True))


def rotate(folder: Path, rota: Rota, now: datetime) -> tuple[Backup, ...]:
    """Let go of the backups whose time is over, and of what a crash left half made; those that go.
    What claims to be made after `now` is left for people to look at.
    """
    for path in folder.glob(f".*{UNFINISHED}"):
        path.unlink(missing_ok=True)
    past = tuple(one for one in backups_in(folder) if one.made <= now)
    spent = rota.spent(past)
    for one in spent:
        one.path.unlink(missing_ok=True)
        Path(f"{one.path}{SUM}").unlink(missing_ok=True)
    return spent


def forget_unfinished(data: Path) -> None:
    """Remove the copy that a crash in the middle of a backup left beside the database."""
    with held(data / LOCK) as ours:
        for ending in ("", "-journal") if ours else ():
            (data / f"backup{UNFINISHED}{ending}").unlink(missing_ok=True)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    with held(data / LOCK) as ours:
        if not ours:
            raise BackupError("En annan backup görs just nu. Försök igen om en stund.")
        yield


@contextmanager
def _own_file(path: Path) -> Iterator[None]:
    """An empty file that only the bot's own user can read, for as long as it is needed."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _appearing(path: Path) -> Iterator[BinaryIO]:
    """A file that is there under its name once all of it is on disk, and not before."""
    unfinished = path.with_name(f".{path.name}{UNFINISHED}")
    with _own_file(unfinished), unfinished.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
        unfinished.replace(path)
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
