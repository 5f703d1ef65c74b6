"""A hundred thousand updates: nothing grows that should not."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.domain.message import Incoming, Kind
from bot.reception import Reception
from bot.store.store import Store
from tests.conftest import HeldClock
from tests.hostile.memory import resident

pytestmark = pytest.mark.hostile
UPDATES = 100_000
DAY = 24 * 60 * 60
ACTIONS = ["menu", "list:advice", "p:bankid", "meetings", "concern", "c:ffff:send", "lang:sv"]


async def test_a_long_day_leaves_no_trace(
    reception: Reception, store: Store, clock: HeldClock, tmp_path: Path
) -> None:
    """TRUST R15: memory grows less than 5 %, no file or task is left open, the -wal stays small."""

    async def person(number: int, updates: int) -> None:
        for turn in range(updates):
            clock.passes(seconds=DAY / UPDATES)
            action = ACTIONS[(number + turn) % len(ACTIONS)]
            await reception.receive(
                Incoming("soak", f"{number}-{turn}", f"p{number}", Kind.BUTTON, action=action)
            )

    async def day(people: range) -> None:
        for start in range(people.start, people.stop, 50):
            await asyncio.gather(*(person(n, 10) for n in range(start, start + 50)))

    await day(range(2000))
    before, files = resident(), len(os.listdir("/proc/self/fd"))
    await day(range(2000, 2000 + UPDATES // 10))
    grown = resident() / before - 1
    wal = (tmp_path / "bot.db-wal").stat().st_size
    print(f"memory {grown:+.1%}, wal {wal / 1e6:.1f} MB")
    assert grown < 0.05
    assert len(os.listdir("/proc/self/fd")) == files
    assert len(asyncio.all_tasks()) == 1
    assert len(reception._turnstile) == 0
    assert wal < 10_000_000
