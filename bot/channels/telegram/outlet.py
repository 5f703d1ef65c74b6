"""Pushes on Telegram: one message, one request, and an honest word on what became of it.

A push is put together once for all who get it and its answer is read as it is, so that a broadcast
leaves the processor to those who write.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import ClientConnectorError, ClientError, ClientTimeout, ConnectionTimeoutError

from bot.channels.telegram.courier import keyboard_of
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.html import parts
from bot.channels.telegram.updates import ADDRESS
from bot.delivery.outlet import Outcome, Receipt
from bot.domain.message import Reply
from bot.logbook import log

PATIENCE = ClientTimeout(total=15, sock_connect=5)
"""Seconds for one request, and for its connection. After that it may have arrived or not; a
connection that was never made carried nothing.
"""
IN_FLIGHT = 30
"""At least; at a higher rate a fifth of what goes in a second, so that slow ends hold nothing."""
LONGEST_HOLD = 30.0
"""Seconds between two questions while Telegram does not answer."""
CLOSED_WAIT = 1.0
"""Seconds after which a message may be tried again that came when the outlet was closing."""
KEPT_BODIES = 16
"""Replies whose JSON is remembered: the languages of the sendings under way."""
_JSON = {"Content-Type": "application/json"}
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "chat_id is empty")
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_ANSWERED = (Outcome.SENT, Outcome.REFUSED, Outcome.GONE)
_TOKEN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


class TelegramOutlet:
    """What delivery knows of Telegram."""

    name = ADDRESS.rstrip(":")

    def __init__(
        self,
        bot: Bot,
        session: AiohttpSession,
        gate: Gate,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`session` is the bot's own, so that there is one pool of connections."""
        self._bot = bot
        self._session = session
        self._gate = gate
        self._sleep = sleep
        self._most = max(IN_FLIGHT, gate.rate // 5)
        self._silences = 0
        self._bodies: dict[int, tuple[Reply, list[str]]] = {}
        self._under_way = 0
        self._still = asyncio.Event()
        self._still.set()
        self._closed = False

    @property
    def in_flight(self) -> int:
        """Messages that may be on their way at once; one, until Telegram has answered again."""
        return 1 if self._silences else self._most

    async def permits(self, wanted: int) -> int:
        """Wait until something may be sent; answers to residents go before."""
        if self._silences:
            await self._until_answered()
        return await self._gate.permits(wanted)

    def give_back(self, unused: int) -> None:
        """Return permits for which there was nothing to send."""
        self._gate.give_back(unused)

    async def deliver(self, address: str, reply: Reply, *, silent: bool = False) -> Receipt:
        """Send one message. A text too long for one goes in parts, the buttons under the last;
        if a later part fails, the whole may have arrived in half.
        """
        chat = self._admitted(address)
        if isinstance(chat, Receipt):
            return chat
        first, *more = self._prepared(reply)
        receipt = await self._send(chat, first, silent=silent)
        for body in more:
            if receipt.outcome is not Outcome.SENT:
                break
            await self._gate.answer(chat)
            receipt = await self._send(chat, body, silent=True)
            if receipt.outcome is not Outcome.SENT:
                return Receipt(Outcome.UNCERTAIN, reason="partly")
        return receipt

    async def amend(self, address: str, message: int, reply: Reply) -> Receipt:
        """Change a message that lies in a chat already. One that says this already has been
        changed; one that the person has taken away is refused, as is a text too long for one.
        """
        body, *more = self._prepared(reply)
        if more:
            self._gate.give_back(1)
            return Receipt(Outcome.REFUSED, reason="long")
        chat = self._admitted(address)
        if isinstance(chat, Receipt):
            return chat
        text = f'{{"chat_id":{chat},"message_id":{message},{body}'
        with self._gate.under_way():
            receipt = await self._request("editMessageText", text)
        return Receipt(Outcome.SENT, message) if receipt.outcome is Outcome.SENT else receipt

    async def close(self) -> None:
        """Let nothing more leave, and wait for what is under way."""
        self._closed = True
        await self._still.wait()

    # One request

    def _admitted(self, address: str) -> int | Receipt:
        """Use the permit and name the chat; or give it back and say why nothing leaves."""
        try:
            chat = int(address.removeprefix(ADDRESS))
        except ValueError:
            self._gate.give_back(1)
            return Receipt(Outcome.REFUSED, reason="refused")
        if self._closed:
            self._gate.give_back(1)
            return Receipt(Outcome.LATER, reason="closing", wait=CLOSED_WAIT)
        wait = self._gate.push(chat)
        return Receipt(Outcome.LATER, reason="busy", wait=wait) if wait else chat

    async def _send(self, chat: int, body: str, *, silent: bool) -> Receipt:
        quietly = '"disable_notification":true,' if silent else ""
        with self._gate.under_way():
            receipt = await self._request("sendMessage", f'{{"chat_id":{chat},{quietly}{body}')
        if receipt.outcome in _ANSWERED:
            self._silences = 0
        return receipt

    async def _request(self, method: str, body: str) -> Receipt:
        """Make one request and judge its answer. When in doubt it may have arrived."""
        self._under_way += 1
        self._still.clear()
        try:
            status, answer = await self._ask(method, body)
        except (ClientConnectorError, ConnectionTimeoutError):
            self._fall_silent()
            return Receipt(Outcome.LATER, reason="network")
        except (ClientError, OSError):
            self._fall_silent()
            return Receipt(Outcome.UNCERTAIN, reason="timeout")
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._still.set()
        return self._judge(status, answer)

    async def _ask(self, method: str, body: str) -> tuple[int, dict[str, Any]]:
        """The status and the answer; an empty one where it cannot be read."""
        session = await self._session.create_session()
        url = self._session.api.api_url(self._bot.token, method)
        data = body.encode()
        async with session.post(url, data=data, headers=_JSON, timeout=PATIENCE) as response:
            text = await response.read()
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        return response.status, answer if isinstance(answer, dict) else {}

    def _judge(self, status: int, answer: dict[str, Any]) -> Receipt:
        """What an answer says of the message (Telegram Bot API, “Making requests”)."""
        if status == HTTPStatus.OK and answer.get("ok"):
            return Receipt(Outcome.SENT, _message(answer))
        if status == HTTPStatus.OK or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._fall_silent()
            return Receipt(Outcome.UNCERTAIN, reason="server")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return self._wait(answer)
        if status in _TOKEN:
            self._fall_silent()
            return Receipt(Outcome.LATER, reason="token", wait=LONGEST_HOLD)
        return self._refused(status, answer)

    def _refused(self, status: int, answer: dict[str, Any]) -> Receipt:
        """A clear no."""
        why = str(answer.get("description", "")).lower()
        if status == HTTPStatus.FORBIDDEN:
            return Receipt(Outcome.GONE, reason="blocked")
        if "migrate_to_chat_id" in _parameters(answer) or any(word in why for word in _GONE):
            return Receipt(Outcome.GONE, reason="gone")
        if "message is not modified" in why:
            return Receipt(Outcome.SENT)
        if any(word in why for word in _NO_MESSAGE):
            return Receipt(Outcome.REFUSED, reason="missing")
        log.warning("not sent", channel=self.name, status=status)
        return Receipt(Outcome.REFUSED, reason="refused")

    def _wait(self, answer: dict[str, Any]) -> Receipt:
        """All that goes to Telegram waits as long as it asks."""
        asked = _parameters(answer).get("retry_after")
        seconds = float(asked) if isinstance(asked, int | float) and asked > 0 else 1.0
        self._gate.obey(seconds)
        return Receipt(Outcome.LATER, reason="busy", wait=seconds)

    # While Telegram does not answer

    def _fall_silent(self) -> None:
        """Note that no clear answer came. Those that fail at the same time count once."""
        if self._gate.held <= 0:
            self._gate.hold(min(2.0**self._silences, LONGEST_HOLD))
            self._silences += 1

    async def _until_answered(self) -> None:
        """Ask something harmless until there is an answer, so that while Telegram is down no
        further message becomes uncertain.
        """
        while True:
            if (wait := self._gate.held) > 0:
                await self._sleep(wait)
            receipt = await self._request("getMe", "{}")
            if receipt.outcome is Outcome.SENT:
                return

    # What is said

    def _prepared(self, reply: Reply) -> list[str]:
        """The JSON of each part after the address, remembered for the next recipient."""
        known = self._bodies.get(id(reply))
        if known is None or known[0] is not reply:
            if len(self._bodies) >= KEPT_BODIES:
                self._bodies.clear()
            known = self._bodies[id(reply)] = reply, _bodies(reply)
        return known[1]


def _bodies(reply: Reply) -> list[str]:
    """What all who get a reply are sent, a part each, without the first brace."""
    *first, last = parts(reply.text)
    keyboard = keyboard_of(reply)
    fields: dict[str, Any] = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    buttons = keyboard.model_dump(mode="json", exclude_none=True) if keyboard else None
    under = {"reply_markup": buttons} if buttons else {}
    all_fields = [{"text": text} | fields for text in first] + [{"text": last} | fields | under]
    return [json.dumps(one).removeprefix("{") for one in all_fields]


def _message(answer: dict[str, Any]) -> int:
    result = answer.get("result")
    number = result.get("message_id") if isinstance(result, dict) else None
    return number if isinstance(number, int) else 0


def _parameters(answer: dict[str, Any]) -> dict[str, Any]:
    parameters = answer.get("parameters")
    return parameters if isinstance(parameters, dict) else {}
