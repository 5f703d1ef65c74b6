"""The rooms that everybody who works here may read: what waits, and numbers."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.desk import Desk
from bot.console.waiting import Waiting, fading, to_publish, waiting
from bot.console.warnings import MANY
from bot.domain.concern import MOST_A_DAY
from bot.domain.meeting import Meeting, Tally
from bot.domain.staff import TRIAL, Role
from bot.domain.sweden import STOCKHOLM, week_of
from bot.readiness import is_checked, missing_for_live, unchecked
from bot.situation import Situation
from bot.store.database import Tables
from bot.store.marks import Mark

Counted = tuple[Meeting, Tally]


class Rooms:
    """What can be read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/", self.overview, Access.READER),
            Room("GET", "/texter", self.numbers, Access.READER),
        )

    async def overview(self, request: web.Request) -> web.StreamResponse:
        """What waits for me."""
        now, today = self._desk.clock.now(), self._today()
        week = week_of(now)
        may_publish = request[VISIT].who.role.covers(Role.EDITOR)
        counted, concerns, secured, asked, paused, todo = await self._desk.store.read(
            lambda tables: (
                _counted(tables),
                (tables.concerns.count_unread(), tables.concerns.waiting() > MOST_A_DAY),
                tables.staff.has_secured_administrator(),
                tables.checks.asked(week),
                tables.marks.words(Mark.PAUSED),
                (
                    *self._fading(request, tables),
                    *waiting(tables, now),
                    *(self._unpublished(tables) if may_publish else ()),
                ),
            )
        )
        missing = missing_for_live(
            self._desk.library,
            today=today,
            public_url=self._desk.public_url,
            has_admin_with_second_factor=secured,
        )
        return self._desk.pages.show(
            request,
            "overview.html",
            coming=_coming(counted, now),
            todo=todo,
            concerns=concerns[0],
            flood=concerns[1] and MOST_A_DAY,
            many={self._fraud(kind): n for kind, n in asked.items() if n >= MANY},
            unchecked=len(unchecked(self._desk.library, today)),
            missing=missing,
            trial=request[VISIT].who is TRIAL,
            paused=paused is not None,
        )

    async def numbers(self, request: web.Request) -> web.StreamResponse:
        """The telephone numbers and whether the municipality has checked them."""
        today, library = self._today(), self._desk.library
        waiting = unchecked(library, today)
        rest = {key: number for key, number in library.contacts.items() if key not in waiting}
        checked = {key for key, number in library.contacts.items() if is_checked(number, today)}
        return self._desk.pages.show(
            request, "numbers.html", waiting=waiting, rest=rest, checked=checked
        )

    def _unpublished(self, tables: Tables) -> Iterator[Waiting]:
        library = self._desk.library
        situation = Situation(library, live=self._desk.live)
        return to_publish(tables, situation, library.figure_words("sv"), self._desk.clock.now())

    def _fading(self, request: web.Request, tables: Tables) -> tuple[Waiting, ...]:
        """For those who may see what it is about."""
        if not request[VISIT].who.role.covers(Role.EDITOR):
            return ()
        retention = self._desk.library.municipality.retention
        return tuple(fading(tables, retention, self._desk.clock.now()))

    def _fraud(self, kind: str) -> str:
        return self._desk.library.fraud(kind, "sv")

    def _today(self) -> date:
        return self._desk.clock.now().astimezone(STOCKHOLM).date()


def _counted(tables: Tables) -> tuple[Counted, ...]:
    return tuple((meeting, tables.answers.tally(meeting.key)) for meeting in tables.meetings.all())


def _coming(counted: Iterable[Counted], now: datetime) -> tuple[Counted, ...]:
    """Those that residents can still answer."""
    return tuple(pair for pair in counted if pair[0].is_open(now))
