"""The bot on Telegram. aiogram is our client and our types, not our loop.

Updates are fetched as raw JSON and validated one by one. Chats run in parallel and each chat
strictly in order; an update is confirmed only when it has been committed and its answer sent, or
five seconds have passed with the answer on its way.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates
from aiogram.types import BotCommand, Message, Update
from aiohttp import web
from pydantic import SecretStr, ValidationError

from bot.channels.telegram.courier import Courier
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.outlet import TelegramOutlet
from bot.channels.telegram.photos import with_picture
from bot.channels.telegram.updates import ADDRESS, chat_of, has_left, incoming_of
from bot.channels.telegram.webhook import Webhook, is_telegram
from bot.domain.message import Reply, plain
from bot.errors import ChannelError, StoreError
from bot.knowledge.library import LANGUAGES, Library
from bot.logbook import log
from bot.reception import Reception, trouble
from bot.turnstile import Turnstile

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 25
LOOK_AGAIN = 0.3
"""Seconds after which others are looked for while a slow chat is under way."""
CONFIRM_AFTER = 5.0
"""Seconds that the confirmation of an update waits for its answer to be sent."""
LONGEST_WAIT = 30.0
LAST_SECONDS = 3.0
"""How long the end waits for what is being sent."""
MOST_CONNECTIONS = 300
"""More than pushes can have under way, so that an answer never waits for one of them."""
DEFAULT_RATE = 25
"""Messages a second. Source: Telegram's bot FAQ allows about 30 for free."""

Answer = dict[str, Any] | None
"""A method of the Bot API that stands in the response to a webhook's call."""


class _RawUpdates(GetUpdates):
    """getUpdates whose answer is not built into objects, so that one bad update harms no other."""

    __returning__ = list[Any]


class Telegram:
    """The bot's ear and mouth on Telegram."""

    name = "telegram"

    def __init__(
        self,
        reception: Reception,
        library: Library,
        token: SecretStr,
        *,
        api: str = "",
        webhook: Webhook | None = None,
        gate: Gate | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`gate` holds the pace of all messages: Telegram's own for free unless given."""
        server = TelegramAPIServer.from_base(api) if api else PRODUCTION
        session = AiohttpSession(api=server, limit=MOST_CONNECTIONS)
        self._bot = Bot(
            token.get_secret_value(),
            session=session,
            default=DefaultBotProperties(parse_mode="HTML"),
        )
        self._reception = reception
        self._library = library
        self._webhook = webhook
        self._sleep = sleep
        gate = gate or Gate(DEFAULT_RATE, sleep=sleep)
        self._courier = Courier(self._bot, self._forget, gate, sleep)
        self.outlet = TelegramOutlet(self._bot, session, gate, sleep)
        self._turnstile = Turnstile()
        self._sending: set[asyncio.Task[None]] = set()
        self._apologised: set[int] = set()

    async def run(self) -> None:
        """Serve until cancelled: long polling, or waiting for the webhook's calls."""
        try:
            await self._begin()
            if self._webhook is None:
                await self._poll()
            await asyncio.Event().wait()
        finally:
            await self._end()

    async def push(self, address: str, reply: Reply) -> None:
        """Tell an address something that nobody has just asked for."""
        chat = int(address.removeprefix(ADDRESS))
        async with self._turnstile.hold(chat):
            await self._courier.send_all(chat, (reply,), None)

    # Starting and ending

    async def _begin(self) -> None:
        me = await self._patiently(self._bot.get_me)
        if me.username:
            self._reception.known_as(f"https://t.me/{me.username}")
        for code in LANGUAGES:
            words = self._library.commands(code)
            commands = [BotCommand(command=name, description=text) for name, text in words.items()]
            language = None if code == LANGUAGES[0] else code
            await self._patiently(self._bot.set_my_commands, commands, language_code=language)
            about = plain(self._library.say("telegram.description", code))
            await self._patiently(self._bot.set_my_description, about, language_code=language)
        if self._webhook:
            secret = self._webhook.secret.get_secret_value()
            await self._patiently(
                self._bot.set_webhook,
                self._webhook.url,
                secret_token=secret,
                allowed_updates=WANTED,
            )
        else:
            await self._patiently(self._bot.delete_webhook)

    async def _patiently(self, call: Callable[..., Awaitable[Any]], *args: Any, **kw: Any) -> Any:  # noqa: ANN401
        """Call until the network lets it through, for what it gives; only a refused token is an
        error.

        Raises:
            ChannelError: Telegram does not know the token.
        """
        wait = 1.0
        while True:
            try:
                return await call(*args, **kw)
            except (TelegramUnauthorizedError, TelegramNotFound) as error:
                raise ChannelError(
                    "Telegram känner inte igen TELEGRAM_TOKEN. Kopiera den igen från BotFather."
                ) from error
            except TelegramRetryAfter as error:
                await self._sleep(error.retry_after)
            except TelegramAPIError as error:
                log.warning(
                    "telegram does not answer", channel=self.name, error=type(error).__name__
                )
                await self._sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)

    async def _end(self) -> None:
        """Let what is being sent arrive, for a moment, then close."""
        last = {*self._sending, asyncio.create_task(self.outlet.close())}
        await asyncio.wait(last, timeout=LAST_SECONDS)
        for task in last:
            task.cancel()
        await self._bot.session.close()

    # Polling

    async def _poll(self) -> None:
        intake = Intake(self._handle)
        try:
            await self._poll_into(intake)
        finally:
            intake.close()

    async def _poll_into(self, intake: Intake[Update]) -> None:
        """Fetch and handle for ever. On a store error nothing of that chat is confirmed: wait and
        fetch it again; what was handled is known by its number.
        """
        wait = 1.0
        while True:
            seconds = 0 if intake.busy else POLL_SECONDS
            method = _RawUpdates(offset=intake.offset, timeout=seconds, allowed_updates=WANTED)
            try:
                raw: Any = await self._bot(method, request_timeout=POLL_SECONDS + 10)
                self._take(intake, raw)
                await intake.settle(LOOK_AGAIN)
            except TelegramRetryAfter as error:
                await self._sleep(error.retry_after)
                continue
            except (AiogramError, StoreError) as error:
                log.warning("updates wait", channel=self.name, error=type(error).__name__)
                await self._sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            wait = 1.0

    def _take(self, intake: Intake[Update], raw: list[Any]) -> None:
        numbered = [(_number(item), self._valid(item)) for item in raw]
        intake.take([(n, one and chat_of(one), one) for n, one in numbered if n >= 0])

    def _valid(self, raw: object) -> Update | None:
        """An update, or None for one that is malformed: counted in the log, and passed over."""
        try:
            return Update.model_validate(raw, context={"bot": self._bot})
        except (ValidationError, RecursionError) as error:
            log.warning("malformed update", channel=self.name, error=type(error).__name__)
            return None

    # One update

    async def _handle(self, update: Update, *, by_webhook: bool = False) -> Answer:
        """Commit one update and send its answer; return when that is done or on its way. By
        webhook, what can be said in the response itself is returned instead of sent.

        Raises:
            StoreError: nothing was committed.
        """
        query = update.callback_query
        if query and not by_webhook:
            self._begin_task(self._courier.confirm(query.answer))
        committed: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        task = self._begin_task(self._turn(update, committed, by_webhook=by_webhook))
        answer = await committed
        await asyncio.wait({task}, timeout=CONFIRM_AFTER)
        return {"method": "answerCallbackQuery", "callback_query_id": query.id} if query else answer

    async def _turn(
        self, update: Update, committed: "asyncio.Future[Answer]", *, by_webhook: bool
    ) -> None:
        """One update's turn and the sending of its answer, holding the chat all the while."""
        chat, query = chat_of(update), update.callback_query
        async with self._turnstile.hold(chat):
            try:
                replies = await self._received(update, chat)
                spoken = None
                if by_webhook and not query:
                    spoken = self._courier.as_answer(chat, replies)
            except Exception as error:  # noqa: BLE001 - whoever awaits the commit gets it
                committed.set_exception(error)
                return
            committed.set_result(spoken)
            if chat is not None and not spoken:
                pressed = query.message if query else None
                message = pressed if isinstance(pressed, Message) else None
                await self._courier.send_all(chat, replies, message)

    async def _received(self, update: Update, chat: int | None) -> tuple[Reply, ...]:
        incoming = with_picture(incoming_of(update), update.message, self._bot)
        if chat is None or incoming is None:
            if chat is not None and has_left(update):
                await self._forget(chat)
            return ()
        try:
            outcome = await self._reception.receive(incoming)
        except StoreError:
            if update.update_id not in self._apologised:
                self._apologised.add(update.update_id)
                sorry = trouble(self._library, incoming.language)
                await self._courier.send_all(chat, (sorry,), None)
            raise
        self._apologised.discard(update.update_id)
        return outcome.replies

    async def _forget(self, chat: int) -> None:
        await self._reception.forget(f"{ADDRESS}{chat}")

    def _begin_task(self, work: Any) -> "asyncio.Task[None]":  # noqa: ANN401 - a coroutine
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return task

    # Webhook

    def webhook_route(self) -> list[web.RouteDef]:
        """Where Telegram delivers, if it does: the path of the webhook's address."""
        if self._webhook is None:
            return []
        return [web.post(urlsplit(self._webhook.url).path or "/", self.webhook)]

    async def webhook(self, request: web.Request) -> web.Response:
        """One update delivered by Telegram. 503 asks for it again: nothing was committed."""
        if self._webhook is None or not is_telegram(request, self._webhook.secret):
            return web.Response(status=401)
        if request.content_type != "application/json":
            return web.Response(status=415)
        try:
            update = self._valid(json.loads(await request.read()))
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if update is None:
            return web.Response()
        try:
            answer = await self._handle(update, by_webhook=True)
        except StoreError:
            return web.Response(status=503)
        return web.json_response(answer) if answer else web.Response()


def _number(item: object) -> int:
    """The id of an update that may be anything; -1 where there is none to confirm."""
    number = item.get("update_id") if isinstance(item, dict) else None
    return number if isinstance(number, int) else -1
