"""The coordinator sends to five hundred from a real browser, and the machine dies in the middle."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.async_api import Browser, Page, expect

from bot.console.factor import current_code
from bot.domain.meeting import Meeting
from bot.domain.membership import Member
from bot.domain.quiet import is_quiet
from bot.domain.sending import RowState
from bot.store.database import Tables
from bot.store.store import Store
from tests.chromium import IN_BROWSER
from tests.conftest import CONTENT
from tests.fakes.live_house import SECRET, ready_content, with_administrator
from tests.fakes.telegram import TelegramEmulator

pytestmark = [pytest.mark.hostile, *IN_BROWSER]
PASSWORD = "fyra glada grodor hoppar"
MANY, IN_FLIGHT = 500, 30
FIRST_CHAT = 10_001
PATIENCE = 120_000
"""Milliseconds that the browser waits: the minute's hold is real here."""


@dataclass
class Machine:
    """The bot as a process of its own, on a port that stays the same."""

    folder: Path
    emulator: TelegramEmulator
    port: int = 0
    process: asyncio.subprocess.Process | None = field(default=None)

    @property
    def console(self) -> str:
        """Where staff go."""
        return f"http://127.0.0.1:{self.port}/personal"

    async def start(self) -> None:
        """Start, and wait until it says that it is up."""
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self.folder / "data"),
            "CONTENT_DIR": str(self.folder / "content"),
            "PORT": str(self.port),
            "LIVE": "1",
            "PUBLIC_URL": "http://bot.example.se",
            "SEND_RATE": "25",
            "TELEGRAM_TOKEN": self.emulator.token,
            "TELEGRAM_API": self.emulator.url,
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(CONTENT.parent / "bot.py"),
            cwd=self.folder,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self.process.stdout
        async with asyncio.timeout(60):
            while "Avsluta" not in (await self.process.stdout.readline()).decode():
                assert self.process.returncode is None

    async def stop(self, how: signal.Signals) -> None:
        """End it, kindly or not."""
        assert self.process
        self.process.send_signal(how)
        await self.process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _prepared(folder: Path, emulator: TelegramEmulator) -> None:
    ready_content(folder / "content")
    await with_administrator(folder / "data", PasswordHasher().hash(PASSWORD))
    soon = datetime.now(UTC) + timedelta(days=9)
    meeting = Meeting(
        "k7p2m", "Kaffe", "Om bluff", "Polisen", soon, soon + timedelta(hours=2), "Rådhuset"
    )

    def fill(tables: Tables) -> None:
        tables.meetings.put(meeting)
        for chat in range(FIRST_CHAT, FIRST_CHAT + MANY):
            tables.members.put(Member(f"telegram:{chat}", "sv"))

    store = Store(folder / "data" / "bot.db")
    await store.turn(fill)
    store.close()
    for chat in range(FIRST_CHAT, FIRST_CHAT + MANY):
        emulator.chat(id=chat)


async def _log_in(page: Page, machine: Machine, *, last: int) -> int:
    """Name, password and a code that has not been used before; the code's time step."""
    while (step := int(datetime.now(UTC).timestamp()) // 30) == last:  # noqa: ASYNC110 - the clock is real
        await asyncio.sleep(0.5)
    await page.goto(f"{machine.console}/logga-in")
    await page.fill("[name=name]", "Eva")
    await page.fill("[name=password]", PASSWORD)
    await page.click("main button")
    await page.fill("[name=code]", current_code(SECRET, datetime.now(UTC)))
    await page.click("main button")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Vad väntar på mig")
    return step


def _got(emulator: TelegramEmulator) -> Counter[int]:
    return Counter(
        {chat: len(emulator.chat(id=chat).replies) for chat in range(FIRST_CHAT, FIRST_CHAT + MANY)}
    )


async def test_five_hundred_are_told_once_although_the_machine_dies(
    tmp_path: Path, browser: Browser
) -> None:
    """After the restart the page shows what happened, everybody is told, and nobody twice; what
    may have arrived is shown as uncertain and not sent again (TRUST R1).
    """
    async with TelegramEmulator() as emulator:
        await _prepared(tmp_path, emulator)
        machine = Machine(tmp_path, emulator, _free_port())
        await machine.start()
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        step = await _log_in(page, machine, last=0)

        await page.goto(f"{machine.console}/traffar/k7p2m/skicka")
        await expect(page.locator("b.big[data-people]")).to_have_text(str(MANY))
        if is_quiet(datetime.now(UTC) + timedelta(minutes=2)):
            await page.click("details summary >> text=natten")
            await page.check("#night")
            await page.check("#sure")
            await page.click(".final button")
            await page.check("#night_sure")
        await page.check("#sure")
        await page.click(".final button")
        await page.wait_for_url(re.compile(r"/utskick/"))
        sending = page.url
        await expect(page.get_by_text("Inget har gått ut än.")).to_be_visible()
        await expect(page.locator("[data-phase=running]")).to_be_visible(timeout=PATIENCE)
        async with asyncio.timeout(60):
            while sum(_got(emulator).values()) < MANY // 3:  # noqa: ASYNC110 - another process tells nobody
                await asyncio.sleep(0.05)
        await page.screenshot(path=tmp_path / "before.png", full_page=True)
        await machine.stop(signal.SIGKILL)

        await machine.start()
        await _log_in(page, machine, last=step)
        await page.goto(sending)
        await expect(page.locator("[data-phase=done]")).to_be_visible(timeout=PATIENCE)
        await page.screenshot(path=tmp_path / "after.png", full_page=True)
        await page.close()
        await machine.stop(signal.SIGTERM)

        told = _got(emulator)
        store = Store(tmp_path / "data" / "bot.db")
        progress = await store.read(lambda t: t.outbox.progress(sending.rsplit("/", 1)[1]))
        store.close()
    uncertain = progress.count(RowState.UNCERTAIN)
    assert max(told.values()) == 1
    assert progress.count(RowState.SENT) + uncertain == MANY
    assert uncertain <= IN_FLIGHT
    assert sum(told.values()) >= MANY - uncertain
