"""What has been sent and what is on its way: the archive, the progress, Stop, and once more."""

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.desk import Desk, to
from bot.console.sending_screen import SENDINGS
from bot.console.sending_view import View, view_of, views_of
from bot.console.speed import Speedometer
from bot.domain.phase import MOVING, Phase
from bot.domain.sending import RowState
from bot.domain.staff import Action
from bot.knowledge.library import LANGUAGES

MOST_LISTED = 100
_AGAIN = {
    "failed": (RowState.FAILED, Action.RESENT_FAILED),
    "uncertain": (RowState.UNCERTAIN, Action.RESENT_UNCERTAIN),
}


class Sendings:
    """The rooms of what has been approved."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._speed = Speedometer()

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/utskick", self.list, Access.READER),
            Room("GET", "/utskick/{key}", self.show, Access.READER),
            Room("GET", "/utskick/{key}/lage", self.progress, Access.READER),
            Room("POST", "/utskick/{key}/stoppa", self.stop, Access.EDITOR),
            Room("POST", "/utskick/{key}/fortsatt", self.go_on, Access.EDITOR),
            Room("POST", "/utskick/{key}/kasta", self.discard, Access.EDITOR),
            Room("POST", "/utskick/{key}/igen", self.resend, Access.EDITOR),
        )

    async def list(self, request: web.Request) -> web.StreamResponse:
        """The archive, the newest first."""
        now, frauds = self._desk.clock.now(), self._desk.library.frauds(LANGUAGES[0])
        views = await self._desk.store.read(
            lambda tables: views_of(tables, now, MOST_LISTED, frauds)
        )
        return self._desk.pages.show(request, "sendings.html", views=views)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """One sending: its progress or its result, what it said, and what can be done."""
        return await self._page(request)

    async def progress(self, request: web.Request) -> web.StreamResponse:
        """The figures alone, for the script on the page."""
        view = await self._view(request)
        return self._desk.pages.show(request, "progress.html", view=view)

    async def stop(self, request: web.Request) -> web.StreamResponse:
        """Let nothing more of it leave."""
        view = await self._view(request)
        if view.phase is not Phase.DONE:
            await self._desk.broadcasts.stop(view.sending.key)
            await self._note(request, Action.STOPPED, view)
        return to(f"{SENDINGS}/{view.sending.key}")

    async def go_on(self, request: web.Request) -> web.StreamResponse:
        """Take it up again, once the box is ticked."""
        view = await self._view(request)
        if not request[VISIT].form.get("sure"):
            return await self._page(request, {"go_on": "sure_on"})
        if view.phase is Phase.STOPPED:
            await self._desk.broadcasts.go_on(view.sending.key)
            await self._note(request, Action.WENT_ON, view)
        return to(f"{SENDINGS}/{view.sending.key}")

    async def discard(self, request: web.Request) -> web.StreamResponse:
        """Throw it away where nothing has left, so that it can be written anew and sent."""
        view = await self._view(request)
        if not await self._desk.broadcasts.discard(view.sending.key):
            return await self._page(request, {"discard": "has_left"})
        await self._note(request, Action.DISCARDED, view)
        request[VISIT].login.flash = "discarded"
        return to(SENDINGS)

    async def resend(self, request: web.Request) -> web.StreamResponse:
        """Send once more to those who failed or are uncertain, as one explicit choice."""
        visit, view = request[VISIT], await self._view(request)
        chosen = _AGAIN.get(visit.form.get("state", ""))
        if chosen is None or self._desk.clock.now() >= view.sending.expires:
            return await self._page(request, {"again": "too_late_again"})
        state, action = chosen
        if not visit.form.get("sure"):
            return await self._page(request, {f"again_{state}": "sure_again"})
        if await self._desk.broadcasts.resend(view.sending.key, state):
            await self._note(request, action, view)
        return to(f"{SENDINGS}/{view.sending.key}")

    async def _page(
        self, request: web.Request, faults: dict[str, str] | None = None
    ) -> web.Response:
        view, now = await self._view(request), self._desk.clock.now()
        key = view.sending.key
        texts, again, amendment = await self._desk.store.read(
            lambda tables: (
                tables.sendings.texts(key),
                {name: tables.outbox.retriable(key, one[0]) for name, one in _AGAIN.items()},
                tables.amendments.get(key),
            )
        )
        return self._desk.pages.show(
            request,
            "sending_page.html",
            status=422 if faults else 200,
            view=view,
            faults=faults or {},
            frames=self._desk.previews.frames(texts),
            amendment=amendment,
            again=again if now < view.sending.expires else {},
            moving=view.phase in MOVING,
            untouched=view.settled == view.dropped and not view.underway,
        )

    async def _view(self, request: web.Request) -> View:
        key, now = request.match_info["key"], self._desk.clock.now()
        frauds = self._desk.library.frauds(LANGUAGES[0])
        view = await self._desk.store.read(lambda tables: view_of(tables, key, now, frauds))
        if view is None:
            raise web.HTTPNotFound
        speed = self._speed.look(key, view.settled, self._desk.clock.seconds())
        return view.at_speed(speed)

    async def _note(self, request: web.Request, action: Action, view: View) -> None:
        entry = self._desk.entry(request, action, view.title)
        await self._desk.store.turn(lambda tables: tables.staff.note(entry))
