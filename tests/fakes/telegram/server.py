"""The HTTP server: takes calls, plays their faults, and answers as api.telegram.org would."""

import asyncio
import json
import re
from contextlib import suppress
from urllib.parse import unquote

from aiohttp import web

from tests.fakes.telegram.calls import Call, Json, Via, read_fields
from tests.fakes.telegram.checks import read_call
from tests.fakes.telegram.faults import Fault, FaultPlan, Wait
from tests.fakes.telegram.ground import Ground
from tests.fakes.telegram.messages import Method
from tests.fakes.telegram.polling import JsonText, Polling
from tests.fakes.telegram.refusals import RefusedError, bad_request
from tests.fakes.telegram.signatures import parameters_of

LARGEST_BODY = 60_000_000
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")


class Server:
    """Listens on the loopback for one bot.

    Attributes:
        calls: All calls, in order.
        faults: What goes wrong, as planned.
        methods: What can be called, by name; getUpdates beside them.
        routes: More routes; add before `start`.
        port: Where it listens, or did last.
    """

    def __init__(self, ground: Ground, token: str, polling: Polling) -> None:
        self.calls: list[Call] = []
        self.faults = FaultPlan()
        self.methods: dict[str, Method] = {}
        self.routes: list[web.RouteDef] = []
        self.port = 0
        self.ground = ground
        self._token = token
        self._polling = polling
        self._runner: web.AppRunner | None = None
        self._closing = asyncio.Event()

    async def start(self, port: int) -> None:
        """Listen; port 0 takes a free one, or the one held before a stop.

        Raises:
            OSError: The port is taken.
        """
        self._closing.clear()
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(self.routes)
        app.router.add_route("*", "/file/bot{token}/{path:.+}", self._serve_file)
        app.router.add_route("*", "/bot{token}/{method}", self._serve_method)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port or self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening; calls that are held are let go."""
        self._closing.set()
        if self._runner:
            await self._runner.cleanup()
        self._runner = None

    async def _serve_file(self, request: web.Request) -> web.Response:
        kept = self.ground.files.at(unquote(request.match_info["path"]))
        if request.match_info["token"] != self._token or not kept:
            return _refuse(RefusedError(404, "Not Found"))
        return web.Response(body=kept.content, content_type=kept.mime_type)

    async def _serve_method(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        if token != self._token:
            known = _TOKEN.fullmatch(token)
            return _refuse(
                RefusedError(401, "Unauthorized") if known else RefusedError(404, "Not Found")
            )
        try:
            raw: dict[str, Json] = dict(request.query) | await read_fields(request)
        except RefusedError as refusal:
            self.ground.fail(request.match_info["method"], [refusal.description])
            return _refuse(refusal)
        call = self._record(request.match_info["method"], raw, "request")
        call.alive = lambda: request.transport is not None and not request.transport.is_closing()
        return await self._respond(request, call)

    async def execute(self, method: str, raw: dict[str, Json]) -> None:
        """Carry out a call that stood in a webhook's response."""
        call = self._record(method, raw, "webhook")
        with suppress(RefusedError):
            await self._carry_out(call)

    def _record(self, method: str, raw: dict[str, Json], via: Via) -> Call:
        names = {name.lower(): name for name in [*self.methods, "getUpdates"]}
        name = names.get(method.lower(), method)
        reading = read_call(name, raw)
        call = Call(name, reading.value, self.ground.clock(), via)
        if name.lower() not in names or parameters_of(name) is None:
            self.ground.fail(name, ["no such method here"])
            call.refusal = RefusedError(404, "Not Found: method not found")
        elif reading.faults:
            self.ground.fail(name, reading.faults)
            call.refusal = bad_request(reading.unusable[0]) if reading.unusable else None
        if not call.refusal:
            call.fault = self.faults.choose(call)
        self.calls.append(call)
        self.ground.bell.ring()
        return call

    async def _respond(self, request: web.Request, call: Call) -> web.StreamResponse:
        fault = call.fault or Fault()
        try:
            await self._carry_out(call)
        except RefusedError as refusal:
            if fault.cut != "before":
                return _refuse(refusal)
        if fault.cut and request.transport:
            request.transport.abort()
        return await self._send(request, call, fault)

    async def _carry_out(self, call: Call) -> None:
        """Play the call's fault and let it take effect; what comes of it stands in the call.

        Raises:
            RefusedError: It is turned down.
        """
        fault = call.fault or Fault()
        try:
            await self._hold(fault, "before")
            if refusal := call.refusal or fault.refusal:
                raise refusal
            if fault.cut != "before":
                call.result = await self._result(call)
                call.accepted = True
        except RefusedError as refusal:
            call.refusal = refusal
            raise
        finally:
            self.ground.bell.ring()
        await self._hold(fault, "after")

    async def _result(self, call: Call) -> Json:
        if call.method == "getUpdates":
            return await self._polling.get_updates(call)
        try:
            return await self.methods[call.method](call.params)
        except AssertionError as error:
            self.ground.fail(call.method, [f"the emulator is wrong: {error}"])
            raise RefusedError(500, "Internal Server Error: the emulator is wrong") from error

    async def _hold(self, fault: Fault, stage: str) -> None:
        if fault.hold is None or fault.held != stage:
            return
        waits = [
            asyncio.ensure_future(_wait(fault.hold)),
            asyncio.ensure_future(self._closing.wait()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _send(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        result = call.result
        text = result if isinstance(result, JsonText) else json.dumps(result)
        body = f'{{"ok":true,"result":{text}}}'.encode("utf-8", "surrogatepass")
        if fault.held != "body":
            return web.Response(body=body, content_type="application/json")
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        await self._hold(fault, "body")
        with suppress(ConnectionError):
            await response.write(body[len(body) // 2 :])
        return response


async def _wait(wait: Wait) -> None:
    if isinstance(wait, asyncio.Event):
        await wait.wait()
    else:
        await asyncio.sleep(wait)


def _refuse(refusal: RefusedError) -> web.Response:
    return web.json_response(refusal.body(), status=refusal.status)
