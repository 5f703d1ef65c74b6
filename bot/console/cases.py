"""What residents have told: the queue, what waits longest first, and the way to each one.

Only editors and administrators come here. A masked text can still let somebody who knows the place
guess who is meant, so no more people read it than those who do something about it; readers have
the figures, in which small numbers are hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk
from bot.console.opened import Words, opened
from bot.domain.backlog import (
    EVERYTHING,
    Pile,
    Sieve,
    number,
    piles,
    since,
    unread_additions,
)
from bot.domain.case import Case
from bot.domain.sweden import week_of
from bot.domain.weeks import number_in_year, weeks_between

CASES = f"{ROOT}/berattelser"
PAGE = 30
"""Concerns on one page of the queue."""
_WORDS: Mapping[str, Pile] = {
    "vantar": Pile.WAITING,
    "lasta": Pile.READ,
    "vidare": Pile.FORWARDED,
    "klara": Pile.CLOSED,
}
"""What the piles are called in addresses."""


@dataclass(frozen=True, slots=True)
class Line:
    """One concern in the queue."""

    case: Case
    number: str
    words: Words
    fresh: int
    """Additions that nobody has read."""


@dataclass(frozen=True, slots=True)
class Week:
    """What waits since one week, or was told or closed in it; in no order that tells when."""

    year: str
    of_year: int
    waited: int
    lines: tuple[Line, ...]


class Cases:
    """The queue."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Its route."""
        return (Room("GET", "/berattelser", self.show, Access.EDITOR),)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """One pile, a page at a time, sieved by what was asked for."""
        query, town = request.query, self._desk.library.municipality
        held = await self._desk.store.read(lambda tables: tables.concerns.released())
        name = query.get("lage", "") if query.get("lage", "") in _WORDS else "vantar"
        sieve = Sieve(query.get("kategori", ""), query.get("omrade", ""), query.get("vecka", ""))
        kept = piles(held, sieve)
        found = kept[_WORDS[name]]
        page = _page(query.get("sida", ""), len(found))
        return self._desk.pages.show(
            request,
            "cases.html",
            weeks=self._weeks(request, _WORDS[name], found[(page - 1) * PAGE : page * PAGE]),
            counts={word: len(kept[pile]) for word, pile in _WORDS.items()},
            name=name,
            sieve=sieve,
            sieved=sieve != EVERYTHING,
            places=_places(sieve),
            page=page,
            more=len(found) > page * PAGE,
            categories=[one for one in town.concern_categories if one.stored],
            districts=town.districts,
            told_weeks=sorted({one.week for one in held}, reverse=True),
        )

    def _weeks(self, request: web.Request, pile: Pile, cases: Sequence[Case]) -> list[Week]:
        session, now = request[VISIT].login, week_of(self._desk.clock.now())
        weeks = []
        for week, found in groupby(cases, key=_closed if pile is Pile.CLOSED else since):
            lines = tuple(
                Line(one, number(one.key), opened(session, one), len(unread_additions(one)))
                for one in found
            )
            waited = weeks_between(week, now) if pile is Pile.WAITING else 0
            weeks.append(Week(week[:4], number_in_year(week), waited, lines))
        return weeks


def _closed(case: Case) -> str:
    return case.changed_week


def _page(written: str, length: int) -> int:
    """The page that was asked for, if there is one."""
    last = max(1, -(-length // PAGE))
    asked = int(written) if written.isascii() and written.isdigit() and len(written) < 5 else 1
    return asked if 0 < asked <= last else 1


def _places(sieve: Sieve) -> dict[str, str]:
    """Each pile's address under the same sieve."""
    rest = {"kategori": sieve.category, "omrade": sieve.district, "vecka": sieve.week}
    kept = {name: value for name, value in rest.items() if value}
    return {word: f"{CASES}?{urlencode({'lage': word} | kept)}" for word in _WORDS}
