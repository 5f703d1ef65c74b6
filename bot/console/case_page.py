"""One concern's page, and what is done on it with one press: read, noted, parted from another."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cases import CASES, Line
from bot.console.desk import Desk, to
from bot.console.fields import lines_of
from bot.console.opened import Words, opened
from bot.domain.backlog import LONGEST_NOTE, number, unread_additions
from bot.domain.case import Case, ConcernState
from bot.domain.meeting import Meeting
from bot.domain.staff import Action
from bot.domain.sweden import week_of
from bot.store.database import Tables

PATH = "/berattelser/{key}"


@dataclass(frozen=True, slots=True)
class Added:
    """Something that was added to a concern."""

    key: str
    week: str
    words: Words
    unread: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What belongs to a concern: those that are the same, and the meeting it is taken up at."""

    same: tuple[Case, ...]
    head: Case | None
    meeting: Meeting | None


class CasePage:
    """Shows a concern with all that was done about it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Its routes."""
        return (
            Room("GET", PATH, self.show, Access.EDITOR),
            Room("POST", f"{PATH}/last", self.read, Access.EDITOR),
            Room("POST", f"{PATH}/anteckning", self.note, Access.EDITOR),
            Room("POST", f"{PATH}/isar", self.part, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The page. Opening it changes nothing: staff say themselves what they have read."""
        return await self.render(request, await self._desk.case(request))

    async def render(
        self, request: web.Request, case: Case, faults: Mapping[str, str] | None = None
    ) -> web.Response:
        """The page, with what was wrong in one of its forms."""
        session, now = request[VISIT].login, self._desk.clock.now()
        known = await self._desk.store.read(lambda tables: _known(tables, case))
        return self._desk.pages.show(
            request,
            "case.html",
            status=422 if faults else 200,
            case=case,
            number=number(case.key),
            told=opened(session, case),
            added=[
                Added(one.key, one.week, opened(session, one), one.unread) for one in case.additions
            ],
            fresh=len(unread_additions(case)),
            same=[Line(one, number(one.key), opened(session, one), 0) for one in known.same],
            head=known.head and number(known.head.key),
            meeting=known.meeting,
            meeting_is_over=bool(known.meeting and known.meeting.is_over(now)),
            note=request[VISIT].form.get("note", case.note),
            longest_note=LONGEST_NOTE,
            faults=faults or {},
        )

    async def read(self, request: web.Request) -> web.StreamResponse:
        """Staff say that they have read it, and what was added to it."""
        case = await self._desk.case(request)
        entry = self._desk.entry(request, Action.CASE_READ, number(case.key))
        week = week_of(self._desk.clock.now())

        def work(tables: Tables) -> bool:
            found = tables.concerns.get(case.key)
            if found is None or not found.unread:
                return False
            tables.concerns.additions_read(found.key)
            if found.state is ConcernState.RECEIVED:
                tables.concerns.set_state(found.key, ConcernState.READ, "", week)
            tables.staff.note(entry)
            return True

        await self._desk.store.turn(work)
        return self.back(request, case, "case_read")

    async def note(self, request: web.Request) -> web.StreamResponse:
        """Keep staff's own note, or with an empty one none."""
        case = await self._desk.case(request)
        note = lines_of(request[VISIT].form, "note")
        if len(note) > LONGEST_NOTE:
            return await self.render(request, case, {"note": "case_long_note"})
        entry = self._desk.entry(request, Action.CASE_NOTED, number(case.key))

        def work(tables: Tables) -> bool:
            found = tables.concerns.get(case.key)
            if found is None or found.note == note:
                return found is not None
            tables.erased = True
            tables.staff.note(entry)
            return tables.concerns.note(case.key, note)

        done = await self._desk.store.turn(work)
        return self.back(request, case, "case_noted" if done else "case_withdrawn")

    async def part(self, request: web.Request) -> web.StreamResponse:
        """Take back that it is the same as another."""
        case = await self._desk.case(request)
        entry = self._desk.entry(request, Action.CASE_PARTED, number(case.key))
        week = week_of(self._desk.clock.now())

        def work(tables: Tables) -> None:
            found = tables.concerns.get(case.key)
            if found is not None and found.merged:
                tables.concerns.part(case.key, week)
                tables.staff.note(entry)

        await self._desk.store.turn(work)
        return self.back(request, case, "case_parted")

    def back(self, request: web.Request, case: Case, flash: str) -> web.Response:
        """Lead to the page, which says once what was done."""
        request[VISIT].login.flash = flash
        return to(f"{CASES}/{case.key}")


def _known(tables: Tables, case: Case) -> Known:
    return Known(
        same=tables.concerns.merged_into(case.key),
        head=tables.concerns.get(case.merged) if case.merged else None,
        meeting=tables.meetings.get(case.meeting) if case.meeting else None,
    )
