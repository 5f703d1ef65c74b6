"""A concern taken up at a meeting: staff word it as a question, which stands on the agenda."""

from collections.abc import Mapping

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.case_page import PATH, CasePage
from bot.console.desk import Desk
from bot.console.fields import lines_of
from bot.console.opened import opened
from bot.domain.backlog import number
from bot.domain.case import Case, ConcernState
from bot.domain.keys import KEY_LENGTH, spelled
from bot.domain.meeting import Meeting
from bot.domain.question import LONGEST_QUESTION, MeetingQuestion
from bot.domain.staff import Action
from bot.domain.sweden import week_of
from bot.knowledge.privacy import mask
from bot.store.database import Tables


class CaseAgenda:
    """The room in which a concern becomes a question to a meeting."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._page = CasePage(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Its routes."""
        return (
            Room("GET", f"{PATH}/traff", self.show, Access.EDITOR),
            Room("POST", f"{PATH}/traff", self.take, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The coming meetings, and the words to begin with."""
        case = await self._open_case(request)
        told = opened(request[VISIT].login, case)
        words = told.text if len(told.text) <= LONGEST_QUESTION else ""
        return await self._form(request, case, {"question": words})

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Keep the question, once it holds nothing that points at a person; twice is once."""
        case, form = await self._open_case(request), request[VISIT].form
        meetings = {one.key: one for one in await self._meetings()}
        meeting = meetings.get(form.get("meeting", ""))
        written = lines_of(form, "question")
        masked = self._masked(written)
        faults = _faults(meeting, written, masked)
        if faults or meeting is None:
            return await self._form(request, case, form | {"question": masked}, faults)
        await self._keep(request, case, meeting, masked)
        return self._page.back(request, case, "case_on_agenda")

    async def _keep(self, request: web.Request, case: Case, meeting: Meeting, words: str) -> None:
        week = week_of(self._desk.clock.now())
        key = spelled(self._desk.clock.chance(), KEY_LENGTH)
        entry = self._desk.entry(request, Action.CASE_ON_AGENDA, meeting.title)

        def work(tables: Tables) -> None:
            found = tables.concerns.get(case.key)
            if found is None or found.meeting or found.state is ConcernState.WITHDRAWN:
                return
            tables.concerns.put_on_agenda(case.key, meeting.key)
            tables.questions.file(MeetingQuestion(key, meeting.key, week, words))
            tables.staff.note(entry)

        await self._desk.store.turn(work)

    def _masked(self, written: str) -> str:
        found = self._desk.reader.read(written).personal
        return mask(written, found, self._desk.library.mask_words("sv"))

    async def _meetings(self) -> tuple[Meeting, ...]:
        now = self._desk.clock.now()
        held = await self._desk.store.read(lambda tables: tables.meetings.public())
        return tuple(one for one in held if one.is_open(now) and not one.example)

    async def _form(
        self,
        request: web.Request,
        case: Case,
        values: Mapping[str, str],
        faults: Mapping[str, str] | None = None,
    ) -> web.Response:
        return self._desk.pages.show(
            request,
            "case_agenda.html",
            status=422 if faults else 200,
            case=case,
            number=number(case.key),
            told=opened(request[VISIT].login, case),
            meetings=await self._meetings(),
            values=values,
            faults=faults or {},
            longest=LONGEST_QUESTION,
        )

    async def _open_case(self, request: web.Request) -> Case:
        """The concern; one that was taken back is taken up nowhere."""
        case = await self._desk.case(request)
        if case.state is ConcernState.WITHDRAWN or case.erased:
            raise web.HTTPNotFound
        return case


def _faults(meeting: Meeting | None, written: str, masked: str) -> dict[str, str]:
    faults = {} if meeting else {"meeting": "case_meeting"}
    if not 0 < len(written) <= LONGEST_QUESTION:
        faults["question"] = "case_question"
    elif masked != written:
        faults["question"] = "case_personal"
    return faults
