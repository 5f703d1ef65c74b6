"""The store's face: `await store.turn(work)` writes, `await store.read(query)` reads.

One writer thread commits in groups: it takes all work that has gathered, runs each piece under a
savepoint in one transaction, and answers when that is durable. So a full fsync is shared by
neighbours, and one failing piece does not harm the others.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import StoreError
from bot.store.database import Tables, connect, open_database, truncate_wal

Result = TypeVar("Result")
LARGEST_GROUP = 256
"""Pieces of work in one transaction; bounds how long the first of them waits."""
RETRY_SECONDS = 0.2
"""Between tries to empty the -wal file while a reader is in the way."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Tables], Any]
    answer: "Future[Any]"


class Store:
    """One SQLite file with one writer and one reader."""

    def __init__(self, path: Path) -> None:
        """Open the file, migrating it if needed.

        Raises:
            StoreError: the file cannot be opened.
        """
        self.path = path
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._connection = open_database(path)
        self._reader = connect(path, readonly=True)
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="store-reader")
        self._thread = threading.Thread(target=self._write, name="store-writer", daemon=True)
        self._thread.start()

    async def turn(self, work: Callable[[Tables], Result]) -> Result:
        """Run `work` in a transaction and return its result once that is durable.

        Raises:
            StoreError: nothing of the work was kept.
        """
        answer: Future[Result] = Future()
        self._jobs.put(_Job(work, answer))
        return await asyncio.wrap_future(answer)

    async def read(self, query: Callable[[Tables], Result]) -> Result:
        """Run `query` beside the writer; it sees what was committed when it began.

        Raises:
            StoreError: the database did not answer.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._readers, query, Tables(self._reader))
        except sqlite3.Error as error:
            raise _plain(error) from error

    def close(self) -> None:
        """Finish the work that waits, then close the file."""
        self._jobs.put(None)
        self._thread.join()
        self._readers.shutdown()
        self._reader.close()
        self._connection.close()

    def _write(self) -> None:
        erasing = False
        while True:
            group, last = self._gather(RETRY_SECONDS if erasing else None)
            if group:
                erasing |= _commit(self._connection, group)
            if erasing:
                erasing = not truncate_wal(self._connection)
            if last:
                return

    def _gather(self, patience: float | None) -> tuple[list[_Job], bool]:
        """The work that has gathered, and whether the store is closing."""
        group: list[_Job] = []
        try:
            job = self._jobs.get(timeout=patience)
            while job and len(group) < LARGEST_GROUP:
                group.append(job)
                job = self._jobs.get_nowait()
        except queue.Empty:
            return group, False
        if job:
            self._jobs.put(job)
        return group, job is None


def _commit(connection: sqlite3.Connection, group: list[_Job]) -> bool:
    """Run a group in one transaction and answer each; whether any of it erased something."""
    tables = Tables(connection)
    group = [job for job in group if job.answer.set_running_or_notify_cancel()]
    try:
        connection.execute("BEGIN IMMEDIATE")
        settled = [_run(connection, job, tables) for job in group]
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        _roll_back(connection)
        for job in group:
            job.answer.set_exception(_plain(error))
        return False
    for job, (result, failure) in zip(group, settled, strict=True):
        if failure is None:
            job.answer.set_result(result)
        else:
            job.answer.set_exception(failure)
    return tables.erased


def _run(
    connection: sqlite3.Connection, job: _Job, tables: Tables
) -> tuple[object, BaseException | None]:
    """One piece of work under its own savepoint."""
    connection.execute("SAVEPOINT piece")
    try:
        result = job.work(tables)
    except Exception as error:  # noqa: BLE001 - whoever waits for the answer gets it
        connection.execute("ROLLBACK TO piece")
        connection.execute("RELEASE piece")
        return None, _plain(error) if isinstance(error, sqlite3.Error) else error
    connection.execute("RELEASE piece")
    return result, None


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _plain(error: sqlite3.Error) -> StoreError:
    return StoreError(f"the database did not do it: {error}")
