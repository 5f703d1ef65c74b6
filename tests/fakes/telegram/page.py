"""A small web page on the same server, where one chats with the bot by hand."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from tests.fakes.telegram import faults
from tests.fakes.telegram.calls import Json
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.emulator import TelegramEmulator
from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.refusals import RefusedError
from tests.fakes.telegram.shown import NoSuchButtonError, Shown

PAGE = Path(__file__).with_name("page.html")
POLL_SECONDS = 20.0

TROUBLES: dict[str, Callable[[], Fault]] = {
    "429, wait 5 s": lambda: faults.too_many_requests(5),
    "500": faults.server_error,
    "slow by 5 s": lambda: faults.slow(5.0),
    "cut before": faults.cut_before,
    "cut after": faults.cut_after,
}
Deed = Callable[[Chat, dict[str, Json]], object]


def _tap(chat: Chat, wish: dict[str, Json]) -> object:
    message = chat.messages.get(int(wish["message"]))
    if message is None:
        raise NoSuchButtonError("the message is gone")
    chat.taps(str(wish["data"]), message=message)
    return len(chat.taps_made) - 1


def _photo(chat: Chat, wish: dict[str, Json]) -> object:
    content = bytes.fromhex(str(wish.get("hex", "")))
    return chat.sends_photo(content) if content else chat.sends_photo()


def _block(chat: Chat, wish: dict[str, Json]) -> object:
    if isinstance(chat, Group):
        shut, let_in = chat.removes_bot, chat.adds_bot
    else:
        shut, let_in = chat.blocks_bot, chat.unblocks_bot
    (shut if wish["on"] else let_in)()
    return None


DEEDS: dict[str, Deed] = {
    "type": lambda chat, wish: chat.types(str(wish["text"])),
    "tap": _tap,
    "edit": lambda chat, wish: chat.edits(chat.messages[int(wish["message"])], str(wish["text"])),
    "photo": _photo,
    "sticker": lambda chat, _: chat.sends_sticker(),
    "voice": lambda chat, _: chat.sends_voice(),
    "location": lambda chat, _: chat.sends_location(),
    "contact": lambda chat, _: chat.sends_contact(),
    "block": _block,
}


class Page:
    """The page and what it fetches; only for the loopback, where the emulator listens."""

    def __init__(self, emulator: TelegramEmulator) -> None:
        self._emulator = emulator

    def routes(self) -> list[web.RouteDef]:
        """To be added to the emulator's server before it starts."""
        return [
            web.get("/", self._show),
            web.get("/hand/chats", self._list),
            web.get("/hand/chats/{id}", self._read),
            web.post("/hand/chats/{id}", self._act),
            web.post("/hand/trouble", self._make_trouble),
            web.get("/hand/files/{id}", self._open),
        ]

    async def _show(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE, headers={"Cache-Control": "no-store"})

    async def _list(self, _: web.Request) -> web.Response:
        chats = self._emulator.chats.values()
        return web.json_response(
            {
                "chats": [{"id": chat.id, "name": _title(chat)} for chat in chats],
                "bot": self._emulator.ground.bot.first_name,
                "troubles": list(TROUBLES),
            }
        )

    async def _read(self, request: web.Request) -> web.Response:
        """The chat, as soon as it has changed since the version that the page has."""
        chat, seen = self._chat(request), int(request.query.get("after", -1))
        with suppress(TimeoutError):
            await self._emulator.until(lambda: self._version(chat) != seen, POLL_SECONDS)
        return web.json_response(self._picture(chat))

    async def _act(self, request: web.Request) -> web.Response:
        chat, wish = self._chat(request), await _wish(request)
        deed = DEEDS.get(str(wish.get("do")))
        if deed is None:
            raise web.HTTPBadRequest(text="unknown deed")
        try:
            done = deed(chat, wish)
        except (LookupError, ValueError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        except RefusedError as error:
            raise web.HTTPBadRequest(text=error.description) from error
        return web.json_response({"tap": done if isinstance(done, int) else None})

    async def _make_trouble(self, request: web.Request) -> web.Response:
        trouble = TROUBLES.get(str((await _wish(request)).get("name")))
        if trouble is None:
            raise web.HTTPBadRequest(text="unknown trouble")
        self._emulator.faults.play(trouble())
        return web.json_response({})

    async def _open(self, request: web.Request) -> web.Response:
        try:
            kept = self._emulator.ground.files.find(request.match_info["id"])
        except RefusedError as error:
            raise web.HTTPNotFound from error
        headers = {"X-Content-Type-Options": "nosniff"}
        if not kept.is_picture:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=kept.content, content_type=kept.mime_type, headers=headers)

    def _chat(self, request: web.Request) -> Chat:
        with suppress(ValueError, KeyError):
            return self._emulator.chats[int(request.match_info["id"])]
        raise web.HTTPNotFound

    def _version(self, chat: Chat) -> int:
        return chat.version * 1_000 + len(self._notes()) % 1_000

    def _notes(self) -> list[str]:
        refused = [
            f"{call.method} was refused: {call.refusal.description}"
            for call in self._emulator.refusals
            if call.refusal
        ]
        return [*self._emulator.failures, *refused]

    def _picture(self, chat: Chat) -> dict[str, Json]:
        language = chat.person.language_code
        return {
            "version": self._version(chat),
            "messages": [_message(shown) for shown in chat.messages.values()],
            "commands": self._emulator.profile.commands_for(language),
            "actions": len(chat.actions),
            "replies": len(chat.replies),
            "answers": [
                tap.answer and {"text": tap.answer.text, "alert": tap.answer.alert}
                for tap in chat.taps_made
            ],
            "closed": chat.closed,
            "notes": self._notes()[-5:],
        }


async def _wish(request: web.Request) -> dict[str, Json]:
    # Only JSON is taken, which another site's page cannot send here without being asked first.
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    with suppress(json.JSONDecodeError, UnicodeDecodeError):
        wish = await request.json()
        if isinstance(wish, dict):
            return wish
    raise web.HTTPBadRequest(text="a JSON object is expected")


def _title(chat: Chat) -> str:
    if isinstance(chat, Group):
        return f"{chat.name} (group)"
    return f"{chat.name} ({chat.person.language_code})"


def _message(shown: Shown) -> dict[str, Json]:
    message = shown.message
    return {
        "id": shown.id,
        "mine": not shown.from_bot,
        "html": shown.html,
        "text": shown.text,
        "what": _what(shown),
        "file": shown.file_id,
        "picture": bool(message.photo),
        "time": int(message.date.timestamp()),
        "edited": shown.edited,
        "rows": [
            [{"label": b.label, "data": b.data, "url": b.url} for b in row] for row in shown.rows
        ],
    }


def _what(shown: Shown) -> str:
    """What is not text, in a few words."""
    message = shown.message
    if message.sticker:
        return message.sticker.emoji or "sticker"
    if message.document:
        return f"📄 {message.document.file_name}"
    if message.contact:
        return f"👤 {message.contact.first_name} {message.contact.phone_number}"
    if message.location:
        return f"📍 {message.location.latitude}, {message.location.longitude}"
    named = {"🎤 voice message": message.voice, "joined": message.new_chat_members}
    return next((name for name, there in named.items() if there), "")
