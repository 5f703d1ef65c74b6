"""Sending a meeting's invitation: what it says, to whom it may go, and when it may not."""

from aiohttp import web

from bot.console.access import Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk
from bot.console.letters import Letter
from bot.console.sending_screen import SendingScreen
from bot.domain.membership import News
from bot.domain.sending import Audience, Purpose
from bot.knowledge.invitations import pushed_invitation
from bot.knowledge.library import LANGUAGES


class Invites:
    """The sending screen of each meeting's invitation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._screen = SendingScreen(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/traffar/{key}/skicka", self.show, Access.EDITOR),
            Room("POST", "/traffar/{key}/skicka", self.take, Access.EDITOR),
            Room("GET", "/traffar/{key}/antal", self.count, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The screen."""
        return await self._screen.show(request, await self._letter(request))

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Count anew, test, or send."""
        return await self._screen.take(request, await self._letter(request))

    async def count(self, request: web.Request) -> web.StreamResponse:
        """How many would get it."""
        return await self._screen.count(request, await self._letter(request))

    async def _letter(self, request: web.Request) -> Letter:
        meeting = await self._desk.meeting(request)
        library = self._desk.library
        return Letter(
            purpose=Purpose.INVITATION,
            subject=meeting.key,
            title=meeting.title,
            back=f"{ROOT}/traffar/{meeting.key}",
            replies={one: pushed_invitation(library, meeting, one) for one in LANGUAGES},
            audience=Audience.subscribers(News.INVITATIONS, meeting.districts),
            expires=meeting.starts,
            holds=lambda tables: tables.meetings.get(meeting.key) == meeting,
            revision=meeting.revision,
            refusal=meeting.why_not_invite(self._desk.clock.now()),
        )
