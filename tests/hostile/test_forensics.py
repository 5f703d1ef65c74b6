"""A hundred concerns told to the real program: every file is searched after each, and after kill -9
(TRUST P1, P2, P3).
"""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.conftest import CONTENT
from tests.fakes.telegram import TelegramEmulator
from tests.forensics import hits
from tests.journeys.telling import NUMBER_FROM, marks_of, newcomer, tells

pytestmark = pytest.mark.hostile
CONCERNS = 100
KILLED_EACH = 10
FAULTS = ("bot.reception.step", "bot.reception.carry_out", "bot.store.concerns.Concerns.file")
_FAULTY = """
import importlib, logging, sys
place, _, name = sys.argv.pop(1).rpartition(".")
head, _, tail = place.rpartition(".")
try:
    room = importlib.import_module(place)
except ImportError:
    room = getattr(importlib.import_module(head), tail)
true, calls = getattr(room, name), [0]
def breaks(*given, **named):
    calls[0] += 1
    said = repr(given) + repr(named)
    if "xqzzy" in said:
        raise RuntimeError(said) from ValueError(said)
    return true(*given, **named)
setattr(room, name, breaks)
logging.getLogger("aiogram").setLevel(logging.DEBUG)
from bot.commands.front_door import front_door
front_door()
"""


def _phone(number: int) -> str:
    """From the series that is kept for fiction."""
    return f"070-17406{5 + number % 95:02d}"


@asynccontextmanager
async def _bot(
    folder: Path, emulator: TelegramEmulator, *faulty: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The real program; what it says goes to a file, and what it writes in passing to a folder."""
    for name in ("data", "temp", "backups"):
        (folder / name).mkdir(exist_ok=True)
    settings = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder / "data"),
        "BACKUP_DIR": str(folder / "backups"),
        "TMPDIR": str(folder / "temp"),
        "PORT": "0",
        "TELEGRAM_TOKEN": emulator.token,
        "TELEGRAM_API": emulator.url,
        "PYTHONASYNCIODEBUG": "1",
        "PYTHONPATH": str(CONTENT.parent),
    }
    begin = ["-c", _FAULTY, *faulty] if faulty else [str(CONTENT.parent / "bot.py")]
    with (folder / "log.txt").open("ab") as said:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *begin, env=settings, cwd=folder, stdout=said, stderr=said
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


def _outside(folder: Path, table: str, needles: list[int]) -> list[str]:
    """Lines of a dump of the database, outside one table, that hold a needle."""
    with closing(sqlite3.connect(folder / "data" / "bot.db")) as database:
        lines = [one for one in database.iterdump() if not one.startswith(f'INSERT INTO "{table}"')]
    return [line for line in lines if any(str(one) in line for one in needles)]


async def _told_and_searched(
    folder: Path, emulator: TelegramEmulator, number: int
) -> list[str | int]:
    """One person tells, and all files are searched for them; what was searched for."""
    chat = newcomer(emulator, number)
    await tells(chat, f"Lampan xqzzy{number} är trasig, ring {_phone(number)}", _thinks, 300.0)
    own = [*marks_of(chat), _phone(number), _phone(number).replace("-", "")]
    assert hits([folder], own) == []
    return own


async def _thinks() -> None:
    await asyncio.sleep(0.3)


async def test_a_hundred_tellers_leave_no_trace(tmp_path: Path) -> None:
    """P1: ids, names, phones and ids of messages are in no file, after each and after kill -9; the
    ids of updates are in `seen` alone, and gone when it has been emptied.
    """
    marks: list[str | int] = []
    async with TelegramEmulator() as emulator:
        print(f"seed {emulator.seed}")
        emulator.ground.mailbox._next_id = 3 * NUMBER_FROM
        for first in range(0, CONCERNS, KILLED_EACH):
            async with _bot(tmp_path, emulator) as process:
                numbers = range(first, first + KILLED_EACH)
                found = [_told_and_searched(tmp_path, emulator, number) for number in numbers]
                fresh = [mark for own in await asyncio.gather(*found) for mark in own]
                process.send_signal(signal.SIGKILL)
                await process.wait()
            assert hits([tmp_path], fresh) == []
            marks += fresh
        updates = list(emulator.ground.mailbox._all)
    assert hits([tmp_path], marks) == []
    assert _outside(tmp_path, "seen", updates) == []
    store = Store(tmp_path / "data" / "bot.db")
    kept = await store.read(lambda tables: tables.seals.all())
    assert len(kept) == CONCERNS
    assert all("[telefonnummer]" in one.text for one in kept)
    await store.turn(_empty)
    store.close()
    for path in (tmp_path / "backups").iterdir():
        path.unlink()
    assert hits([tmp_path], updates) == []
    assert hits([tmp_path], ["xqzzy"]) == []
    print(f"{CONCERNS} concerns, {len(marks)} marks, {len(updates)} updates: 0 hits")


def _empty(tables: object) -> None:
    """What the second morning and the retention plan do."""
    connection = tables.seen._connection  # type: ignore[attr-defined]
    for statement in (
        "DELETE FROM seen",
        "UPDATE concerns SET text = ''",
        "DELETE FROM concern_additions",
    ):
        connection.execute(statement)
    tables.erased = True  # type: ignore[attr-defined]


@pytest.mark.parametrize("point", FAULTS)
async def test_a_fault_in_the_real_program_tells_nothing(tmp_path: Path, point: str) -> None:
    """P3: whatever breaks while somebody tells a concern, with aiogram and asyncio at their most
    talkative, neither the words nor the teller are in what the program says.
    """
    async with TelegramEmulator() as emulator:
        emulator.ground.mailbox._next_id = 3 * NUMBER_FROM
        chat = newcomer(emulator, 1)
        async with _bot(tmp_path, emulator, point) as process:
            telling = asyncio.create_task(tells(chat, "Lampan xqzzy är trasig", _thinks, 600.0))
            ended = asyncio.create_task(process.wait())
            await asyncio.wait({telling, ended}, return_when=asyncio.FIRST_COMPLETED)
            telling.cancel()
    said = (tmp_path / "log.txt").read_text("utf-8")
    assert "RuntimeError" in said
    assert hits([tmp_path], [*marks_of(chat), "xqzzy"]) == []
