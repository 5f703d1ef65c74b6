"""Backups: whole or not there, sealed, noticed when damaged, and let go of in time."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from bot.custody.backups import Backup, Rota, backups_in, make_backup, rotate
from bot.custody.sealed_file import PIECE, is_sealed, open_file, seal_file
from bot.custody.sealing import Sealer, Unsealer
from bot.errors import BackupError, SealError, StoreError
from bot.lockfile import held
from bot.store.copies import examine
from bot.store.store import Store
from tests.conftest import START, coming

UNSEALER = Unsealer(PrivateKey(bytes(range(32))))
SEALER = Sealer([UNSEALER.recipient])
ROTA = Rota(days=3, weeks=3, longest=timedelta(days=30))


def _opened(sealed: bytes, unsealer: Unsealer = UNSEALER) -> bytes:
    out = io.BytesIO()
    open_file(io.BytesIO(sealed), out, unsealer)
    return out.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_sealed_file_opens_as_it_was(size: int) -> None:
    """Whatever its size, and for no other key."""
    plain, out = os.urandom(size), io.BytesIO()
    seal_file(io.BytesIO(plain), out, SEALER)
    assert _opened(out.getvalue()) == plain
    with pytest.raises(SealError, match="annan nyckel"):
        _opened(out.getvalue(), Unsealer(PrivateKey.generate()))


def test_a_cut_or_changed_file_is_noticed() -> None:
    """Cut between two pieces, cut within one, one bit anywhere, or something added."""
    out = io.BytesIO()
    seal_file(io.BytesIO(os.urandom(2 * PIECE + 100)), out, SEALER)
    whole = out.getvalue()
    head = len(whole) - (2 * PIECE + 100) - 3 * 17
    for end in (0, 5, 30, head, head + PIECE + 17, head + 2 * (PIECE + 17), len(whole) - 1):
        with pytest.raises(SealError):
            _opened(whole[:end])
    for at in (0, 20, 60, 120, head - 1, head + 5, head + PIECE + 20, len(whole) - 1):
        with pytest.raises(SealError):
            _opened(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
    with pytest.raises(SealError):
        _opened(whole + b"x")


async def test_a_backup_is_made_beside_a_running_bot(store: Store, tmp_path: Path) -> None:
    """It holds all that is committed, is its owner's alone, and leaves no copy behind."""
    await store.turn(lambda tables: tables.meetings.put(coming()))
    folder = tmp_path / "backups"
    plain = make_backup(store.path, folder, None, START)
    sealed = make_backup(store.path, folder, SEALER, START + timedelta(hours=1))
    assert examine(plain.path)["meetings"] == 1
    assert backups_in(folder) == (sealed, plain)
    assert is_sealed(sealed.path)
    assert not is_sealed(plain.path)
    assert coming().title.encode() not in sealed.path.read_bytes()
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert sorted(path.name for path in tmp_path.iterdir() if "partial" in path.name) == []


async def test_a_backup_that_cannot_be_made_leaves_none(store: Store, tmp_path: Path) -> None:
    """An operator reads a sentence; no half file looks like a backup."""
    (tmp_path / "file").write_text("")
    with pytest.raises(BackupError, match="gick inte att skriva"):
        make_backup(store.path, tmp_path / "file", None, START)
    with pytest.raises(BackupError, match="ingen databas"):
        make_backup(tmp_path / "none.db", tmp_path, None, START)
    with held(tmp_path / "backup.lock"), pytest.raises(BackupError, match="annan backup"):
        make_backup(store.path, tmp_path, None, START)
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"x" * 5000)
    with pytest.raises(StoreError):
        make_backup(broken, tmp_path / "backups", None, START)
    assert backups_in(tmp_path / "backups") == ()


def _dated(*days: float) -> tuple[Backup, ...]:
    return tuple(Backup(Path(f"{day}"), START - timedelta(days=day)) for day in days)


def test_the_newest_of_days_and_weeks_are_kept() -> None:
    """Three days and three weeks: what else there is goes."""
    found = _dated(0, 0.1, 1, 2, 3, 4, 7, 8, 15)
    kept = [one.path.name for one in found if one not in ROTA.spent(found)]
    assert kept == ["0", "0.1", "1", "2", "15"]  # Tuesday to Sunday, and Monday two weeks before


def test_none_is_kept_for_longer_than_the_plan_says() -> None:
    """What has been erased lives on no longer than the plan says, however few there are."""
    wide = Rota(days=100, weeks=100, longest=timedelta(days=30))
    found = _dated(0, 1, 30, 31.5, 60)
    assert [one.path.name for one in wide.spent(found)] == ["31.5", "60"]


def test_a_clock_that_is_a_year_ahead_empties_nothing(tmp_path: Path) -> None:
    """One wrong date may not cost all the backups; one from the future is left to be looked at."""
    ahead = (Backup(Path("ahead"), START + timedelta(days=365)), *_dated(0, 1))
    assert ROTA.spent(ahead) == ()
    for name in ("bot-20271124T030000Z.db", "bot-20261123T030000Z.db", "notes.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".bot-20261123T030000Z.db.partial").write_text("half")
    assert rotate(tmp_path, ROTA, START) == ()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_backup_goes_with_its_sum(tmp_path: Path) -> None:
    """Nothing of it stays."""
    for day in range(20, 25):
        for ending in ("", ".sha256"):
            (tmp_path / f"bot-202611{day}T030000Z.db{ending}").write_text("x")
    gone = rotate(tmp_path, Rota(2, 0, timedelta(days=30)), START)
    assert [one.made.day for one in gone] == [22, 21, 20]
    assert len(list(tmp_path.iterdir())) == 4
