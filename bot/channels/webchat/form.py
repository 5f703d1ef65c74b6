"""The fields of a form, and the picture that may come with it, read within bounds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, web

from bot.pictures import LARGEST_PICTURE

LARGEST_FORM = 256 * 1024
"""Bytes of the words of a form: 20,000 characters of any script, percent-encoded, fit."""
MOST_FIELDS = 12
MOST_PICTURES = 16
"""Pictures in memory at once, from the first byte until the answer."""
MOST_SENT = 40_000_000
"""Bytes of a picture that is too large which are still taken in, and dropped: a browser that is
cut off shows an error of its own, and not our words.
"""
MOST_SECONDS = 90
"""For sending a picture: ten million bytes by a poor mobile network."""
PICTURE = "picture"
_PIECE = 64 * 1024


@dataclass(slots=True)
class Form:
    """What was sent. `refused` is the line that says why a picture was not taken."""

    fields: dict[str, str] = field(default_factory=dict)
    picture: bytes = b""
    refused: str = ""


class Forms:
    """Reads forms, and holds only so many pictures at once."""

    def __init__(self) -> None:
        self._places = MOST_PICTURES

    @asynccontextmanager
    async def read(self, request: web.Request) -> AsyncIterator[Form]:
        """A form, whose picture is in memory until the block ends.

        Raises:
            HTTPRequestEntityTooLarge: more than `LARGEST_FORM` bytes of words.
            HTTPBadRequest: broken, or more fields than any page of ours has.
        """
        if request.content_type != "multipart/form-data":
            yield Form(await _fields(request))
            return
        place = min(1, self._places)
        self._places -= place
        try:
            yield await _parts(request, room=bool(place))
        finally:
            self._places += place


async def _fields(request: web.Request) -> dict[str, str]:
    """The fields of an URL-encoded form."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        _bound(len(body))
    try:
        fields = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return dict(fields)


async def _parts(request: web.Request, *, room: bool) -> Form:
    """A form in parts, as browsers send one that may hold a file."""
    form = Form()
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(MOST_SECONDS):
                await _fill(form, MultipartReader(request.headers, request.content), room=room)
                return form
    except (ValueError, AssertionError) as error:
        raise web.HTTPBadRequest from error
    form.refused = "kinds.photo_large"
    return form


async def _fill(form: Form, reader: MultipartReader, *, room: bool) -> None:
    size = parts = 0
    while part := await reader.next():
        parts += 1
        if parts > MOST_FIELDS or not isinstance(part, BodyPartReader):
            raise web.HTTPBadRequest
        if part.name == PICTURE:
            await _take_picture(form, part, room=room)
        else:
            content = await _content(part, LARGEST_FORM)
            size += len(content)
            _bound(size)
            form.fields[part.name or ""] = content.decode("utf-8", "replace")


async def _take_picture(form: Form, part: BodyPartReader, *, room: bool) -> None:
    """Its bytes alone: a name of a file can hold the name of a person."""
    most = LARGEST_PICTURE if room else 0
    try:
        form.picture = await _content(part, most)
    except web.HTTPRequestEntityTooLarge:
        form.refused = "kinds.photo_large" if room else "kinds.slow"
        with suppress(web.HTTPRequestEntityTooLarge):
            await _content(part, MOST_SENT, keep=False)


async def _content(part: BodyPartReader, most: int, *, keep: bool = True) -> bytes:
    """The bytes of a part.

    Raises:
        HTTPRequestEntityTooLarge: there are more than `most`.
    """
    content, size = bytearray(), 0
    while piece := await part.read_chunk(_PIECE):
        size += len(piece)
        if size > most:
            raise web.HTTPRequestEntityTooLarge(most, size)
        if keep:
            content += piece
    return bytes(content)


def _bound(size: int) -> None:
    if size > LARGEST_FORM:
        raise web.HTTPRequestEntityTooLarge(LARGEST_FORM, size)
