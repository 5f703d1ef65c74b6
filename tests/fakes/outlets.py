"""A channel in memory: takes what it is given, or answers as a test has told it to."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.delivery.outlet import Outcome, Receipt
from bot.domain.message import Reply, plain


@dataclass
class MemoryOutlet:
    """`delivered` holds what arrived; `answers` what each address gets instead, one each time."""

    name: str = "telegram"
    in_flight: int = 30
    delivered: list[tuple[str, str, bool]] = field(default_factory=list)
    answers: dict[str, list[Receipt]] = field(default_factory=dict)
    amended: list[tuple[str, int, str]] = field(default_factory=list)
    on_send: Callable[[str], None] = lambda _: None

    async def permits(self, wanted: int) -> int:
        """All that are wanted."""
        return wanted

    def give_back(self, unused: int) -> None:
        """Nothing to give back to."""

    async def deliver(self, address: str, reply: Reply, *, silent: bool = False) -> Receipt:
        """Take it, or say what the test has told us to say."""
        await asyncio.sleep(0)
        self.on_send(address)
        if self.answers.get(address):
            return self.answers[address].pop(0)
        self.delivered.append((address, plain(reply.text), silent))
        return Receipt(Outcome.SENT, message=len(self.delivered))

    async def amend(self, address: str, message: int, reply: Reply) -> Receipt:
        """Note what a message was changed to."""
        self.amended.append((address, message, plain(reply.text)))
        return Receipt(Outcome.SENT, message)
