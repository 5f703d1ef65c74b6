"""Pushing the answer to a question to those who have answered the meeting, if staff choose to."""

from aiohttp import web

from bot.console.access import Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk
from bot.console.letters import Letter
from bot.console.sending_screen import SendingScreen
from bot.delivery import announcements
from bot.domain.question import QuestionState
from bot.store.database import Tables

PLACE = "/traffar/{key}/fraga/{question}"
_REFUSALS = {"draft": "draft", "cancelled": "called_off", "begun": "has_begun"}


class AgendaAnswers:
    """The sending screen of each answered question."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._screen = SendingScreen(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return self._screen.rooms(PLACE, self._letter)

    async def _letter(self, request: web.Request) -> Letter:
        """Only an answer that everybody may read, and only under its own meeting."""
        meeting, now = await self._desk.meeting(request), self._desk.clock.now()
        key = request.match_info["question"]
        question = await self._desk.store.read(lambda tables: tables.questions.get(key))
        if (
            question is None
            or question.meeting != meeting.key
            or question.state is not QuestionState.ANSWERED
        ):
            raise web.HTTPNotFound
        draft = announcements.agenda_answer(
            self._desk.library, meeting, question, approved_by="", now=now
        )

        def holds(tables: Tables) -> bool:
            return (tables.meetings.get(meeting.key), tables.questions.get(key)) == (
                meeting,
                question,
            )

        refusal = meeting.why_not_invite(now)
        return Letter.of(
            draft,
            meeting.title,
            f"{ROOT}/traffar/{meeting.key}",
            holds,
            refusal=_REFUSALS.get(refusal, refusal),
        )
