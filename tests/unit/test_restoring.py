"""Restoring: whole or not at all, and nothing is ever sent anew by it (TRUST R18)."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.front_door import cli
from bot.custody.backups import backups_in, make_backup
from bot.custody.keyring import keep_key, make_key
from bot.custody.sealing import Sealer
from bot.delivery.broadcast import Broadcasts
from bot.delivery.clockwork import Clockwork
from bot.domain.meeting import Answer, Choice
from bot.domain.membership import Member
from bot.domain.sending import Progress, RowState, Settled
from bot.errors import BackupError, BotError, DataFolderError, SealError
from bot.knowledge.library import Library
from bot.lockfile import locked
from bot.nightly import is_due, nightly
from bot.restoring import Restored, forget_aside, restore
from bot.settings import Settings
from bot.store.database import Tables, open_database
from bot.store.store import Store
from tests.conftest import HeldClock, coming
from tests.delivery.conftest import draft

PASSPHRASE = "sju gröna bussar på ön"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder of its own, and a folder for backups."""
    (tmp_path / "data").mkdir()
    return Settings(data_dir=tmp_path / "data", backup_dir=tmp_path / "backups", live=True)


@pytest.fixture
def put_back(settings: Settings, library: Library, clock: HeldClock) -> Callable[[Path], Restored]:
    """Restores a backup that is not sealed."""
    return lambda path: restore(path, settings, library, clock, None)


def _write(settings: Settings, *works: Callable[[Tables], object]) -> None:
    """Do something to the database as a bot would, and leave."""

    async def all_of(store: Store) -> None:
        for work in works:
            await store.turn(work)

    store = Store(settings.database)
    asyncio.run(all_of(store))
    store.close()


def _put(meeting_key: str, tables: Tables) -> None:
    tables.meetings.put(coming(meeting_key))


async def _told(settings: Settings, library: Library, clock: HeldClock) -> dict[RowState, int]:
    """What stands where in the outbox, once a bot has done all it does at a start."""
    store = Store(settings.database)
    broadcasts = Broadcasts(store, clock, live=True)
    await store.turn(lambda tables: tables.outbox.recover())
    await broadcasts.resume()
    await store.turn(Clockwork(broadcasts, library, clock).look)
    await store.turn(lambda tables: broadcasts.serve_new(tables, clock.now()))
    found: dict[RowState, int] = {}
    for sending in await store.read(lambda tables: tables.sendings.latest(50)):
        progress = await store.read(partial(_progress, sending.key))
        for state, rows in progress.rows.items():
            found[state] = found.get(state, 0) + rows
    store.close()
    return found


def _progress(key: str, tables: Tables) -> Progress:
    return tables.outbox.progress(key)


async def _under_way(settings: Settings, clock: HeldClock) -> None:
    """A bot that is stopped in the middle: 2 sent, 1 leaving, 2 queued, rows unmade for another
    sending, a subscriber who has just come, and a meeting that will be reminded of.
    """
    store = Store(settings.database)
    broadcasts = Broadcasts(store, clock, live=True)

    def people(tables: Tables) -> None:
        tables.meetings.put(coming(days=1))
        for number in range(5):
            tables.members.put(Member(f"telegram:{number}", "sv"))
            tables.members.serve(f"telegram:{number}")
            tables.answers.put(f"telegram:{number}", Answer("k7p2m", Choice.YES, 1), "sv")

    await store.turn(people)
    sending = await broadcasts.approve(draft(clock, "other"))

    def some(tables: Tables) -> None:
        parcels = tables.outbox.claim(sending.key, "telegram", clock.now(), 3)
        tables.outbox.settle(
            [Settled(parcel.row, RowState.SENT, message=1) for parcel in parcels[:2]]
        )
        broadcasts.begin_within(tables, draft(clock, "third"))
        tables.members.put(Member("telegram:9", "sv"))

    await store.turn(some)
    store.close()


def test_nothing_is_sent_anew(
    settings: Settings, library: Library, clock: HeldClock, put_back: Callable[[Path], Restored]
) -> None:
    """What was queued or leaving at the backup, what the clock has told since, and what somebody
    new was told since: all of it may have arrived, so none of it goes by itself.
    """
    asyncio.run(_under_way(settings, clock))
    made = make_backup(settings.database, settings.data_dir.parent, None, clock.now())
    clock.passes(hours=6)  # the reminder of the day before is due at 17.00
    done = put_back(made.path)
    told = asyncio.run(_told(settings, library, clock))
    assert told.get(RowState.QUEUED, 0) == told.get(RowState.SENDING, 0) == 0
    assert told[RowState.SENT] == 2
    assert told[RowState.UNCERTAIN] == done.uncertain
    # the rest of the first sending, all of the unmade one, the reminder, and the one who is new
    assert done.uncertain == 3 + 6 + 5 + 1
    clock.passes(days=5)  # the thanks, which nobody can have got yet, go as usual
    assert asyncio.run(_told(settings, library, clock))[RowState.QUEUED] == 5


def _damaged(whole: bytes) -> dict[str, bytes]:
    """The ways in which a backup may be broken."""
    places = [0, 20, 100, 4096, len(whole) // 2, len(whole) - 1]
    flipped = {
        f"bit at {at}": whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places
    }
    cut = {f"cut at {at}": whole[:at] for at in (0, 1, 4096, len(whole) - 1)}
    return {**flipped, **cut, "another file": b"hej " * 2000}


def test_a_damaged_backup_changes_nothing(
    settings: Settings,
    library: Library,
    clock: HeldClock,
    put_back: Callable[[Path], Restored],
    tmp_path: Path,
) -> None:
    """One bit, plain or sealed, or one byte too few: a sentence, and the database as it was."""
    key = make_key(PASSPHRASE, passes=1, memory=8192)
    unsealer = key.unlock(PASSPHRASE)
    _write(settings, partial(_put, "aaaaa"))
    plain = make_backup(settings.database, tmp_path, None, clock.now())
    clock.passes(seconds=1)
    sealed = make_backup(settings.database, tmp_path, Sealer([key.recipient]), clock.now())
    _write(settings, partial(_put, "bbbbb"))
    before = settings.database.read_bytes()
    tried = 0
    for made in (plain, sealed):
        whole = made.path.read_bytes()
        for name, content in _damaged(whole).items():
            made.path.write_bytes(content)
            with pytest.raises(BotError, match=r"trasig|förseglat?|databas"):
                restore(made.path, settings, library, clock, unsealer)
            assert settings.database.read_bytes() == before, name
            tried += 1
        made.path.write_bytes(whole)
    assert tried == 22
    with pytest.raises(BackupError, match="ingen fil"):
        put_back(tmp_path / "none")
    with pytest.raises(BackupError, match="--key"):
        put_back(sealed.path)
    left = {path.name for path in settings.data_dir.iterdir()}
    assert left == {"bot.db", "bot.lock", "backup.lock"}


def test_a_later_version_or_a_strange_database_is_refused(
    settings: Settings, put_back: Callable[[Path], Restored], tmp_path: Path
) -> None:
    """A newer bot's tables would be misread by this one."""
    later, strange = tmp_path / "later.db", tmp_path / "strange.db"
    with closing(open_database(later)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('bot', '9999_later', 'now')"
        )
    with closing(sqlite3.connect(strange)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(BotError, match="nyare version"):
        put_back(later)
    with pytest.raises(BotError, match="annat program"):
        put_back(strange)


def test_the_old_database_is_kept_aside(
    settings: Settings,
    clock: HeldClock,
    put_back: Callable[[Path], Restored],
    tmp_path: Path,
) -> None:
    """Also a broken one, with what stood in its -wal file; until the plan lets it go."""
    _write(settings, partial(_put, "aaaaa"))
    made = make_backup(settings.database, tmp_path, None, clock.now())
    _write(settings, partial(_put, "bbbbb"))
    settings.database.with_name("bot.db-wal").write_bytes(b"left by a crash")
    os.truncate(settings.database, 5000)
    done = put_back(made.path)
    assert done.rows["meetings"] == 1
    assert done.compared
    assert done.aside
    assert done.aside.stat().st_size == 5000
    assert Path(f"{done.aside}-wal").read_bytes() == b"left by a crash"
    assert not settings.database.with_name("bot.db-wal").exists()
    assert forget_aside(settings.data_dir, clock.now() - timedelta(days=1)) == 0
    assert forget_aside(settings.data_dir, clock.now() + timedelta(days=1)) == 2


def test_it_waits_for_the_bot_to_be_stopped(
    settings: Settings, clock: HeldClock, put_back: Callable[[Path], Restored], tmp_path: Path
) -> None:
    """A database is not changed under a bot that writes in it."""
    _write(settings, partial(_put, "aaaaa"))
    made = make_backup(settings.database, tmp_path, None, clock.now())
    with locked(settings.data_dir), pytest.raises(DataFolderError, match="använder redan"):
        put_back(made.path)


async def test_the_bot_backs_itself_up_each_night(
    settings: Settings, library: Library, clock: HeldClock
) -> None:
    """Once a day at three in Sweden, made up for if missed, and not by a clock that has jumped."""
    store = Store(settings.database)
    retention = library.municipality.retention
    assert is_due(settings, clock.now())
    hops = iter(({"hours": 1}, {"hours": 13.5}, {"hours": 2}, {"days": 365}))

    async def sleep(_: float) -> None:
        hop = next(hops, None)
        if hop is None:
            raise EOFError
        clock.passes(**hop)
        jumped["by"] = 365 * 86400.0 if "days" in hop else 0.0

    jumped = {"by": 0.0}
    clock.seconds = lambda: HeldClock.seconds(clock) - jumped["by"]  # type: ignore[method-assign]
    with pytest.raises(EOFError):
        await nightly(settings, retention, store, clock, sleep)
    store.close()
    assert settings.backup_dir
    assert [one.made.day for one in reversed(backups_in(settings.backup_dir))] == [24, 25]


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: Library) -> None:
    """An operator makes a sealed backup, and restores it with key and passphrase."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.house.load_library", lambda _: library)
    key = make_key(PASSPHRASE, passes=1, memory=8192)
    keep_key(tmp_path / "data" / "keys", "it", key)
    monkeypatch.setenv("BACKUP_KEY", str(key.recipient))
    run = CliRunner().invoke
    assert "Ange var" in str(run(cli, ["backup"]).exception)
    open_database(tmp_path / "data" / "bot.db").close()
    assert "Backupen ligger i" in run(cli, ["backup", "safe"]).output
    (made,) = backups_in(tmp_path / "safe")
    wrong = run(cli, ["restore", str(made.path), "--yes"], input="fel\n")
    assert isinstance(wrong.exception, SealError)
    refused = run(cli, ["restore", str(made.path)], input=f"{PASSPHRASE}\nnej\n")
    assert "Inget är gjort" in str(refused.exception)
    restored = run(cli, ["restore", str(made.path)], input=f"{PASSPHRASE}\nja\n")
    assert "Databasen är återställd" in restored.output
    assert "träffar: 0" in restored.output
    (tmp_path / "data" / "keys" / "it.key").unlink()
    assert "--key" in str(run(cli, ["restore", str(made.path), "--yes"]).exception)
