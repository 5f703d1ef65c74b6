"""The addresses the house answers at: the residents' chat, the staff's rooms and the webhook."""

import errno
import socket
from typing import Protocol

from aiohttp import web

from bot.errors import ChannelError
from bot.settings import Settings

STOP_SECONDS = 3.0
"""How long open requests may take at a stop; the whole stop stays under five seconds."""
LARGEST_REQUEST = 1024 * 1024
_OTHER_PORT = 8081  # one that is often free


class StaffRooms(Protocol):
    """The console, with headers and guards of its own."""

    def add_to(self, app: web.Application) -> None:
        """Put it under /personal."""


class ChatRoom(Protocol):
    """The residents' chat, which also answers at every address that nobody has."""

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""

    def lost_routes(self) -> list[web.RouteDef]:
        """Added after all others."""


class WebhookRoom(Protocol):
    """A channel that may be called by a webhook."""

    def webhook_route(self) -> list[web.RouteDef]:
        """Its address, or none."""


class Doors:
    """One web server, or two where the staff's rooms have an address or a port of their own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runners: list[web.AppRunner] = []
        self.chat_url = ""
        self.console_url = ""

    async def open(self, chat: ChatRoom, console: StaffRooms, webhook: WebhookRoom | None) -> None:
        """Open every door.

        Raises:
            ChannelError: an address or a port cannot be used.
        """
        settings = self._settings
        apart = settings.console_apart
        public = web.Application(client_max_size=LARGEST_REQUEST)
        public.add_routes([*chat.routes(), *(webhook.webhook_route() if webhook else [])])
        inner = web.Application(client_max_size=LARGEST_REQUEST) if apart else public
        console.add_to(inner)
        public.add_routes(chat.lost_routes())
        self.chat_url = self.console_url = await self._serve(public, settings.host, settings.port)
        if apart:
            host = settings.console_host or settings.host
            self.console_url = await self._serve(
                inner, host, settings.console_port or 0, "CONSOLE_"
            )
        self.chat_url = settings.public_url or self.chat_url
        self.console_url = settings.staff_url or self.console_url

    async def close(self) -> None:
        """Close them, letting open requests finish for a moment."""
        for runner in self._runners:
            await runner.cleanup()

    async def _serve(self, app: web.Application, host: str, port: int, prefix: str = "") -> str:
        """Serve an application; the address to open. Our own access log is off: it would hold
        residents' addresses and times. `prefix` begins the names of the settings for it.
        """
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
        await runner.setup()
        self._runners.append(runner)
        try:
            await web.TCPSite(runner, host, port).start()
        except (OSError, ValueError) as error:
            raise ChannelError(why_closed(error, host, port, prefix)) from error
        opened = runner.addresses[0][1]
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{opened}"


def why_closed(error: OSError | ValueError, host: str, port: int, prefix: str) -> str:
    """A sentence on whether the address or the port is at fault, and the setting to change,
    whose name begins with `prefix`.
    """
    if isinstance(error, socket.gaierror | ValueError):
        return f"Adressen {host} finns inte. Ändra {prefix}HOST, till exempel till 127.0.0.1."
    match error.errno:
        case errno.EADDRNOTAVAIL:
            return (
                f"Adressen {host} hör inte till den här datorn. Ändra {prefix}HOST, "
                "till exempel till 127.0.0.1, eller 0.0.0.0 för alla adresser datorn har."
            )
        case errno.EADDRINUSE:
            return (
                f"Porten {port} på {host} är upptagen. Stäng det som använder den, eller välj "
                f"en annan med {prefix}PORT, till exempel {prefix}PORT={_OTHER_PORT}."
            )
        case errno.EACCES | errno.EPERM:
            return (
                f"Boten får inte öppna porten {port}. Välj en från 1024 och uppåt med "
                f"{prefix}PORT, till exempel {prefix}PORT={_OTHER_PORT}."
            )
    return (
        f"Det går inte att öppna porten {port} på {host} ({error.strerror}). "
        f"Ändra {prefix}HOST eller {prefix}PORT."
    )
