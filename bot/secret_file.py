"""Files that hold a secret: only the bot's own user reads them, and none replaces another."""

import os
import secrets
from pathlib import Path


def make_secret_file(path: Path, content: bytes) -> None:
    """Write a new file, whole or not at all.

    Raises:
        FileExistsError: there is one already; it stays as it is.
        OSError: the folder cannot be made or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)
    finally:
        fresh.unlink()
