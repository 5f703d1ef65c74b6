"""Sending: every message to Telegram passes here and the gate, so that one 429 holds them all."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
)

from bot.channels.telegram.gate import Gate
from bot.channels.telegram.html import parts
from bot.domain.message import Button, File, Reply
from bot.logbook import log

MOST_TRIES = 5
FIRST_PAUSE = 0.5
"""Seconds before the second try after a network error; doubled for each further one."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""A link is shown as it is written: a preview would have Telegram fetch it."""


class Courier:
    """Brings replies to chats. `blocked` is told of a chat that will take no more."""

    def __init__(
        self,
        bot: Bot,
        blocked: Callable[[int], Awaitable[None]],
        gate: Gate,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._blocked = blocked
        self._gate = gate
        self._sleep = sleep

    def as_answer(self, chat: int | None, replies: tuple[Reply, ...]) -> dict[str, Any] | None:
        """A single plain reply as the method that can stand in a webhook's own response; None
        where it has to be sent: its failure could not be seen there, nor the pace kept.
        """
        if chat is None or len(replies) != 1 or replies[0].file:
            return None
        text, *more = parts(replies[0].text)
        if more or not self._gate.answer_now(chat):
            return None
        answer: dict[str, Any] = {
            "method": "sendMessage",
            "chat_id": chat,
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if keyboard := keyboard_of(replies[0]):
            answer["reply_markup"] = keyboard.model_dump(mode="json", exclude_none=True)
        return answer

    async def send_all(self, chat: int, replies: Iterable[Reply], pressed: Message | None) -> None:
        """Send the replies of one turn in order; `pressed` is the message whose button was used."""
        for reply in replies:
            if pressed and reply.removes and not await self._remove(pressed):
                reply = replace(reply, replaces=True)  # noqa: PLW2901 - too old to be removed
            if reply.replaces and pressed and await self._replace(pressed, reply):
                continue
            await self._send(chat, reply)

    async def _remove(self, pressed: Message) -> bool:
        """Take away the message whose button was pressed; False where that cannot be."""
        try:
            await self._obediently(pressed.delete, pressed.chat.id)
        except TelegramAPIError as error:
            log.warning("not removed", channel="telegram", error=type(error).__name__)
            return False
        return True

    async def _replace(self, pressed: Message, reply: Reply) -> bool:
        """Change the message whose button was pressed; False where that cannot be."""
        texts = parts(reply.text)
        if len(texts) != 1 or reply.file:
            return False
        try:
            await self._obediently(
                partial(
                    pressed.edit_text,
                    texts[0],
                    reply_markup=keyboard_of(reply),
                    link_preview_options=NO_PREVIEW,
                ),
                pressed.chat.id,
            )
        except TelegramBadRequest as error:
            return "not modified" in error.message
        except TelegramAPIError as error:
            log.warning("not edited", channel="telegram", error=type(error).__name__)
            return False
        return True

    async def _send(self, chat: int, reply: Reply) -> None:
        *first, last = parts(reply.text)
        keyboard = keyboard_of(reply)
        for text in first:
            await self.attempt(partial(self._send_text, chat, text), chat)
        if reply.file:
            await self.attempt(partial(self._send_file, chat, reply.file), chat)
        await self.attempt(partial(self._send_text, chat, last, keyboard), chat)

    async def _send_text(
        self, chat: int, text: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        await self._bot.send_message(
            chat, text, reply_markup=keyboard, link_preview_options=NO_PREVIEW
        )

    async def _send_file(self, chat: int, file: File) -> None:
        await self._bot.send_document(chat, BufferedInputFile(file.content, file.name))

    async def confirm(self, call: Callable[[], Awaitable[object]]) -> None:
        """Stop the clock on a pressed button. No message, so only a demand to wait holds it; too
        late it means nothing, so there is one try.
        """
        while (wait := self._gate.held) > 0:
            await self._sleep(wait)
        try:
            await call()
        except TelegramRetryAfter as error:
            self._gate.hold(error.retry_after)
        except TelegramAPIError as error:
            log.warning("not confirmed", channel="telegram", error=type(error).__name__)

    async def attempt(self, call: Callable[[], Awaitable[object]], chat: int | None = None) -> None:
        """Send, and take a final no: somebody who has blocked the bot is forgotten."""
        try:
            await self._obediently(call, chat)
        except TelegramForbiddenError:
            if chat is not None:
                await self._blocked(chat)
        except TelegramAPIError as error:
            log.warning("not sent", channel="telegram", error=type(error).__name__)

    async def _obediently(
        self, call: Callable[[], Awaitable[object]], chat: int | None = None
    ) -> None:
        """Send when the pace allows it. 429 stops all sends until its time has passed; a network
        error may have arrived, and a repeated answer is better than none.
        """
        for attempt in range(MOST_TRIES):
            await self._gate.answer(chat)
            try:
                with self._gate.under_way():
                    await call()
                return
            except TelegramRetryAfter as error:
                self._gate.obey(error.retry_after)
                if attempt == MOST_TRIES - 1:
                    raise
            except (TelegramNetworkError, TelegramServerError):
                if attempt == MOST_TRIES - 1:
                    raise
                await self._sleep(FIRST_PAUSE * 2**attempt)


def keyboard_of(reply: Reply) -> InlineKeyboardMarkup | None:
    rows = [[_button(button) for button in row if _is_known(button)] for row in reply.buttons]
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=kept) if kept else None


def _is_known(button: Button) -> bool:
    """Telegram refuses a whole message for a button that links to anything but the web."""
    return not button.url or button.url.startswith("https://")


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(text=button.label, url=button.url)
    return InlineKeyboardButton(text=button.label, callback_data=button.action)
