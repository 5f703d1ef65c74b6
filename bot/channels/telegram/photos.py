"""Photos and pictures sent as files: fetched when they are wanted, into memory and nowhere else."""

import asyncio
from dataclasses import replace
from functools import partial

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Message
from aiohttp import ClientError

from bot.channels.telegram.updates import is_image
from bot.domain.message import Incoming, Kind
from bot.logbook import log
from bot.pictures import LARGEST_PICTURE

MOST_SECONDS = 4
"""For fetching one picture; after that the person is asked instead."""
PIECE = 64 * 1024


def with_picture(incoming: Incoming | None, message: Message | None, bot: Bot) -> Incoming | None:
    """What a person did, with the picture they sent, if they sent one that can be fetched."""
    if incoming is None or incoming.kind is not Kind.PHOTO or message is None:
        return incoming
    file_id = picture_in(message)
    return replace(incoming, picture=partial(fetched, bot, file_id)) if file_id else incoming


def picture_in(message: Message) -> str:
    """The id of the largest picture of a message that is not too large; empty where none is."""
    sizes = [*(message.photo or ()), *([message.document] if is_image(message.document) else ())]
    fitting = [one for one in sizes if one and (one.file_size or 0) <= LARGEST_PICTURE]
    largest = max(fitting, key=lambda one: one.file_size or 0, default=None)
    return largest.file_id if largest else ""


async def fetched(bot: Bot, file_id: str) -> bytes:
    """The bytes of a picture; none where Telegram does not give them in time."""
    try:
        async with asyncio.timeout(MOST_SECONDS):
            file = await bot.get_file(file_id, request_timeout=MOST_SECONDS)
            return await _content(bot, file.file_path or "")
    except (AiogramError, ClientError, TimeoutError) as error:
        log.warning("picture not fetched", channel="telegram", error=type(error).__name__)
        return b""


async def _content(bot: Bot, path: str) -> bytes:
    """The file at a path of Telegram's, as far as it fits; none where it does not."""
    address = bot.session.api.file_url(bot.token, path)
    content = bytearray()
    async for piece in bot.session.stream_content(
        address, timeout=MOST_SECONDS, chunk_size=PIECE, raise_for_status=True
    ):
        content += piece
        if len(content) > LARGEST_PICTURE:
            return b""
    return bytes(content)
