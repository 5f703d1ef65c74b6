"""One meeting's page: where it stands, what to do next, and what residents have answered."""

from collections.abc import Mapping

from aiohttp import web

from bot.console.desk import Desk
from bot.console.meeting_form import missing, typed
from bot.console.previews import Frame
from bot.console.sending_view import View, views_about
from bot.domain.meeting import Meeting
from bot.domain.sending import Purpose
from bot.knowledge.invitations import pushed_invitation
from bot.knowledge.library import LANGUAGES


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
        now = self._desk.clock.now()
        tally, views = await self._desk.store.read(
            lambda tables: (
                tables.answers.tally(meeting.key),
                views_about(tables, meeting.key, now),
            )
        )
        return self._desk.pages.show(
            request,
            "meeting_page.html",
            status=422 if faults else 200,
            meeting=meeting,
            tally=tally,
            views=views,
            invited=_invited(views, meeting),
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


def _invited(views: tuple[View, ...], meeting: Meeting) -> View | None:
    """The sending of the invitation as it stands."""
    return next(
        (
            view
            for view in views
            if view.sending.purpose is Purpose.INVITATION
            and view.sending.revision == meeting.revision
        ),
        None,
    )
