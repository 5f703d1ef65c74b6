"""Meetings: the list, and the form in which they are written, changed and published."""

from dataclasses import replace

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.changes import Changes, is_moved
from bot.console.cookies import ROOT
from bot.console.desk import Desk, to
from bot.console.meeting_form import (
    SPOKEN,
    WHOLE,
    Filled,
    changed,
    missing,
    read_form,
    typed,
)
from bot.console.meeting_page import MeetingPage
from bot.domain.imprint import imprint
from bot.domain.keys import KEY_LENGTH, spelled
from bot.domain.meeting import Meeting, Standing
from bot.domain.staff import Action, LogEntry
from bot.store.database import Tables

MEETINGS = f"{ROOT}/traffar"


class Meetings:
    """The rooms where meetings are planned."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._page = MeetingPage(desk)
        self._changes = Changes(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/traffar", self.list, Access.READER),
            Room("GET", "/traffar/ny", self.new, Access.EDITOR),
            Room("POST", "/traffar/ny", self.create, Access.EDITOR),
            Room("GET", "/traffar/{key}", self._page.show, Access.READER),
            Room("GET", "/traffar/{key}/andra", self.edit, Access.EDITOR),
            Room("POST", "/traffar/{key}/andra", self.save, Access.EDITOR),
            Room("POST", "/traffar/{key}/publicera", self.publish, Access.EDITOR),
            Room("POST", "/traffar/{key}/ta-bort", self.remove, Access.EDITOR),
            *self._changes.rooms(),
        )

    async def list(self, request: web.Request) -> web.StreamResponse:
        """Drafts, what comes, and what has been, each with its tallies."""
        now = self._desk.clock.now()
        counted = await self._desk.store.read(
            lambda tables: [(one, tables.answers.tally(one.key)) for one in tables.meetings.all()]
        )
        past = [pair for pair in reversed(counted) if pair[0].is_over(now)]
        ahead = [pair for pair in counted if not pair[0].is_over(now)]
        return self._desk.pages.show(
            request,
            "meetings.html",
            drafts=[pair for pair in ahead if pair[0].standing is Standing.DRAFT],
            coming=[pair for pair in ahead if pair[0].standing is not Standing.DRAFT],
            past=past,
        )

    async def new(self, request: web.Request) -> web.StreamResponse:
        """An empty form."""
        return self._form(request, Filled({"spoken_sv": "1"}, {}))

    async def create(self, request: web.Request) -> web.StreamResponse:
        """Keep a new meeting as a draft: nobody but staff sees it."""
        key = spelled(self._desk.clock.chance(), KEY_LENGTH)
        filled = self._read(request, key)
        if filled.meeting is None:
            return self._form(request, filled)
        draft = replace(filled.meeting, standing=Standing.DRAFT)
        await self._put(request, None, draft, Action.MEETING_MADE)
        return self._done(request, "meeting_made", key)

    async def edit(self, request: web.Request) -> web.StreamResponse:
        """The form, filled in."""
        meeting = await self._desk.meeting(request)
        return self._form(request, Filled(typed(meeting), {}), meeting)

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Change a meeting, if nobody else has changed it since the form was opened."""
        visit, old = request[VISIT], await self._desk.meeting(request)
        filled = self._read(request, old.key)
        if filled.meeting is None:
            return self._form(request, filled, old)
        new = changed(old, filled.meeting)
        fresh = visit.form.get("was") == imprint(old)
        if fresh and is_moved(old, new) and old.is_open(self._desk.clock.now()):
            return await self._changes.move(request, old, new)
        if not (fresh and await self._put(request, old, new, Action.MEETING_CHANGED)):
            return self._form(request, Filled(filled.values, {"was": "other"}), old)
        return self._done(request, "meeting_saved", old.key)

    async def publish(self, request: web.Request) -> web.StreamResponse:
        """Let residents see a draft; nobody is told of it by this."""
        draft = await self._desk.meeting(request)
        if draft.standing is not Standing.DRAFT or draft.is_over(self._desk.clock.now()):
            return to(f"{MEETINGS}/{draft.key}")
        published = replace(draft, standing=Standing.PUBLISHED)
        done = await self._put(request, draft, published, Action.MEETING_PUBLISHED)
        return self._done(request, "meeting_published" if done else "", draft.key)

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """Throw a draft away. What has been published is cancelled instead."""
        draft = await self._desk.meeting(request)
        if draft.standing is not Standing.DRAFT:
            return to(f"{MEETINGS}/{draft.key}")
        if not request[VISIT].form.get("sure"):
            return await self._page.render(request, draft, {"remove": "sure_draft"})
        entry = self._desk.entry(request, Action.MEETING_REMOVED, draft.title)

        def work(tables: Tables) -> None:
            if tables.meetings.remove_draft(draft.key):
                tables.photos.erase(draft.key)
                tables.staff.note(entry)

        await self._desk.store.turn(work)
        return self._done(request, "meeting_removed", "")

    def _read(self, request: web.Request, key: str) -> Filled:
        districts = [one.id for one in self._desk.library.municipality.districts]
        return read_form(request[VISIT].form, key, self._desk.clock.now(), districts)

    def _form(
        self, request: web.Request, filled: Filled, meeting: Meeting | None = None
    ) -> web.Response:
        return self._desk.pages.show(
            request,
            "meeting_form.html",
            status=422 if filled.faults else 200,
            meeting=meeting,
            values=filled.values,
            faults=filled.faults,
            was=imprint(meeting) if meeting else "",
            missing=missing(filled.values),
            whole=WHOLE,
            spoken=SPOKEN,
        )

    async def _put(
        self, request: web.Request, old: Meeting | None, new: Meeting, action: Action
    ) -> bool:
        """Keep a meeting; False where it is no longer what it was when it was read."""
        entry: LogEntry = self._desk.entry(request, action, new.title)

        def work(tables: Tables) -> bool:
            if tables.meetings.get(new.key) != old:
                return False
            tables.meetings.put(new)
            tables.staff.note(entry)
            return True

        return await self._desk.store.turn(work)

    def _done(self, request: web.Request, flash: str, key: str) -> web.Response:
        request[VISIT].login.flash = flash
        return to(f"{MEETINGS}/{key}" if key else MEETINGS)
