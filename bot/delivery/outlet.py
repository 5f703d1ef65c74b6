"""What delivery asks of a channel that can reach people by itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.domain.message import Reply


class Outcome(StrEnum):
    """What became of one message."""

    SENT = "sent"
    LATER = "later"
    """Refused for now, and surely not delivered; it may be tried again."""
    REFUSED = "refused"
    """Refused for good."""
    GONE = "gone"
    """Refused for good, and so will everything else be: blocked, or no such chat."""
    UNCERTAIN = "uncertain"
    """No answer came: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel says of one message. `message` is its id there, `wait` seconds to wait."""

    outcome: Outcome
    message: int = 0
    reason: str = ""
    wait: float = 0.0


class Outlet(Protocol):
    """A channel, as far as delivery sees it."""

    name: str
    """What its addresses begin with, before the colon."""
    in_flight: int
    """Messages that may be on their way at once."""

    async def permits(self, wanted: int) -> int:
        """Wait until something may be sent, and take the right to send that many messages now:
        at least one and at most `wanted`. Answers to residents go before.
        """

    def give_back(self, unused: int) -> None:
        """Return permits for which there was nothing to send."""

    async def deliver(self, address: str, reply: Reply, *, silent: bool = False) -> Receipt:
        """Send one message under a permit taken before. Never raises for what a network does."""

    async def amend(self, address: str, message: int, reply: Reply) -> Receipt:
        """Change a message that lies there already, under a permit taken before."""
