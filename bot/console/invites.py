"""Sending a meeting's invitation: what it says, to whom it may go, and when it may not."""

from aiohttp import web

from bot.console.access import Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk
from bot.console.letters import Letter
from bot.console.sending_screen import SendingScreen
from bot.delivery import announcements
from bot.knowledge.invitations import invited

PLACE = "/traffar/{key}"


class Invites:
    """The sending screen of each meeting's invitation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._screen = SendingScreen(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            *self._screen.rooms(PLACE, self._letter),
            self._screen.counting(PLACE, self._letter),
        )

    async def _letter(self, request: web.Request) -> Letter:
        meeting = await self._desk.meeting(request)
        now = self._desk.clock.now()
        draft = announcements.invitation(
            self._desk.library, meeting, invited(meeting), approved_by="", starts=now
        )
        return Letter.of(
            draft,
            meeting.title,
            f"{ROOT}/traffar/{meeting.key}",
            lambda tables: tables.meetings.get(meeting.key) == meeting,
            refusal=meeting.why_not_invite(now),
        )
