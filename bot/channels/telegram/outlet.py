"""Pushes on Telegram: one message, one request, and an honest word on what became of it."""

from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from aiohttp import ClientConnectorError

from bot.channels.telegram.courier import NO_PREVIEW, keyboard_of
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.html import parts
from bot.channels.telegram.updates import ADDRESS
from bot.delivery.outlet import Outcome, Receipt
from bot.domain.message import Reply
from bot.logbook import log

PATIENCE = 15
"""Seconds for one request. After that it may have arrived or not."""
IN_FLIGHT = 30
"""At least; at a higher rate a tenth of what goes in a second, so that slow answers hold nothing.
"""
LONGEST_HOLD = 30.0
"""Seconds between two tries while Telegram does not answer."""
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "chat_id is empty")


class _RawSend(SendMessage):
    """sendMessage whose answer is read as it is: only the message's id is wanted of it."""

    __returning__ = dict[str, Any]


class _RawEdit(EditMessageText):
    """editMessageText, the same."""

    __returning__ = Any  # type: ignore[assignment]


class TelegramOutlet:
    """What delivery knows of Telegram."""

    name = ADDRESS.rstrip(":")

    def __init__(self, bot: Bot, gate: Gate) -> None:
        self._bot = bot
        self._gate = gate
        self._silences = 0
        self.in_flight = max(IN_FLIGHT, gate.rate // 10)

    async def permits(self, wanted: int) -> int:
        """Wait until something may be sent; answers to residents go before."""
        return await self._gate.permits(wanted)

    def give_back(self, unused: int) -> None:
        """Return permits for which there was nothing to send."""
        self._gate.give_back(unused)

    async def deliver(self, address: str, reply: Reply, *, silent: bool = False) -> Receipt:
        """Send one message. A text too long for one goes in parts, the buttons under the last."""
        chat = _chat(address)
        *first, last = parts(reply.text)
        fields: dict[str, Any]
        for text in first:
            fields = {"chat_id": chat, "text": text, "disable_notification": True}
            receipt = await self._send(_RawSend(**fields))
            if receipt.outcome is not Outcome.SENT:
                return receipt
            await self._gate.answer(chat)
        await self._gate.push(chat)
        fields = _fields(chat, last, reply) | {"disable_notification": silent or None}
        return await self._send(_RawSend(**fields))

    async def amend(self, address: str, message: int, reply: Reply) -> Receipt:
        """Change a message that lies in a chat already."""
        fields = _fields(_chat(address), parts(reply.text)[-1], reply) | {"message_id": message}
        return await self._send(_RawEdit(**fields))

    async def _send(self, method: TelegramMethod[Any]) -> Receipt:
        try:
            sent: Any = await self._bot(method, request_timeout=PATIENCE)
        except (AiogramError, TimeoutError) as error:
            return self._judge(error)
        self._silences = 0
        return Receipt(Outcome.SENT, sent.get("message_id", 0) if isinstance(sent, dict) else 0)

    def _judge(self, error: Exception) -> Receipt:
        """What an error says of the message. When in doubt it may have arrived."""
        match error:
            case TelegramRetryAfter():
                self._gate.hold(error.retry_after)
                return Receipt(Outcome.LATER, reason="busy", wait=float(error.retry_after))
            case TelegramForbiddenError():
                return Receipt(Outcome.GONE, reason="blocked")
            case TelegramMigrateToChat():
                return Receipt(Outcome.GONE, reason="gone")
            case TelegramBadRequest() if any(w in error.message.lower() for w in _GONE):
                return Receipt(Outcome.GONE, reason="gone")
            case TelegramBadRequest() | TelegramEntityTooLarge():
                log.warning("not sent", channel=self.name, error=type(error).__name__)
                return Receipt(Outcome.REFUSED, reason="refused")
            case TelegramUnauthorizedError() | TelegramNotFound() | TelegramConflictError():
                return Receipt(Outcome.LATER, reason="token", wait=self._hold())
            case TelegramNetworkError() if isinstance(error.__context__, ClientConnectorError):
                self._hold()
                return Receipt(Outcome.LATER, reason="network")
            case TelegramServerError():
                self._hold()
                return Receipt(Outcome.UNCERTAIN, reason="server")
            case ClientDecodeError():
                return Receipt(Outcome.UNCERTAIN, reason="answer")
        self._hold()
        return Receipt(Outcome.UNCERTAIN, reason="timeout")

    def _hold(self) -> float:
        """Wait longer with each message in a row that gets no clear answer: while Telegram is
        down few become uncertain.
        """
        pause = min(2.0**self._silences, LONGEST_HOLD)
        self._silences += 1
        self._gate.hold(pause)
        return pause


def _fields(chat: int, text: str, reply: Reply) -> dict[str, Any]:
    """What a new message and a changed one have in common."""
    return {
        "chat_id": chat,
        "text": text,
        "reply_markup": keyboard_of(reply),
        "link_preview_options": NO_PREVIEW,
    }


def _chat(address: str) -> int:
    return int(address.removeprefix(ADDRESS))
