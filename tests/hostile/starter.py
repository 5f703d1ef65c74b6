"""Asks for bots: each run a process of its own, and all of them read the texts only once."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.conftest import CONTENT

PATIENCE = 60


class Starter:
    """The process that starts bots; see `tests/hostile/entry.py`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def start(
        self, environment: dict[str, str], kill_at: int = 0, in_flight: int = 30
    ) -> int:
        """Start a bot that dies at a step (0: never); its process id."""
        assert self._process.stdin
        order = {"environment": environment, "kill_at": kill_at, "in_flight": in_flight}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        return int((await self._answer())["process"])

    async def ended(self) -> dict[str, int]:
        """How the bot ended, and after how many steps."""
        return await self._answer()

    async def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        answer: dict[str, Any] = json.loads(line)
        return answer


@asynccontextmanager
async def starting() -> AsyncIterator[Starter]:
    """A starter, ended after the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.hostile.entry",
        cwd=CONTENT.parent,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield Starter(process)
    finally:
        process.kill()
        await process.wait()
