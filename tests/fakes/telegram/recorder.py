"""A server that takes every call, remembers its parameters and answers something readable."""

from typing import Self

from aiohttp import web
from telegram import Chat, File, MenuButtonCommands, Message, TelegramObject, User, WebhookInfo

from tests.fakes.telegram.calls import Call, Json, read_fields
from tests.fakes.telegram.checks import read_call
from tests.fakes.telegram.updates import long_ago

_BOT = User(42, "Recorder", is_bot=True, username="recorderbot")
_MESSAGE = Message(1, long_ago(), Chat(1, "private"), from_user=_BOT, text="recorded")
_ANSWERS: dict[str, TelegramObject | list[Json]] = {
    "getMe": _BOT,
    "getUpdates": [],
    "getMyCommands": [],
    "getWebhookInfo": WebhookInfo("", has_custom_certificate=False, pending_update_count=0),
    "getChatMenuButton": MenuButtonCommands(),
    "getFile": File("file", "unique"),
}


class Recorder:
    """Takes anything; `calls` is what came."""

    token = "42:recorder-of-calls-that-takes-anything"

    def __init__(self) -> None:
        self.calls: list[Call] = []
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Base address."""
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _take(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        params = read_call(method, dict(request.query) | await read_fields(request)).value
        self.calls.append(Call(method, params, 0.0))
        return web.json_response({"ok": True, "result": _answer(method)})


def _answer(method: str) -> Json:
    sends = method.startswith("send") and method != "sendChatAction"
    answer = _ANSWERS.get(method, _MESSAGE if sends else None)
    if answer is None:
        return {} if method.startswith("get") else True
    return answer.to_dict() if isinstance(answer, TelegramObject) else answer
