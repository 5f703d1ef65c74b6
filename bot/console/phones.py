"""One's own phones: a one-time code to link a chat by, and the chats that are linked."""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk, to
from bot.domain.keys import CODE_LENGTH, spelled
from bot.domain.sending import MOST_TESTERS
from bot.domain.staff import Action
from bot.store.database import Tables
from bot.store.staff_chats import StaffChat, hash_of

PHONES = f"{ROOT}/konto/telefoner"
CODE_HOLDS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked chat as it is shown: on which channel, and what its button brings back."""

    channel: str
    mark: str


class Phones:
    """The rooms where a colleague links chats."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/konto/telefoner", self.show, Access.READER),
            Room("POST", "/konto/telefoner/kod", self.offer, Access.READER),
            Room("POST", "/konto/telefoner/bort", self.unlink, Access.READER),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The linked chats, and the code while it holds."""
        visit, now = request[VISIT], self._desk.clock.now()
        account, code = visit.who.key, visit.login.chat_code
        chats, holds, count = await self._desk.store.read(
            lambda tables: (
                tables.staff_chats.of(account),
                bool(code) and tables.staff_chats.offered(code, now) == account,
                tables.staff_chats.count(),
            )
        )
        full = not self._desk.live and count >= MOST_TESTERS
        shown = f"{code[:4]} {code[4:]}" if holds else ""
        linked = [Linked(chat.address.partition(":")[0], _mark(chat)) for chat in chats]
        return self._desk.pages.show(
            request, "phones.html", chats=linked, code=shown, full=full, most=MOST_TESTERS
        )

    async def offer(self, request: web.Request) -> web.StreamResponse:
        """A new code; an earlier one stops working."""
        visit = request[VISIT]
        account, code = visit.who.key, spelled(self._desk.clock.chance(), CODE_LENGTH)
        until = self._desk.clock.now() + CODE_HOLDS
        await self._desk.store.turn(lambda tables: tables.staff_chats.offer(account, code, until))
        visit.login.chat_code = code
        return to(PHONES)

    async def unlink(self, request: web.Request) -> web.StreamResponse:
        """Take the link of one of one's own chats away."""
        visit, account = request[VISIT], request[VISIT].who.key
        entry = self._desk.entry(request, Action.CHAT_UNLINKED)

        def work(tables: Tables) -> bool:
            gone = [chat for chat in tables.staff_chats.of(account) if _mark(chat) == mark]
            for chat in gone:
                tables.staff_chats.unlink(chat.address)
                tables.staff.note(entry)
                tables.erased = True
            return bool(gone)

        mark = visit.form.get("chat", "")
        if await self._desk.store.turn(work):
            visit.login.flash = "unlinked"
        return to(PHONES)


def _mark(chat: StaffChat) -> str:
    """What tells one chat from another without showing its address."""
    return hash_of(chat.address)[:16]
