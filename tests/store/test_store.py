"""The store's promises: all or nothing, durable, repeatable, and erased for good."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.concern import Concern
from bot.domain.meeting import Answer, Choice, Tally
from bot.errors import StoreError
from bot.store.database import Tables, connect
from bot.store.store import Store
from tests.conftest import START, coming

SECRET = "needle-in-the-haystack"
YES = Answer("k7p2m", Choice.YES, 2)


def _concern(text: str = "Det är mörkt") -> Concern:
    return Concern("k" * 32, "2026-W48", "ljus", "asarum", "kvall", text)


async def test_a_failing_piece_does_not_harm_its_neighbours(store: Store) -> None:
    """One bad update must never undo another person's answer in the same commit."""

    def breaks(tables: Tables) -> None:
        tables.answers.put("telegram:2", YES, "sv")
        raise RuntimeError("no")

    good, bad = await asyncio.gather(
        store.turn(lambda t: t.answers.put("telegram:1", YES, "sv")),
        store.turn(breaks),
        return_exceptions=True,
    )
    assert good is None
    assert isinstance(bad, RuntimeError)
    assert await store.read(lambda t: t.answers.of("telegram:1")) == {"k7p2m": YES}
    assert await store.read(lambda t: t.answers.of("telegram:2")) == {}


async def test_an_update_is_new_only_once(store: Store) -> None:
    """A repeated update is recognised, on its own channel only."""
    first = await store.turn(lambda t: t.seen.add("web", "a", START))
    again = await store.turn(lambda t: t.seen.add("web", "a", START))
    elsewhere = await store.turn(lambda t: t.seen.add("telegram", "a", START))
    assert (first, again, elsewhere) == (True, False, True)


async def test_handled_updates_are_forgotten_after_two_days(store: Store) -> None:
    """The memory of who wrote when is today's and yesterday's alone."""
    await store.turn(lambda t: t.seen.add("web", "a", START))
    await store.turn(lambda t: t.seen.forget(START + timedelta(days=1)))
    assert not await store.turn(lambda t: t.seen.add("web", "a", START))
    await store.turn(lambda t: t.seen.forget(START + timedelta(days=2)))
    assert await store.turn(lambda t: t.seen.add("web", "a", START))


async def test_a_meeting_comes_back_as_it_was_put(store: Store) -> None:
    """Nothing of an invitation is lost or changed on the way through the database."""
    await store.turn(lambda t: t.meetings.put(coming()))
    assert await store.read(lambda t: t.meetings.all()) == (coming(),)
    assert await store.read(lambda t: t.meetings.get("k7p2m")) == coming()
    assert await store.read(lambda t: t.meetings.get("other")) is None


async def test_tallies_count_people_and_outlive_the_addresses(store: Store) -> None:
    """Two weeks after a meeting the addresses are gone and the counts are the same."""
    await store.turn(lambda t: t.meetings.put(coming()))

    def answers(tables: Tables) -> None:
        tables.answers.put("telegram:1", YES, "sv")
        tables.answers.put("telegram:2", Answer("k7p2m", Choice.MAYBE), "sv")
        tables.answers.put("telegram:3", YES, "sv")
        tables.answers.withdraw("telegram:3", "k7p2m")
        tables.answers.withdraw("telegram:3", "k7p2m")

    await store.turn(answers)
    expected = Tally(yes=1, people=2, maybe=1, withdrawn=1)
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == expected
    assert not await store.turn(lambda t: t.answers.erase_old(START + timedelta(days=20)))
    assert await store.turn(lambda t: t.answers.erase_old(START + timedelta(days=24)))
    assert await store.read(lambda t: t.answers.of("telegram:1")) == {}
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == expected


async def test_concerns_are_shown_only_after_release(store: Store) -> None:
    """Staff see concerns in batches, so that no list tells when one was written."""
    await store.turn(lambda t: t.concerns.file(_concern()))
    assert await store.read(lambda t: t.concerns.released()) == ()
    await store.turn(lambda t: t.concerns.release())
    [case] = await store.read(lambda t: t.concerns.released())
    assert (case.key, case.text) == ("k" * 32, "Det är mörkt")


async def test_an_erased_address_is_in_no_file(tmp_path: Path) -> None:
    """Deleting deletes: after “stopp” no byte of the address is left, in the -wal file either."""
    store = Store(tmp_path / "bot.db")
    await store.turn(lambda t: t.answers.put(SECRET, YES, "sv"))

    def forget(tables: Tables) -> None:
        tables.answers.forget(SECRET)
        tables.erased = True

    await store.turn(forget)
    await store.turn(lambda t: t.seen.add("web", "later", START))
    found = [f.name for f in tmp_path.iterdir() if SECRET.encode() in f.read_bytes()]
    store.close()
    assert found == []


async def test_a_locked_database_is_a_named_error_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's long write is not a lost answer: the caller may try again."""
    monkeypatch.setattr("bot.store.database.BUSY_MILLISECONDS", 20)
    store = Store(tmp_path / "bot.db")
    other = connect(tmp_path / "bot.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError):
        await store.turn(lambda t: t.seen.add("web", "a", START))
    other.execute("ROLLBACK")
    assert await store.turn(lambda t: t.seen.add("web", "a", START))
    other.close()
    store.close()


async def test_no_transaction_is_open_outside_a_turn(store: Store) -> None:
    """Only store.turn begins and commits; a forgotten transaction would block every other."""
    await store.turn(lambda t: t.seen.add("web", "a", START))
    assert not store._connection.in_transaction
    assert not store._reader.in_transaction


async def test_a_full_disk_keeps_the_old_state(tmp_path: Path) -> None:
    """When the disk is full nothing is half written, and writing works again when there is room."""
    store = Store(tmp_path / "bot.db")
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError):
        await store.turn(lambda t: t.concerns.file(_concern("x" * 100_000)))
    assert store._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    store._connection.execute("PRAGMA max_page_count = 1000000")
    await store.turn(lambda t: t.concerns.file(_concern("x" * 100_000)))
    store.close()


def test_a_file_that_is_no_database_is_refused_plainly(tmp_path: Path) -> None:
    """An operator who points at the wrong file reads a sentence, and the file is left alone."""
    path = tmp_path / "bot.db"
    path.write_text("not a database, but somebody's notes " * 100)
    with pytest.raises(StoreError, match="går inte att öppna"):
        Store(path)
    assert path.read_text().startswith("not a database")


async def test_a_cancelled_caller_does_not_stop_the_writer(store: Store) -> None:
    """A channel that gives up waiting must not take the store down with it."""
    task = asyncio.create_task(store.turn(lambda t: t.seen.add("web", "a", START)))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await store.turn(lambda t: t.seen.add("web", "b", START))


def test_migrations_are_recorded_and_run_once(tmp_path: Path) -> None:
    """A second start finds nothing to do, and the data is still there."""
    Store(tmp_path / "bot.db").close()
    Store(tmp_path / "bot.db").close()
    connection = sqlite3.connect(tmp_path / "bot.db")
    names = [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations")]
    connection.close()
    assert names[0] == "0001_first"
    assert len(names) == len(set(names))
