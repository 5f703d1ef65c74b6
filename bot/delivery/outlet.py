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
    """What a channel says of one message. `message` is its id there, `reason` a word for staff's
    list of failures. `wait` is in seconds: a message held back for that long has not failed.
    """

    outcome: Outcome
    message: int = 0
    reason: str = ""
    wait: float = 0.0


class Outlet(Protocol):
    """A channel, as far as delivery sees it."""

    name: str
    """What its addresses begin with, before the colon."""

    @property
    def in_flight(self) -> int:
        """Messages that may be on their way at once, at this moment."""

    async def permits(self, wanted: int) -> int:
        """Wait until something may be sent, and take the right to send that many messages now:
        at least one and at most `wanted`. Answers to residents go before.
        """

    def give_back(self, unused: int) -> None:
        """Return permits for which there was nothing to send."""

    async def deliver(self, address: str, reply: Reply, *, silent: bool = False) -> Receipt:
        """Send one message under a permit taken before, which it uses or gives back. It does not
        wait for its turn: what may not go now is LATER. Never raises for what a network does.
        """

    async def amend(self, address: str, message: int, reply: Reply) -> Receipt:
        """Change a message that lies there already, under a permit taken before. SENT also where
        it says this already, so that it can be done again after a crash.
        """
