"""One meeting's page: where it stands, what to do next, and what residents have answered."""

from collections.abc import Mapping

from aiohttp import web

from bot.console.desk import Desk
from bot.console.meeting_form import missing, typed
from bot.console.previews import Frame
from bot.domain.meeting import Meeting
from bot.domain.sending import Progress, Sending
from bot.knowledge.invitations import pushed_invitation
from bot.knowledge.library import LANGUAGES
from bot.store.database import Tables

Told = tuple[Sending, Progress]


class MeetingPage:
    """Shows all that belongs to one meeting."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The page."""
        return await self.render(request, await self._desk.meeting(request))

    async def render(
        self, request: web.Request, meeting: Meeting, faults: Mapping[str, str] | None = None
    ) -> web.Response:
        """The page, with what was wrong in one of its forms."""
        tally, sendings = await self._desk.store.read(
            lambda tables: (tables.answers.tally(meeting.key), _told(tables, meeting.key))
        )
        now = self._desk.clock.now()
        return self._desk.pages.show(
            request,
            "meeting_page.html",
            status=422 if faults else 200,
            meeting=meeting,
            tally=tally,
            sendings=sendings,
            faults=faults or {},
            missing=missing(typed(meeting)),
            over=meeting.is_over(now),
            open=meeting.is_open(now),
            frames=self._frames(meeting),
        )

    def _frames(self, meeting: Meeting) -> tuple[Frame, ...]:
        library = self._desk.library
        return self._desk.previews.frames(
            {language: pushed_invitation(library, meeting, language) for language in LANGUAGES}
        )


def _told(tables: Tables, key: str) -> list[Told]:
    return [(one, tables.outbox.progress(one.key)) for one in tables.sendings.about(key)]
