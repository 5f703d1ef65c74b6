"""Two concerns about the same thing: one of them follows the other from then on."""

from collections.abc import Mapping

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.case_page import PATH, CasePage
from bot.console.cases import Line
from bot.console.desk import Desk
from bot.console.opened import opened
from bot.domain.backlog import number, resembling
from bot.domain.case import Case, ConcernState
from bot.domain.staff import Action
from bot.domain.sweden import week_of
from bot.store.database import Tables


class CaseMerges:
    """The room in which a concern is laid to another."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._page = CasePage(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Its routes."""
        return (
            Room("GET", f"{PATH}/samma", self.show, Access.EDITOR),
            Room("POST", f"{PATH}/samma", self.take, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Those that may be the same, the likeliest first."""
        return await self._form(request, await self._open_case(request), {})

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Let this one follow the chosen one; twice is once."""
        case, into = await self._desk.case(request), request[VISIT].form.get("into", "")
        entry = self._desk.entry(request, Action.CASE_MERGED, number(case.key))
        week = week_of(self._desk.clock.now())

        def work(tables: Tables) -> bool:
            found, head = tables.concerns.get(case.key), tables.concerns.get(into)
            if found is None or head is None or head.state is ConcernState.WITHDRAWN:
                return False
            if found.merged == into:
                return True
            if not tables.concerns.merge(case.key, into, week):
                return False
            tables.staff.note(entry)
            return True

        if await self._desk.store.turn(work):
            return self._page.back(request, case, "case_merged")
        fault = "case_gone" if into else "case_same"
        return await self._form(request, await self._open_case(request), {"into": fault})

    async def _form(
        self, request: web.Request, case: Case, faults: Mapping[str, str]
    ) -> web.Response:
        session = request[VISIT].login
        held = await self._desk.store.read(lambda tables: tables.concerns.released())
        return self._desk.pages.show(
            request,
            "case_merge.html",
            status=422 if faults else 200,
            case=case,
            number=number(case.key),
            told=opened(session, case),
            others=[
                Line(one, number(one.key), opened(session, one), 0)
                for one in resembling(case, held)
            ],
            faults=faults,
        )

    async def _open_case(self, request: web.Request) -> Case:
        """The concern; one that was taken back or follows another already is laid to none."""
        case = await self._desk.case(request)
        if case.state is ConcernState.WITHDRAWN or case.merged:
            raise web.HTTPNotFound
        return case
