"""The switch that pauses the service, and back."""

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk, to
from bot.domain.staff import Action, LogEntry
from bot.store.database import Tables
from bot.store.marks import Mark

PAUSE = f"{ROOT}/paus"
LONGEST_NOTICE = 200
"""Characters that staff may add to the notice: two short sentences on a small phone."""


class Pausing:
    """One switch, one text."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/paus", self.show, Access.READER),
            Room("POST", "/paus", self.pause, Access.EDITOR),
            Room("POST", "/paus/av", self.resume, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Whether it is paused, and what residents read meanwhile."""
        return await self._page(request)

    async def pause(self, request: web.Request) -> web.StreamResponse:
        """Pause it; nothing happens until the box is ticked."""
        visit = request[VISIT]
        notice = " ".join(visit.form.get("notice", "").split())
        if not visit.form.get("sure"):
            return await self._page(request, notice, {"sure": "sure_pause"})
        if len(notice) > LONGEST_NOTICE:
            return await self._page(request, notice, {"notice": "long_notice"})
        entry = LogEntry(self._desk.clock.now(), visit.who.name, Action.PAUSED)

        def work(tables: Tables) -> None:
            tables.marks.put_words(Mark.PAUSED, notice)
            tables.staff.note(entry)

        await self._desk.store.turn(work)
        visit.login.flash = "paused"
        return to(PAUSE)

    async def resume(self, request: web.Request) -> web.StreamResponse:
        """Let it answer again; pressed twice it is one."""
        visit = request[VISIT]
        entry = LogEntry(self._desk.clock.now(), visit.who.name, Action.UNPAUSED)

        def work(tables: Tables) -> None:
            if tables.marks.lift(Mark.PAUSED):
                tables.staff.note(entry)

        await self._desk.store.turn(work)
        visit.login.flash = "unpaused"
        return to(PAUSE)

    async def _page(
        self, request: web.Request, notice: str = "", faults: dict[str, str] | None = None
    ) -> web.StreamResponse:
        paused = await self._desk.store.read(lambda tables: tables.marks.words(Mark.PAUSED))
        return self._desk.pages.show(
            request,
            "pause.html",
            status=400 if faults else 200,
            paused=paused,
            notice=notice,
            faults=faults or {},
            most=LONGEST_NOTICE,
        )
