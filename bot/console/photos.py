"""The photo of a meeting: given with a description, replaced, removed, and shown to colleagues."""

from dataclasses import replace

from aiohttp import web

from bot.console.access import VISIT, Access, Room, Visit
from bot.console.cookies import ROOT
from bot.console.desk import Desk, to
from bot.console.meeting_page import MeetingPage
from bot.domain.meeting import Meeting
from bot.domain.photo import MEDIA_TYPE, Photo
from bot.domain.staff import Action
from bot.pictures import is_heic
from bot.store.database import Tables

LONGEST_TEXT = 200
"""Characters of the description."""
PATH = "/traffar/{key}/foto"


class Photos:
    """The rooms of the photo."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._page = MeetingPage(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Their routes; the one that takes a photo is the only room that takes a file."""
        return (
            Room("GET", PATH, self.show, Access.READER),
            Room("POST", PATH, self.take, Access.EDITOR, takes_file=True),
            Room("POST", f"{PATH}/ta-bort", self.remove, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The picture itself, drafts' too."""
        meeting = await self._desk.meeting(request)
        photo = await self._desk.store.read(lambda tables: tables.photos.get(meeting.key))
        if photo is None:
            raise web.HTTPNotFound
        return web.Response(body=photo.content, content_type=MEDIA_TYPE)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Keep a photo made anew with its description, or the description alone where there is
        a photo already.
        """
        visit, meeting = request[VISIT], await self._desk.meeting(request)
        text = " ".join(visit.form.get("photo_text", "").split())
        has_one = await self._desk.store.read(lambda tables: tables.photos.get(meeting.key))
        fault = _file_fault(visit, has_one)
        if not fault and not 0 < len(text) <= LONGEST_TEXT:
            fault = "photo_text"
        photo = await self._desk.pictures.copied(visit.file) if visit.file and not fault else None
        if visit.file and not fault and photo is None:
            fault = "photo_broken"
        if fault:
            return await self._page.render(request, meeting, {"photo": fault})
        done = await self._keep(request, meeting, text, photo)
        return self._back(request, meeting, "photo_kept" if done else "")

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """Erase the photo and its description."""
        meeting = await self._desk.meeting(request)
        entry = self._desk.entry(request, Action.PHOTO_REMOVED, meeting.title)

        def work(tables: Tables) -> bool:
            _describe(tables, meeting.key, "")
            if not tables.photos.erase(meeting.key):
                return False
            tables.staff.note(entry)
            return True

        done = await self._desk.store.turn(work)
        return self._back(request, meeting, "photo_removed" if done else "")

    async def _keep(
        self, request: web.Request, meeting: Meeting, text: str, photo: Photo | None
    ) -> bool:
        """False where the meeting, or the photo that was only to be described, is gone by now."""
        entry = self._desk.entry(request, Action.PHOTO_KEPT, meeting.title)

        def work(tables: Tables) -> bool:
            if photo is None and tables.photos.get(meeting.key) is None:
                return False
            if not _describe(tables, meeting.key, text):
                return False
            if photo:
                tables.photos.put(meeting.key, photo)
            tables.staff.note(entry)
            return True

        return await self._desk.store.turn(work)

    def _back(self, request: web.Request, meeting: Meeting, flash: str) -> web.Response:
        request[VISIT].login.flash = flash
        return to(f"{ROOT}/traffar/{meeting.key}")


def _describe(tables: Tables, key: str, text: str) -> bool:
    """Change nothing else of a meeting, whatever it has become; False where it is gone."""
    meeting = tables.meetings.get(key)
    if meeting is None:
        return False
    tables.meetings.put(replace(meeting, photo_text=text))
    return True


def _file_fault(visit: Visit, kept: Photo | None) -> str:
    """What is wrong with the file before it is opened, or nothing."""
    if visit.file_is_large:
        return "photo_large"
    if not visit.file:
        return "" if kept else "photo_none"
    return "photo_foreign" if is_heic(visit.file) else ""
