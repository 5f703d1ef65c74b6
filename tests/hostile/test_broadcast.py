"""A broadcast that is killed at any step: nobody is left out, nobody is told twice."""

import asyncio
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.delivery.broadcast import Broadcasts, Draft
from bot.domain.membership import Member, News
from bot.domain.sending import Audience, Purpose, RowState
from bot.store.database import Tables
from bot.store.store import Store
from tests.delivery.conftest import says
from tests.fakes.live_house import ready_content, with_administrator
from tests.fakes.telegram import TelegramEmulator, faults
from tests.hostile.starter import Starter

pytestmark = pytest.mark.hostile
KILLS = 200
MANY, PLACES = 500, 30
FIRST_CHAT = 10_001


@dataclass
class Town:
    """A live bot's folder, its Telegram, and one invitation to all its members."""

    starter: Starter
    emulator: TelegramEmulator
    folder: Path
    members: int
    rate: int
    in_flight: int
    process: int = 0

    async def prepare(self) -> None:
        """Members, and an approved sending whose rows are still to be made."""
        await with_administrator(self.folder / "data")
        store, clock = Store(self.folder / "data" / "bot.db"), Clock()
        now = clock.now()
        draft = Draft(
            Purpose.INVITATION,
            "k7p2m",
            Audience.subscribers(News.INVITATIONS),
            {"sv": says("Välkommen")},
            "Anna",
            now,
            now + timedelta(days=2),
            at_night=True,
        )
        sending = Broadcasts(store, clock, live=True)._sending(draft)

        def made(tables: Tables) -> None:
            for chat in range(FIRST_CHAT, FIRST_CHAT + self.members):
                tables.members.put(Member(f"telegram:{chat}", "sv"))
                tables.members.serve(f"telegram:{chat}")
            tables.sendings.add(sending, draft.replies)

        await store.turn(made)
        store.close()
        for chat in range(FIRST_CHAT, FIRST_CHAT + self.members):
            self.emulator.chat(id=chat)

    async def run(self, kill_at: int = 0) -> dict[str, int]:
        """Run until it is killed at a step, or until nothing is left to send; how it ended."""
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self.folder / "data"),
            "CONTENT_DIR": str(self.folder.parent / "content"),
            "PORT": "0",
            "LIVE": "1",
            "PUBLIC_URL": "http://bot.example.se",
            "SEND_RATE": str(self.rate),
            "TELEGRAM_TOKEN": self.emulator.token,
            "TELEGRAM_API": self.emulator.url,
        }
        self.process = await self.starter.start(environment, kill_at, self.in_flight)
        ended = asyncio.create_task(self.starter.ended())
        while not ended.done() and not self.is_done:
            await asyncio.wait({ended}, timeout=0.02)
        if not ended.done():
            os.kill(self.process, signal.SIGTERM)
        return await ended

    def rows(self) -> Counter[str]:
        """How many rows stand where."""
        with closing(sqlite3.connect(self.folder / "data" / "bot.db")) as database:
            return Counter(dict(database.execute("SELECT state, count(*) FROM outbox GROUP BY 1")))

    @property
    def is_done(self) -> bool:
        """Whether all rows have been made and none waits or is under way."""
        rows = self.rows()
        return rows.total() == self.members and not (rows["queued"] or rows["sending"])

    @property
    def received(self) -> Counter[str]:
        """How many messages each address has been given."""
        calls = self.emulator.calls_of("sendMessage")
        return Counter(f"telegram:{call.chat_id}" for call in calls if call.accepted)

    def check(self) -> None:
        """0 lost, 0 twice, and each row says what is known: also in the counts staff see."""
        received = self.received
        assert max(received.values()) == 1
        with closing(sqlite3.connect(self.folder / "data" / "bot.db")) as database:
            rows = dict(database.execute("SELECT recipient, state FROM outbox"))
            counts = dict(
                database.execute("SELECT state, sum(rows) FROM outbox_counts GROUP BY 1 HAVING 2")
            )
        assert len(rows) == self.members
        for address, state in rows.items():
            assert state in (RowState.SENT, RowState.UNCERTAIN)
            assert received[address] == 1 or state == RowState.UNCERTAIN
        assert {state: number for state, number in counts.items() if number} == self.rows()


async def _town(
    starter: Starter, emulator: TelegramEmulator, folder: Path, members: int, rate: int, places: int
) -> Town:
    folder.mkdir()
    town = Town(starter, emulator, folder, members, rate, places)
    await town.prepare()
    return town


async def test_a_kill_at_every_step_of_a_small_broadcast(tmp_path: Path, starter: Starter) -> None:
    """TRUST R1, exhaustively: 5 members, one message in flight, at most one uncertain."""
    ready_content(tmp_path / "content")
    steps, kill_at, uncertain, began = 1, 0, 0, time.monotonic()
    while kill_at <= steps:
        async with TelegramEmulator() as emulator:
            town = await _town(starter, emulator, tmp_path / str(kill_at), 5, 9, 1)
            ended = await town.run(kill_at)
            if kill_at == 0:
                steps = ended["steps"]
            elif ended["status"] == -signal.SIGKILL:
                under_way = town.rows()["sending"]
                await town.run()
                assert town.rows()["uncertain"] == under_way <= 1
            town.check()
            uncertain += town.rows()["uncertain"]
        kill_at += 1
    spent = time.monotonic() - began
    print(f"{steps} steps, {uncertain} of {steps * 5} messages uncertain, {spent:.0f} s")


async def test_kills_at_random_in_a_broadcast(tmp_path: Path, starter: Starter) -> None:
    """TRUST R1 at 500 members, 30 in flight: at most as many uncertain as were under way."""
    ready_content(tmp_path / "content")
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    kills, most, towns, began = 0, 0, 0, time.monotonic()
    while kills < KILLS:
        async with TelegramEmulator() as emulator:
            town = await _town(starter, emulator, tmp_path / str(towns), MANY, 150, PLACES)
            towns += 1
            while not town.is_done:
                before = town.rows()["uncertain"]
                ended = await town.run(chance.randrange(1, 200))
                if ended["status"] == -signal.SIGKILL:
                    kills += 1
                    under_way = town.rows()["sending"]
                    most = max(most, under_way)
                    assert under_way <= PLACES
                    assert town.rows()["uncertain"] - before <= PLACES
            town.check()
    spent = time.monotonic() - began
    print(f"{kills} kills in {towns} broadcasts, {most} under way at most, {spent:.0f} s")


async def test_an_orderly_stop_in_the_middle_leaves_nothing_in_doubt(
    tmp_path: Path, starter: Starter
) -> None:
    """TRUST R16: it ends within five seconds with 0 uncertain, and the next start finishes."""
    ready_content(tmp_path / "content")
    async with TelegramEmulator() as emulator:
        town = await _town(starter, emulator, tmp_path / "town", MANY, 100, PLACES)
        emulator.faults.rule(
            lambda call: faults.slow(0.2, "after") if call.method == "sendMessage" else None
        )
        longest = 0.0
        for part in range(1, 5):
            stopping = asyncio.create_task(_stop_at(town, part * MANY // 6))
            ended = await town.run()
            longest = max(longest, time.monotonic() - await stopping)
            assert ended["status"] == 0
            assert town.rows()["sending"] == town.rows()["uncertain"] == 0
        await town.run()
        assert town.rows() == {RowState.SENT: MANY}
        town.check()
        print(f"longest stop {longest:.1f} s")
        assert longest <= 5


async def _stop_at(town: Town, messages: int) -> float:
    """Send SIGTERM when so many messages have arrived; the moment."""
    await town.emulator.until(lambda: len(town.emulator.calls_of("sendMessage")) >= messages, 60)
    os.kill(town.process, signal.SIGTERM)
    return time.monotonic()
