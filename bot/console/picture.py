"""Lägesbild: the published figures about concerns, a quarter at a time, drawn and to take away."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.charts import Bars, Columns, bars, columns
from bot.console.cookies import ROOT
from bot.console.desk import Desk, file_response, to
from bot.domain.figures import Chart, Figure, Picture, Published, Row, Trend, trend
from bot.domain.quarter import Quarter, quarter_named
from bot.domain.staff import Action, Role
from bot.knowledge.figure_words import FigureWords
from bot.knowledge.library import LANGUAGES
from bot.open_data import OpenData
from bot.printing.pdf import MEDIA_TYPE as PDF_TYPE
from bot.printing.quarter_report import quarter_report
from bot.printing.tables import CSV_TYPE, WORKBOOK_TYPE, csv_file, workbook
from bot.situation import Situation
from bot.store.database import Tables
from bot.store.open_data import MEDIA_TYPE as DATABASE_TYPE

PICTURE = f"{ROOT}/lagesbild"
ALL = "alla"
"""Stands for a quarter in the address of what holds every published one."""
MOST_COLUMNS = 8
"""Quarters drawn side by side; the table beside holds as many."""
_File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Compared:
    """A row with what it was a year before, where that is published."""

    row: Row
    before: Figure | None

    @property
    def trend(self) -> Trend | None:
        """How they compare."""
        return trend(self.row.figure, self.before) if self.before else None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as a table and as a drawing."""

    title: str
    rows: tuple[Compared, ...]
    bars: Bars


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is: published quarters and those that can be, newest first."""

    published: tuple[Published, ...]
    waiting: tuple[Quarter, ...]

    def of(self, quarter: Quarter) -> Published | None:
        """A published quarter, or None."""
        return next((one for one in self.published if one.picture.quarter == quarter), None)


class PictureRooms:
    """The rooms of the situation picture."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._situation = Situation(desk.library, live=desk.live)
        self._open = OpenData(desk.store, desk.library)

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/lagesbild", self.newest, Access.READER),
            Room("GET", "/lagesbild/{quarter}", self.show, Access.READER),
            Room("POST", "/lagesbild/{quarter}/publicera", self.publish, Access.EDITOR),
            Room("GET", "/lagesbild/{quarter}/{file}", self.file, Access.READER),
        )

    async def newest(self, request: web.Request) -> web.StreamResponse:
        """The newest published quarter."""
        shelf = await self._shelf()
        if not shelf.published:
            return self._desk.pages.show(
                request, "picture_none.html", words_of=self._words, shelf=shelf
            )
        return self._page(request, shelf, shelf.published[0].picture)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """One quarter: as published, or to those who may publish it as it would be. A reader, who
        does not read concerns, is not to learn from figures that move.
        """
        quarter = _quarter(request)
        shelf = await self._shelf()
        if one := shelf.of(quarter):
            return self._page(request, shelf, one.picture)
        if not request[VISIT].who.role.covers(Role.EDITOR):
            raise web.HTTPNotFound
        return await self._preview(request, shelf, quarter)

    async def publish(self, request: web.Request) -> web.StreamResponse:
        """Publish a quarter for good, once somebody has said yes to it."""
        quarter, now = _quarter(request), self._desk.clock.now()
        if not request[VISIT].form.get("sure"):
            faults = {"sure": "sure_figures"}
            return await self._preview(request, await self._shelf(), quarter, faults)
        entry = self._desk.entry(request, Action.FIGURES_PUBLISHED, self._words.name(quarter))

        def work(tables: Tables) -> bool:
            done = self._situation.publish(tables, quarter, now)
            if done:
                tables.staff.note(entry)
            return done

        if await self._desk.store.turn(work):
            request[VISIT].login.flash = "figures_published"
        return to(f"{PICTURE}/{quarter}")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Something to take away, of one quarter or of all."""
        shelf, name = await self._shelf(), request.match_info["file"]
        if request.match_info["quarter"] == ALL:
            quarters, after = shelf.published, ""
            makers = self._of_all(quarters)
        else:
            quarter = _quarter(request)
            one = shelf.of(quarter)
            quarters, after = (one,) if one else (), f"-{quarter}"
            makers = self._of_one(one, shelf.of(quarter.a_year_before)) if one else {}
        if name not in makers or not quarters:
            raise web.HTTPNotFound
        kind, content = await makers[name]()
        called = f"{self._words.file}{after}.{name.rpartition('.')[2]}"
        return file_response(content, kind, called)

    def _of_one(
        self, one: Published, before: Published | None
    ) -> Mapping[str, Callable[[], Awaitable[_File]]]:
        async def report() -> _File:
            return PDF_TYPE, await quarter_report(self._desk.library, one, before)

        return {"rapport.pdf": report} | self._tables((one,))

    def _of_all(
        self, quarters: Sequence[Published]
    ) -> Mapping[str, Callable[[], Awaitable[_File]]]:
        async def database() -> _File:
            return DATABASE_TYPE, (await self._open.shared(LANGUAGES[0])).database

        return {"oppna-data.db": database} | self._tables(quarters)

    def _tables(self, quarters: Sequence[Published]) -> dict[str, Callable[[], Awaitable[_File]]]:
        async def plain() -> _File:
            return CSV_TYPE, csv_file(quarters, self._words)

        async def book() -> _File:
            return WORKBOOK_TYPE, workbook(quarters, self._words)

        return {"siffror.csv": plain, "siffror.xlsx": book}

    async def _preview(
        self,
        request: web.Request,
        shelf: Shelf,
        quarter: Quarter,
        faults: Mapping[str, str] | None = None,
    ) -> web.Response:
        """What a quarter would be published as, with the button."""
        if quarter not in shelf.waiting:
            raise web.HTTPNotFound
        picture = await self._desk.store.read(
            lambda tables: self._situation.preview(tables, quarter)
        )
        return self._page(request, shelf, picture, faults)

    def _page(
        self,
        request: web.Request,
        shelf: Shelf,
        picture: Picture,
        faults: Mapping[str, str] | None = None,
    ) -> web.Response:
        published, before = shelf.of(picture.quarter), shelf.of(picture.quarter.a_year_before)
        past = before.picture if before else None
        return self._desk.pages.show(
            request,
            "picture.html",
            status=422 if faults else 200,
            faults=faults or {},
            words_of=self._words,
            shelf=shelf,
            picture=picture,
            published=published,
            past=past,
            compared=_compared(picture, past),
            charts=[_drawn(self._words, chart, picture, past) for chart in Chart],
            course=_course(shelf.published) if published else (),
            columns=_columns(shelf.published),
            all=ALL,
        )

    async def _shelf(self) -> Shelf:
        now = self._desk.clock.now()
        return await self._desk.store.read(
            lambda tables: Shelf(tables.figures.published(), self._situation.waiting(tables, now))
        )

    @property
    def _words(self) -> FigureWords:
        return self._desk.library.figure_words(LANGUAGES[0])


def _quarter(request: web.Request) -> Quarter:
    """The quarter whose name stands in the address."""
    quarter = quarter_named(request.match_info["quarter"])
    if quarter is None:
        raise web.HTTPNotFound
    return quarter


def _drawn(words: FigureWords, chart: Chart, picture: Picture, past: Picture | None) -> Drawn:
    rows = picture.charts[chart]
    before = [past.figure(chart, row.choice) if past else None for row in rows]
    compared = tuple(Compared(*pair) for pair in zip(rows, before, strict=True))
    return Drawn(words.chart(chart), compared, bars(rows, before))


def _compared(picture: Picture, past: Picture | None) -> Trend | None:
    """How the totals compare, where both are shown."""
    if past is None or picture.total is None or past.total is None:
        return None
    return trend(picture.total, past.total)


def _course(published: Sequence[Published]) -> tuple[Picture, ...]:
    """The newest quarters, in the order of time."""
    return tuple(one.picture for one in reversed(published[:MOST_COLUMNS]))


def _columns(published: Sequence[Published]) -> Columns:
    return columns(
        [(f"K{one.quarter.number}", str(one.quarter.year), one.total) for one in _course(published)]
    )
