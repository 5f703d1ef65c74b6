"""One meeting's page: where it stands, what to do next, and what residents have answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.console.access import VISIT
from bot.console.desk import Desk
from bot.console.meeting_form import missing, typed
from bot.console.sending_view import View, views_about
from bot.domain.aftermath import Verdict
from bot.domain.case import Case
from bot.domain.meeting import Meeting, Tally
from bot.domain.need import Need
from bot.domain.photo import Photo
from bot.domain.question import MeetingQuestion
from bot.domain.sending import Purpose, Sending
from bot.knowledge.invitations import in_every_language
from bot.knowledge.meeting_link import meeting_link
from bot.knowledge.press import paper_text, sms_text
from bot.store.database import Tables


@dataclass(frozen=True, slots=True)
class Known:
    """What the file holds about one meeting, beside the meeting itself; all of it counts."""

    tally: Tally
    views: tuple[View, ...]
    needs: Mapping[Need, int]
    questions: tuple[MeetingQuestion, ...]
    queued: int
    verdicts: Mapping[Verdict, int]
    said: bool
    photo: Photo | None
    pushed: Mapping[str, Sending]
    """By question, the sending of its answer where there is one."""
    cases: tuple[Case, ...]
    """Concerns that are taken up there."""


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
        known = await self._desk.store.read(lambda tables: _known(tables, meeting.key, now))
        views = known.views
        return self._desk.pages.show(
            request,
            "meeting_page.html",
            status=422 if faults else 200,
            meeting=meeting,
            known=known,
            tally=known.tally,
            views=views,
            paper=paper_text(self._desk.library, meeting, self._desk.chat_url),
            sms=sms_text(self._desk.library, meeting),
            link=meeting_link(self._desk.chat_url, meeting.key),
            invited=_invited(views, meeting),
            faults=faults or {},
            missing=missing(typed(meeting)),
            over=meeting.is_over(now),
            open=meeting.is_open(now),
            may_push=not meeting.why_not_invite(now),
            photo_text=request[VISIT].form.get("photo_text", meeting.photo_text),
            answered=request.query.get("svarad", ""),
            frames=self._desk.previews.frames(in_every_language(self._desk.library, meeting)),
        )


def _known(tables: Tables, key: str, now: datetime) -> Known:
    questions = tables.questions.all(key)
    pushed = {
        one.key: sending
        for one in questions
        if (sending := tables.sendings.find(Purpose.AGENDA_ANSWER, one.key, 1))
    }
    return Known(
        tally=tables.answers.tally(key),
        views=views_about(tables, key, now),
        needs=tables.needs.of(key),
        questions=questions,
        queued=sum(one.number for one in tables.seats.queue(key)),
        verdicts=tables.aftermath.verdicts(key),
        said=tables.aftermath.written(key) is not None,
        pushed=pushed,
        photo=tables.photos.get(key),
        cases=tables.concerns.of_meeting(key),
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
