"""Calls as they arrive: their fields read from every encoding that the Bot API takes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, ClientResponse, MultipartReader, web

from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.refusals import RefusedError, bad_request

Json: TypeAlias = Any  # a value that came as JSON, or a file beside it
Via = Literal["request", "webhook"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came inside a call."""

    filename: str
    content: bytes


@dataclass(slots=True, eq=False)
class Call:
    """One call of a Bot API method, as recorded.

    Attributes:
        method: The name in the address, for instance "sendMessage".
        params: Decoded parameters; nested objects as dicts and lists, files as `Upload`.
        time: When it came, by the emulator's clock (seconds since 1970).
        via: "request", or "webhook" when it stood in a webhook's own response.
        fault: The planned fault that was played on it, if any.
        refusal: Why the emulator turned it down, by its rules or by a fault.
        accepted: Whether it took effect, whatever the bot got to hear about it.
        result: What it was answered with.
    """

    method: str
    params: dict[str, Json]
    time: float
    via: Via = "request"
    fault: Fault | None = None
    refusal: RefusedError | None = None
    accepted: bool = False
    result: Json = None
    alive: Callable[[], bool] = field(default=lambda: True, repr=False)

    @property
    def chat_id(self) -> int | str | None:
        """The chat that the call is about, if any."""
        chat_id = self.params.get("chat_id")
        return chat_id if isinstance(chat_id, int | str) else None


async def read_fields(source: web.Request | ClientResponse) -> dict[str, Json]:
    """The raw fields of a request, or of a webhook's response.

    Values are strings (forms), `Upload` (files) or JSON values (JSON bodies).

    Raises:
        RefusedError: The body is not what its content type says.
    """
    kind = source.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            return await _read_multipart(MultipartReader(source.headers, source.content))
        return _read_plain(kind, (await source.read()).decode())
    except UnicodeDecodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    except ValueError as error:
        raise bad_request(f"can't parse the {kind or 'unnamed'} body: {error}") from error


def _read_plain(kind: str, body: str) -> dict[str, Json]:
    if not body.strip():
        return {}
    if kind != "application/json":
        return dict(parse_qsl(body, keep_blank_values=True, errors="strict"))
    fields = json.loads(body)
    if isinstance(fields, dict):
        return fields
    raise ValueError("a JSON object is expected")


async def _read_multipart(reader: MultipartReader) -> dict[str, Json]:
    fields: dict[str, Json] = {}
    while (part := await reader.next()) is not None:
        if isinstance(part, BodyPartReader) and part.name:
            content = bytes(await part.read(decode=True))
            fields[part.name] = (
                Upload(part.filename, content) if part.filename else content.decode()
            )
    return _with_attachments(fields)


def _with_attachments(fields: dict[str, Json]) -> dict[str, Json]:
    """Put each file where an `attach://name` asks for it."""
    named = {
        name: value.removeprefix("attach://")
        for name, value in fields.items()
        if isinstance(value, str)
        and value.removeprefix("attach://") in fields
        and value.startswith("attach://")
    }
    rest = {name: value for name, value in fields.items() if name not in named.values()}
    return rest | {name: fields[key] for name, key in named.items()}
