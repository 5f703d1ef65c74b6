"""How many have been told, have answered and have asked to be told: counts, never a person."""

from dataclasses import dataclass

from aiohttp import web

from bot.console.access import Access, Room
from bot.console.desk import Desk
from bot.domain.meeting import Meeting, Standing, Tally
from bot.domain.membership import News
from bot.domain.need import Need
from bot.domain.sending import Purpose, RowState
from bot.store.database import Tables

FEWEST = 5
"""Fewer than these subscribers are not told apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting's figures; those of meetings are exact."""

    meeting: Meeting
    invited: int
    tally: Tally
    lift: int
    loop: int


class Statistics:
    """The room of figures."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Its route."""
        return (Room("GET", "/statistik", self.show, Access.READER),)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Every meeting that has been public, and the subscribers by kind and district."""
        town = self._desk.library.municipality
        lines, total, kinds, districts, everywhere = await self._desk.store.read(
            lambda tables: (
                tuple(_line(tables, one) for one in reversed(tables.meetings.public())),
                tables.members.count(),
                {kind: tables.members.wanting(kind) for kind in News},
                {one.sv: tables.members.within(one.id) for one in town.districts},
                tables.members.everywhere(),
            )
        )
        return self._desk.pages.show(
            request,
            "statistics.html",
            lines=[line for line in lines if line.meeting.standing is not Standing.DRAFT],
            total=small(total),
            kinds={kind: small(number) for kind, number in kinds.items()},
            districts={name: small(number) for name, number in districts.items()},
            everywhere=small(everywhere),
        )


def small(number: int) -> str:
    """A count of people who can be told apart when they are few; 0 to 4 are one."""
    return f"<{FEWEST}" if number < FEWEST else str(number)


def _line(tables: Tables, meeting: Meeting) -> Line:
    needs = tables.needs.of(meeting.key)
    invited = sum(
        tables.outbox.progress(one.key).count(RowState.SENT)
        for one in tables.sendings.about(meeting.key)
        if one.purpose is Purpose.INVITATION
    )
    tally = tables.answers.tally(meeting.key)
    return Line(meeting, invited, tally, needs[Need.LIFT], needs[Need.LOOP])
