"""Starts the bot again and again, and kills it at numbered steps: `python -m tests.hostile.entry`.

Everything is imported and read once, and no password is hashed; each run is then a process of its
own, made by fork, so that hundreds of starts take minutes. A step lies before and after each commit
that changes something, and before and after each request that sends a message. One JSON object a
line on standard input asks for a run; the answers are its process id, and when it has ended how.
"""

import gc
import json
import mmap
import os
import signal
import sqlite3
import sys
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

import bot.channels.telegram.channel  # noqa: F401 - so that no run has to import it
from bot import house, main
from bot.channels.telegram import outlet
from bot.channels.telegram.outlet import TelegramOutlet
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.settings import load_settings

steps = mmap.mmap(-1, 8)
"""How many steps a run has taken, where its killer can read it."""
kill_at = 0
_connect, _ask = sqlite3.connect, TelegramOutlet._ask


def step() -> None:
    """Take a step, and die if it is the one."""
    taken = int.from_bytes(steps[:8], "big") + 1
    steps[:8] = taken.to_bytes(8, "big")
    if taken == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)


class Stepping(sqlite3.Connection):
    """A connection that steps around each commit that changes something."""

    noted = 0

    def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as its parent
        """Run a statement."""
        if sql != "COMMIT" or self.total_changes == self.noted:
            return super().execute(sql, *given)
        self.noted = self.total_changes
        step()
        cursor = super().execute(sql, *given)
        step()
        return cursor


async def stepping_ask(self: TelegramOutlet, method: str, body: str) -> tuple[int, dict[str, Any]]:
    """Ask Telegram, with a step before and after."""
    step()
    answer = await _ask(self, method, body)
    step()
    return answer


def run(order: dict[str, Any]) -> None:
    """What the child does: the bot, with this environment."""
    global kill_at  # noqa: PLW0603 - one run a process
    kill_at = order["kill_at"]
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(Path(order["environment"]["DATA_DIR"]).parent)
    outlet.IN_FLIGHT = order["in_flight"]
    main.run(load_settings(), lambda _: None)


def serve() -> None:
    """Run one after the other, as they are asked for."""
    library, reader = cache(Library), cache(Reader)
    for place, name, stepping in (
        (house, "Library", library),
        (house, "Reader", reader),
        (sqlite3, "connect", lambda *given, **named: _connect(*given, factory=Stepping, **named)),
        (TelegramOutlet, "_ask", stepping_ask),
        (PasswordHasher, "hash", lambda *_: "$argon2id$"),
    ):
        setattr(place, name, stepping)
    for line in sys.stdin:
        order = json.loads(line)
        content = Path(order["environment"]["CONTENT_DIR"])
        library(content), reader(content)
        gc.collect()
        gc.freeze()
        steps[:8] = bytes(8)
        child = os.fork()
        if not child:
            run(order)
            os._exit(0)
        print(json.dumps({"process": child}), flush=True)
        _, status = os.waitpid(child, 0)
        taken = int.from_bytes(steps[:8], "big")
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "steps": taken}), flush=True)


if __name__ == "__main__":
    serve()
