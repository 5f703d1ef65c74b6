"""One concern as a PDF, for whoever asks to read it as a public record."""

import asyncio
from collections.abc import Iterator

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.case_page import PATH, CasePage
from bot.console.desk import Desk, file_response
from bot.console.opened import opened
from bot.domain.backlog import number
from bot.domain.case import Case
from bot.domain.concern import Origin
from bot.domain.staff import Action
from bot.knowledge.dates import day
from bot.printing.pdf import MEDIA_TYPE
from bot.printing.record import Record, record

_REMARKS = (
    (
        "Berättelsen är lämnad utan namn. Kommunen sparar inte vem som har berättat, och ingen tid "
        "finare än veckan."
    ),
    (
        "Ord inom hakar, som [namn], står i stället för något som kunde visa vem någon är. "
        "De gömda orden finns inte sparade."
    ),
)
_BY_STAFF = {Origin.STAFF: "personal, åt någon annan", Origin.TEST: "personal, som ett test"}
_OFTEN = {"once": "En gång", "often": "Ofta"}


class CaseExport:
    """The room that hands one out."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._page = CasePage(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Its route: a change, because it goes into the log."""
        return (Room("POST", f"{PATH}/utdrag", self.take, Access.EDITOR),)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """The PDF of all that is kept; the note only if asked for."""
        case, visit = await self._desk.case(request), request[VISIT]
        if any(opened(visit.login, one).locked for one in case.told):
            return await self._page.render(request, case, {"record": "case_locked"})
        handed = Record(
            title=f"Berättelse {number(case.key)}",
            author=self._desk.library.municipality.name,
            rows=list(self._rows(case)),
            texts=list(self._texts(request, case)),
            remarks=_REMARKS,
            footer=f"Utdrag {day(self._desk.clock.now(), 'sv')}",
        )
        body = await asyncio.to_thread(record, handed)
        await self._desk.note(visit.who.name, Action.CASE_EXPORTED, number(case.key))
        return file_response(body, MEDIA_TYPE, f"berattelse-{number(case.key)}.pdf")

    def _rows(self, case: Case) -> Iterator[tuple[str, str]]:
        """What is kept of it in fields, in the order of the page."""
        label, word = self._desk.pages.label, self._desk.pages.word
        yield "Berättat", word("week", case.week)
        yield "Vad", label(case.category)
        yield "Var", label(case.district)
        yield "När på dygnet", label(case.part_of_day)
        if case.often:
            yield "Hur ofta", _OFTEN[case.often]
        if case.origin in _BY_STAFF:
            yield "Inskriven av", _BY_STAFF[case.origin]
        yield "Läge", f"{word('state', case.state)}, {word('week', case.changed_week).lower()}"
        if case.reason:
            yield word("reason_of", case.state), case.reason
        if case.merged:
            yield "Samma sak som", f"berättelse {number(case.merged)}"

    def _texts(self, request: web.Request, case: Case) -> Iterator[tuple[str, str]]:
        visit = request[VISIT]
        gone = "Orden är raderade." if case.erased else "Ingen text."
        yield "Berättelsen", opened(visit.login, case).text or gone
        for one in case.additions:
            heading = f"Tillägg {self._desk.pages.word('week', one.week).lower()}"
            yield heading, opened(visit.login, one).text
        if case.answer:
            yield "Svar till den som berättade", case.answer
        if case.note and visit.form.get("with_note"):
            yield "Anteckning för kollegor", case.note
