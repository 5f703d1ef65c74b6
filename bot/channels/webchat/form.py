"""The fields of a form, read within bounds."""

from urllib.parse import parse_qsl

from aiohttp import web

LARGEST_FORM = 256 * 1024
"""Bytes of one form: 20,000 characters of any script, percent-encoded, fit."""
MOST_FIELDS = 12


async def read_form(request: web.Request) -> dict[str, str]:
    """The fields of an URL-encoded form.

    Raises:
        HTTPRequestEntityTooLarge: more than `LARGEST_FORM` bytes.
        HTTPBadRequest: more fields than any page of ours has.
    """
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise web.HTTPRequestEntityTooLarge(LARGEST_FORM, len(body))
    try:
        fields = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return dict(fields)
