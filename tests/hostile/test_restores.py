"""Backups taken while a bot writes, restored again and again (TRUST R18)."""

import asyncio
import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.custody.backups import make_backup
from bot.custody.keyring import make_key
from bot.custody.sealing import Sealer
from bot.delivery.broadcast import Broadcasts
from bot.domain.concern import Concern
from bot.domain.membership import Member
from bot.knowledge.library import Library
from bot.restoring import restore
from bot.settings import Settings
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import HeldClock
from tests.delivery.conftest import draft

pytestmark = pytest.mark.hostile
WRITES, RESTORES = 1000, 50
LONGEST = 120.0
"""Seconds that one restore may take."""


def _write(number: int, tables: Tables) -> None:
    """One concern and one subscriber, always together."""
    tables.concerns.file(
        Concern(f"{number:032x}", "2026-W48", "ljus", "asarum", "kvall", f"text {number}")
    )
    tables.members.put(Member(f"telegram:{number}", "sv"))


def _look(path: Path) -> tuple[str, int, int, int]:
    with closing(sqlite3.connect(path)) as database:
        counts = database.execute(
            "SELECT (SELECT count(*) FROM concerns), (SELECT count(*) FROM members), "
            "(SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending'))"
        ).fetchone()
        return (database.execute("PRAGMA integrity_check").fetchone()[0], *counts)


async def test_fifty_restores_in_a_thousand_writes(
    tmp_path: Path, library: Library, clock: HeldClock
) -> None:
    """Each backup holds whole transactions, no fewer than were done when it began and no more than
    when it ended; each restore is whole, and of what it holds nothing is on its way.
    """
    key = make_key("sju gröna bussar på ön", passes=1, memory=8192)
    unsealer, sealer = key.unlock("sju gröna bussar på ön"), Sealer([key.recipient])
    (tmp_path / "data").mkdir()
    store = Store(tmp_path / "data" / "bot.db")
    broadcasts = Broadcasts(store, clock, live=True)
    done, slowest = 0, 0.0
    reached = [asyncio.Event() for _ in range(RESTORES)]

    async def writes() -> None:
        nonlocal done
        for number in range(WRITES):
            await store.turn(partial(_write, number))
            done = number + 1
            reached[number * RESTORES // WRITES].set()
            if number == WRITES // 2:
                await broadcasts.approve(draft(clock))

    writer = asyncio.create_task(writes())
    for number in range(RESTORES):
        await reached[number].wait()
        clock.passes(seconds=1)
        before = done
        made = await asyncio.to_thread(
            make_backup, store.path, tmp_path / "backups", (None, sealer)[number % 2], clock.now()
        )
        after = done + 1
        settings = Settings(data_dir=tmp_path / str(number), live=True)
        began = time.monotonic()
        await asyncio.to_thread(restore, made.path, settings, library, Clock(), unsealer)
        slowest = max(slowest, time.monotonic() - began)
        sound, concerns, members, on_its_way = _look(settings.database)
        assert sound == "ok"
        assert before <= concerns == members <= after
        assert on_its_way == 0
    await writer
    store.close()
    assert slowest < LONGEST
    print(f"{RESTORES} restores in {WRITES} writes, the slowest {slowest:.2f} s")
