"""A push service on this machine: notes what it is told, and answers as a test has said."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class PushService:
    """`heard` holds path, headers and body of each request; `answers` what comes next, a status
    with headers each time, then 201. Without a status the connection is cut.
    """

    address: str = ""
    heard: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """One notice."""
        self.heard.append((request.path, request.headers, await request.read()))
        status, headers = self.answers.pop(0) if self.answers else (201, {})
        if not status and request.transport:
            request.transport.close()
        return web.Response(status=status or 500, headers=headers)


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    """One that is open."""
    service = PushService()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", service.take)
    async with TestServer(app) as server:
        service.address = str(server.make_url("")).rstrip("/")
        yield service
