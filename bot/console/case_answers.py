"""How far a concern has come, and the answer behind its code: seen as the person will see it
before it is kept.
"""

from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web

from bot.casework import settle
from bot.console.access import VISIT, Access, Room
from bot.console.case_page import PATH, CasePage
from bot.console.desk import Desk
from bot.console.fields import lines_of
from bot.console.previews import Frame
from bot.domain.backlog import LONGEST_ANSWER, LONGEST_REASON, SETTABLE, Outcome, number
from bot.domain.case import Case, ConcernState
from bot.domain.imprint import imprint
from bot.domain.message import Reply
from bot.domain.staff import Action
from bot.domain.sweden import week_of
from bot.knowledge.case_status import case_status
from bot.knowledge.library import LANGUAGES


class CaseAnswers:
    """The form of state and answer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._page = CasePage(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Its routes."""
        return (
            Room("GET", f"{PATH}/svar", self.show, Access.EDITOR),
            Room("POST", f"{PATH}/svar", self.take, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The form with what is said now."""
        case = await self._open_case(request)
        return self._form(request, case, _typed(Outcome.of(case)))

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Show what the person will see, or keep it once that was seen."""
        case, form = await self._open_case(request), request[VISIT].form
        outcome = _read(form)
        faults = outcome.faults
        if faults or form.get("step") == "change":
            return self._form(request, case, form, faults)
        if form.get("step") != "keep":
            return self._form(request, case, form, seen=outcome)
        if form.get("was") != imprint(Outcome.of(case)) and outcome != Outcome.of(case):
            return self._form(request, case, form, {"was": "case_other"})
        done = await self._keep(request, case, outcome)
        return self._page.back(request, case, "case_answered" if done else "case_withdrawn")

    async def _keep(self, request: web.Request, case: Case, outcome: Outcome) -> bool:
        """False where the person has taken their words back meanwhile; twice is once."""
        entry = self._desk.entry(request, Action.CASE_ANSWERED, number(case.key))
        week = week_of(self._desk.clock.now())

        return await self._desk.store.turn(
            lambda tables: settle(tables, case.key, outcome, week, entry)
        )

    def _form(
        self,
        request: web.Request,
        case: Case,
        values: Mapping[str, str],
        faults: Mapping[str, str] | None = None,
        seen: Outcome | None = None,
    ) -> web.Response:
        return self._desk.pages.show(
            request,
            "case_answer.html",
            status=422 if faults else 200,
            case=case,
            number=number(case.key),
            values=values,
            faults=faults or {},
            seen=seen,
            frames=self._seen(case, seen) if seen else (),
            personal=bool(seen and self._names_somebody(seen)),
            was=imprint(Outcome.of(case)),
            states=SETTABLE,
            longest_reason=LONGEST_REASON,
            longest_answer=LONGEST_ANSWER,
        )

    def _seen(self, case: Case, outcome: Outcome) -> tuple[Frame, ...]:
        """What is shown to whoever has the code, as each channel shows it."""
        told = replace(
            case,
            state=outcome.state,
            reason=outcome.reason,
            answer=outcome.answer,
            changed_week=week_of(self._desk.clock.now()),
        )
        library = self._desk.library
        replies = {one: Reply(case_status(library, told, one)) for one in LANGUAGES}
        return self._desk.previews.frames(replies)

    def _names_somebody(self, outcome: Outcome) -> bool:
        """Whether staff's own words point at a person, as far as they can be read by machine."""
        return bool(self._desk.reader.read(f"{outcome.reason}\n{outcome.answer}").personal)

    async def _open_case(self, request: web.Request) -> Case:
        """The concern; one that was taken back, or is the same as another, is answered nowhere."""
        case = await self._desk.case(request)
        if case.state is ConcernState.WITHDRAWN or case.merged:
            raise web.HTTPNotFound
        return case


def _read(form: Mapping[str, str]) -> Outcome:
    written = form.get("state", "")
    state = ConcernState(written) if written in set(ConcernState) else ConcernState.RECEIVED
    reason = " ".join(form.get("reason", "").split())
    return Outcome(state, reason, lines_of(form, "answer"))


def _typed(outcome: Outcome) -> dict[str, str]:
    state = outcome.state if outcome.state in SETTABLE else ConcernState.READ
    return {"state": state, "reason": outcome.reason, "answer": outcome.answer}
