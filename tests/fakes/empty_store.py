"""A new store without waiting for the disk: no test pulls the plug, and thousands open one."""

import tempfile
from functools import cache
from pathlib import Path

from bot.store.store import Store


def empty_store(path: Path) -> Store:
    """An empty store in a new file, as `Store(path)` makes it, but for the forcing to disk."""
    path.write_bytes(_empty())
    store = Store(path)
    store._connection.execute("PRAGMA synchronous = OFF")
    return store


@cache
def _empty() -> bytes:
    """The file of an empty store: each migration is forced to disk, and once is enough."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bot.db"
        Store(path).close()
        return path.read_bytes()
