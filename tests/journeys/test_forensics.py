"""What somebody with a copy of every file finds of who told what (TRUST P1, P2, P3)."""

import asyncio
import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.custody.backups import make_backup
from bot.delivery.disposal import dispose
from bot.domain.message import Incoming, Kind
from bot.knowledge.library import Library
from bot.knowledge.municipality import Retention
from bot.logbook import log, open_logbook
from bot.reception import Outcome, Reception
from bot.store.database import Tables
from bot.store.seals import Stored
from bot.store.store import Store
from tests.conftest import HeldClock
from tests.fakes.gates import quick_gate
from tests.fakes.telegram import TelegramEmulator
from tests.forensics import hits, traces
from tests.journeys.running import telegram_running
from tests.journeys.telling import NUMBER_FROM, marks_of, newcomer, tells

WORDS = "Lampan vid tunneln xqzzy är trasig"
PHONE = "070-174 06 05"
DECIDED = Retention(confirmed="2026-11-01", confirmed_by="Arkivarien", concern_weeks=10)


def test_each_form_is_found(tmp_path: Path) -> None:
    """The search itself: whatever is planted, in any form, is seen."""
    planted = 2**32 + 12345
    for name, form in (traces(planted) | traces("Zebulon")).items():
        (tmp_path / "file").write_bytes(b"\x00before" + form + b"after\xff")
        assert hits([tmp_path], [planted, "Zebulon"]), name
    (tmp_path / "file").write_bytes(b"zebulo" + str(planted - 1).encode())
    assert hits([tmp_path], [planted, "Zebulon"]) == []
    with pytest.raises(ValueError, match="by chance"):
        traces(4711)


@pytest.fixture
def journal() -> Iterator[Callable[[], str]]:
    """What the log says, at the end."""
    stream = io.StringIO()
    open_logbook(stream)
    yield stream.getvalue
    open_logbook(io.StringIO())


async def test_nothing_leads_from_a_concern_to_its_teller(
    reception: Reception,
    library: Library,
    store: Store,
    clock: HeldClock,
    tmp_path: Path,
    journal: Callable[[], str],
) -> None:
    """P1: no id, name or phone in any file or log, in any form; the update's id stands in `seen`
    alone, until the second morning after. P2: words that are erased are in no file.
    """
    asyncio.get_running_loop().set_debug(True)
    files, kept = store.path.parent, store.path.parent / "backups"
    async with TelegramEmulator() as emulator:
        telegram = Telegram(
            reception, library, SecretStr(emulator.token), api=emulator.url, gate=quick_gate()
        )
        async with telegram_running(telegram):
            emulator.ground.mailbox._next_id = 2 * NUMBER_FROM
            chat = newcomer(emulator, 1)
            await tells(chat, f"{WORDS}, ring {PHONE}", partial(_thinks, clock))
        updates = list(emulator.ground.mailbox._all)
    await store.turn(_nothing)
    backup = make_backup(store.path, kept, None, clock.now())
    marks = [*marks_of(chat), PHONE, "0701740605", "701740605"]
    assert hits([files], marks) == []
    assert not [mark for mark in (*marks, "xqzzy", *updates) if str(mark) in journal()]
    assert {hit.split(":")[0] for hit in hits([files], ["xqzzy"])} == {"bot.db", backup.path.name}
    assert _outside_seen(backup.path, updates) == []
    texts = await store.read(lambda tables: tables.seals.all())
    assert [one.text for one in texts] == [f"{WORDS}, ring [telefonnummer]"]
    await store.turn(lambda tables: _forget(tables, clock, texts))
    await store.turn(_nothing)
    backup.path.unlink()
    assert hits([files], ["xqzzy", *updates]) == []


def _nothing(_: Tables) -> None:
    """A turn after which the -wal file has been emptied of what the one before erased."""


def _outside_seen(copy: Path, updates: list[int]) -> list[str]:
    """Lines of a dump that hold the id of an update, other than those of the table for them."""
    with closing(sqlite3.connect(copy)) as database:
        lines = [one for one in database.iterdump() if not one.startswith('INSERT INTO "seen"')]
    return [line for line in lines if any(str(one) in line for one in updates)]


def _forget(tables: Tables, clock: HeldClock, texts: tuple[Stored, ...]) -> None:
    """All that time does: the ids go on the second morning, the words by the plan once read."""
    tables.concerns.release()
    for one in texts:
        tables.concerns.answer(one.key, "Tack", "2026-W48")
        tables.concerns._connection.execute("UPDATE concerns SET state = 'done'")
    tables.seen.forget(clock.now() + timedelta(days=2))
    assert dispose(tables, DECIDED, clock.now() + timedelta(weeks=20)) == len(texts)


POINTS = (
    "bot.reception.step",
    "bot.reception.carry_out",
    "bot.store.concerns.Concerns.file",
    "bot.knowledge.reading.Reader.read",
    "bot.store.seen.Seen.add",
)
"""Where a fault strikes, in the middle of a telling."""


async def _thinks(clock: HeldClock) -> None:
    clock.passes(seconds=5)


async def _goes_on(
    reception: Reception, heard: Incoming, outcome: Outcome, clock: HeldClock
) -> None:
    """Tell the concern to its end: the words where they are first asked for, else a press."""
    wrote = False
    for number in range(2, 30):
        actions = [one.action for one in outcome.replies[-1].all_buttons]
        onward = next((one for one in actions if one.endswith(":send")), actions[0])
        press = replace(heard, kind=Kind.BUTTON, text="", action=onward)
        writes = onward.endswith(":send") and not wrote
        wrote = wrote or writes
        clock.passes(seconds=5)
        outcome = await reception.receive(replace(heard if writes else press, key=str(number)))


@pytest.mark.parametrize("point", POINTS)
async def test_a_fault_tells_nothing_of_what_was_written(
    reception: Reception,
    clock: HeldClock,
    monkeypatch: pytest.MonkeyPatch,
    journal: Callable[[], str],
    capfd: pytest.CaptureFixture[str],
    point: str,
) -> None:
    """P3: an exception that holds the words, with another behind it and the words among its
    locals, is told in the log by its type and place alone.
    """

    def breaks(*given: object, **_: object) -> None:
        said = f"{WORDS} telegram:4294967999 {given}"
        try:
            raise ValueError(said)
        except ValueError as error:
            raise RuntimeError(said) from error

    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    heard = Incoming("telegram", "1", "telegram:4294967999", text=WORDS)
    outcome = await reception.receive(replace(heard, kind=Kind.BUTTON, text="", action="concern"))
    monkeypatch.setattr(point, breaks)
    with pytest.raises(RuntimeError) as caught:
        await _goes_on(reception, heard, outcome, clock)
    log.error("a task ended", exc_info=caught.value)
    loop.call_exception_handler({"message": "x", "exception": caught.value})
    seen = journal() + "".join(capfd.readouterr())
    assert "RuntimeError" in seen
    assert not [one for one in ("xqzzy", "4294967999", "tunneln") if one in seen]
