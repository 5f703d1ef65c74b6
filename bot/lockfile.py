"""One bot for each data folder: a lock that the system lets go of when the process ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

from bot.errors import DataFolderError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the data folder, making it if it is missing.

    Raises:
        DataFolderError: another bot holds it, or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        _refuse(folder, error)
    with held(folder / "bot.lock") as ours:
        if not ours:
            raise DataFolderError(
                f"En bot använder redan mappen {folder}. "
                "Stäng den först, eller välj en annan mapp med DATA_DIR."
            )
        yield


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a lock file; False where another holds it.

    Raises:
        DataFolderError: its folder cannot be written.
    """
    try:
        handle = path.open("a")
    except OSError as error:
        _refuse(path.parent, error)
    with handle:
        yield _take(handle)


def _take(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _refuse(folder: Path, error: OSError) -> NoReturn:
    raise DataFolderError(
        f"Mappen {folder} går inte att skriva i ({error.strerror}). "
        "Ge boten rätt till mappen, eller välj en annan med DATA_DIR."
    ) from error


def is_held(folder: Path) -> bool:
    """Whether a bot is running on the data folder."""
    path = folder / "bot.lock"
    if not path.exists():
        return False
    with path.open("a") as handle:
        return not _take(handle)
