"""One bot for each data folder: a lock that the system lets go of when the process ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import DataFolderError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the data folder, making it if it is missing.

    Raises:
        DataFolderError: another bot holds it, or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = (folder / "bot.lock").open("a")
    except OSError as error:
        raise DataFolderError(
            f"Mappen {folder} går inte att skriva i ({error.strerror}). "
            "Ge boten rätt till mappen, eller välj en annan med DATA_DIR."
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DataFolderError(
                f"En bot använder redan mappen {folder}. "
                "Stäng den först, eller välj en annan mapp med DATA_DIR."
            ) from error
        yield


def is_held(folder: Path) -> bool:
    """Whether a bot is running on the data folder."""
    path = folder / "bot.lock"
    if not path.exists():
        return False
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
