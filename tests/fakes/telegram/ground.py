"""What every part of the emulator stands on: time, chance, the bot, its updates and its files."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from random import Random

from telegram import User

from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.files import Files
from tests.fakes.telegram.mailbox import Mailbox


class Ground:
    """One bot's Telegram.

    Attributes:
        failures: Mistakes of the bot that Telegram would not tell it about; see `fail`.
    """

    def __init__(self, random: Random, bot: User, clock: Callable[[], float] = time.time) -> None:
        self.random = random
        self.clock = clock
        self.bot = bot
        self.bell = Bell()
        self.mailbox = Mailbox(random, self.bell, clock)
        self.files = Files(random)
        self.failures: list[str] = []
        self.queries: dict[str, bool] = {}

    def now(self) -> datetime:
        """The emulator's time in whole seconds, which is how Telegram tells it."""
        return datetime.fromtimestamp(int(self.clock()), UTC)

    def fail(self, method: str, notes: Iterable[str]) -> None:
        """Write down what was wrong with a call."""
        self.failures += [
            note if note.startswith(method) else f"{method}: {note}" for note in notes
        ]
