"""Pushes on the web: the row of the outbox is the mailbox, read when the person comes back."""

from bot.channels.webchat.talks import CHANNEL
from bot.delivery.outlet import Outcome, Receipt
from bot.domain.message import Reply

IN_FLIGHT = 500


class WebOutlet:
    """What delivery knows of the web: nothing is in the way, and each message arrives once."""

    name = CHANNEL
    in_flight = IN_FLIGHT

    async def permits(self, wanted: int) -> int:
        """All that are wanted."""
        return wanted

    def give_back(self, unused: int) -> None:
        """There is nothing to give back to."""

    async def deliver(self, address: str, reply: Reply, *, silent: bool = False) -> Receipt:  # noqa: ARG002
        """It lies there as soon as the row says so."""
        return Receipt(Outcome.SENT)

    async def amend(self, address: str, message: int, reply: Reply) -> Receipt:  # noqa: ARG002
        """The mailbox shows the sending's text as it is now."""
        return Receipt(Outcome.SENT)
