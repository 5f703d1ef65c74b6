"""A form that brings a file: its token first, then what it says, then the file, within bounds."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, MultipartReader, web

LARGEST_WORDS = 16 * 1024
"""Bytes of all the words in such a form."""
LARGEST_FILE = 10_000_000
"""Bytes of a file that is kept in memory until its room has answered."""
MOST_SENT = 40_000_000
"""Bytes of a larger file that are still taken in, and dropped: a browser that is cut off shows an
error of its own, and not our words.
"""
MOST_SECONDS = 90
"""For sending it: ten million bytes by a poor mobile network."""
MOST_PARTS = 8
FILE = "file"
_PIECE = 64 * 1024


@dataclass(slots=True)
class Upload:
    """What was sent. `is_large` says that the file was too large, and dropped. The file's own
    name is never read: it can hold the name of a person.
    """

    words: dict[str, str] = field(default_factory=dict)
    file: bytes = b""
    is_large: bool = False


async def read_upload(request: web.Request, is_own: Callable[[str], bool]) -> Upload | None:
    """A form in parts, or None where its first part is not a token that `is_own` knows; then not
    a byte of a file has been read.

    Raises:
        HTTPBadRequest: broken, or more parts than any form of ours has.
        HTTPRequestEntityTooLarge: more words or bytes than any form of ours holds.
        HTTPRequestTimeout: it took too long.
    """
    try:
        async with asyncio.timeout(MOST_SECONDS):
            return await _parts(MultipartReader(request.headers, request.content), is_own)
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    except (ValueError, AssertionError) as error:
        raise web.HTTPBadRequest from error


async def _parts(reader: MultipartReader, is_own: Callable[[str], bool]) -> Upload | None:
    upload, room = Upload(), LARGEST_WORDS
    for number in range(MOST_PARTS + 1):
        part = await reader.next()
        if part is None:
            return upload if number else None
        if number == MOST_PARTS or not isinstance(part, BodyPartReader):
            break
        if number and part.name == FILE:
            await _take_file(upload, part)
            continue
        word, size = await _content(part, room)
        if size > room:
            raise web.HTTPRequestEntityTooLarge(LARGEST_WORDS, size)
        room -= size
        text = word.decode("utf-8", "replace")
        if not number and not (part.name == "token" and is_own(text)):
            return None
        upload.words[part.name or ""] = text
    raise web.HTTPBadRequest


async def _take_file(upload: Upload, part: BodyPartReader) -> None:
    upload.file, size = await _content(part, LARGEST_FILE, MOST_SENT)
    if size > LARGEST_FILE:
        upload.file, upload.is_large = b"", True


async def _content(part: BodyPartReader, most: int, sent: int = 0) -> tuple[bytes, int]:
    """The bytes of a part and how many they were; nothing is kept beyond `most`, and reading ends
    there too, unless it is to go on until `sent`.

    Raises:
        HTTPRequestEntityTooLarge: there are more than `sent`.
    """
    content, size = bytearray(), 0
    while piece := await part.read_chunk(_PIECE):
        size += len(piece)
        if size <= most:
            content += piece
        elif size > sent:
            if sent:
                raise web.HTTPRequestEntityTooLarge(sent, size)
            break
    return bytes(content), size
