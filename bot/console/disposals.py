"""What the retention plan erases: the plan, what goes next, and the protocol for the archive."""

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk, file_response, to
from bot.delivery.disposal import outlook, seen, vouch
from bot.domain.retention import Disposal
from bot.domain.staff import Action, LogEntry
from bot.domain.sweden import STOCKHOLM
from bot.printing.tables import CSV_TYPE, separated
from bot.store.database import Tables

DISPOSALS = f"{ROOT}/gallring"
KINDS = {"concern": "Berättelse", "question": "Fråga till träff"}
_HEADINGS = ("Gallrad vecka", "Slag", "Berättad vecka", "Kategori", "Antal")


class Disposals:
    """One page, its protocol as a file, and the button by which somebody vouches for the date."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Their routes. Exact counts are not for readers, as in the queue."""
        return (
            Room("GET", "/gallring", self.show, Access.EDITOR),
            Room("GET", "/gallring/protokoll.csv", self.protocol, Access.EDITOR),
            Room("POST", "/gallring/datum", self.vouch, Access.ADMINISTRATOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The plan, what goes next, and what has gone."""
        now, retention = self._desk.clock.now(), self._desk.library.municipality.retention
        today = now.astimezone(STOCKHOLM).date()
        ahead, calendar, lines = await self._desk.store.read(
            lambda tables: (
                outlook(tables, retention.plan, now),
                seen(tables, now),
                tables.disposals.protocol(),
            )
        )
        return self._desk.pages.show(
            request,
            "disposals.html",
            plan=retention,
            decided=retention.is_confirmed(today),
            ahead=ahead,
            today=today,
            since=None if calendar.is_trusted else calendar.trusted,
            lines=lines,
            kinds=KINDS,
        )

    async def protocol(self, _: web.Request) -> web.StreamResponse:
        """The protocol as a file that Excel in Swedish opens by itself; no cell is a formula."""
        lines = await self._desk.store.read(lambda tables: tables.disposals.protocol())
        body = separated((_HEADINGS, *map(self._row, lines)))
        return file_response(body, CSV_TYPE, "gallringsprotokoll.csv")

    async def vouch(self, request: web.Request) -> web.StreamResponse:
        """Somebody has looked at today's date, and says that it is right."""
        visit, now = request[VISIT], self._desk.clock.now()
        entry = LogEntry(now, visit.who.name, Action.DATE_VOUCHED)

        def work(tables: Tables) -> None:
            if not seen(tables, now).is_trusted:
                vouch(tables, now)
                tables.staff.note(entry)

        await self._desk.store.turn(work)
        visit.login.flash = "date_vouched"
        return to(DISPOSALS)

    def _row(self, line: Disposal) -> tuple[str, ...]:
        category = self._desk.pages.label(line.category) if line.category else ""
        return (line.week, KINDS[line.kind], line.told, category, str(line.number))
