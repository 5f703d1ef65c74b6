"""The staff console as one part of the web application, under /personal."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web
from argon2 import PasswordHasher

from bot.clock import Clock
from bot.console.access import Access, Room
from bot.console.account import MyAccount
from bot.console.agenda_answers import AgendaAnswers
from bot.console.case_agenda import CaseAgenda
from bot.console.case_answers import CaseAnswers
from bot.console.case_entry import CaseEntry
from bot.console.case_export import CaseExport
from bot.console.case_masks import CaseMasks
from bot.console.case_merges import CaseMerges
from bot.console.case_page import CasePage
from bot.console.cases import Cases
from bot.console.colleagues import Colleagues
from bot.console.cookies import ROOT, Cookies
from bot.console.corrections import Corrections
from bot.console.desk import OVERVIEW, Codes, Desk, Reads, to
from bot.console.disposals import Disposals
from bot.console.followups import Followups
from bot.console.guard import Guard, add_headers
from bot.console.invitations import TrialLink
from bot.console.invites import Invites
from bot.console.locks import Locks
from bot.console.login import Login
from bot.console.meetings import Meetings
from bot.console.pages import Pages
from bot.console.passwords import Passwords
from bot.console.pausing import Pausing
from bot.console.phones import Phones
from bot.console.photos import Photos
from bot.console.picture import PictureRooms
from bot.console.previews import Preview, Previews
from bot.console.rooms import Rooms
from bot.console.sendings import Sendings
from bot.console.sessions import Sessions
from bot.console.statistics import Statistics
from bot.console.throttle import Throttle
from bot.console.warnings import Warnings
from bot.custody.vault import Vault
from bot.delivery.broadcast import Broadcasts
from bot.knowledge.library import Library
from bot.pictures import Pictures
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.custody.sealing import Sealer

SWEPT_EVERY = 60.0
"""Seconds between two looks for sessions that are over."""
LONGEST_CODE_WAIT = 600.0
CODES_FORGOTTEN_AFTER = 24 * 3600.0
"""Whoever guesses codes has the password already: they wait longer, and are remembered longer."""


class Console:
    """The rooms for staff.

    `secure` says that browsers reach it by https; `live`, that a second factor is demanded and
    that try mode's own link is gone.
    """

    def __init__(  # noqa: PLR0913 - main hands over all that the console knows
        self,
        store: Store,
        library: Library,
        clock: Clock,
        *,
        public_url: str,
        secure: bool,
        live: bool,
        broadcasts: Broadcasts,
        previews: Mapping[str, Preview],
        reader: Reads,
        chat_url: str = "",
        pictures: Pictures | None = None,
        hasher: PasswordHasher | None = None,
        case_codes: Codes | None = None,
        sealer: "Sealer | None" = None,
        vault: Vault | None = None,
    ) -> None:
        """`previews` show a reply as each channel does, by the channel's name; `hasher` is
        argon2id with RFC 9106's low-memory parameters unless given.
        """
        now = clock.seconds()
        self._vault = vault or Vault()
        self._desk = Desk(
            store=store,
            library=library,
            clock=clock,
            sessions=Sessions(clock),
            guesses=Throttle(now),
            codes=Throttle(now, LONGEST_CODE_WAIT, CODES_FORGOTTEN_AFTER),
            passwords=Passwords(clock.chance(), hasher),
            cookies=Cookies(secure=secure),
            pages=Pages(library, live=live),
            trial=TrialLink(clock),
            broadcasts=broadcasts,
            previews=Previews(previews),
            pictures=pictures or Pictures(),
            chat_url=chat_url,
            public_url=public_url.rstrip("/"),
            secure=secure,
            live=live,
            reader=reader,
            case_codes=case_codes,
            sealer=sealer,
        )

    def rooms(self) -> tuple[Room, ...]:
        """Every route of the console, with the least it asks for."""
        desk = self._desk
        own = (
            Room("GET", "", self._to_overview, Access.OPEN),
            Room("GET", "/static/{name}", self._static, Access.OPEN),
        )
        return (
            own
            + Login(desk).rooms()
            + Rooms(desk).rooms()
            + Meetings(desk).rooms()
            + Invites(desk).rooms()
            + Sendings(desk).rooms()
            + Followups(desk).rooms()
            + AgendaAnswers(desk).rooms()
            + Photos(desk).rooms()
            + Statistics(desk).rooms()
            + PictureRooms(desk).rooms()
            + MyAccount(desk).rooms()
            + Phones(desk).rooms()
            + Colleagues(desk).rooms()
            + Pausing(desk).rooms()
            + Warnings(desk).rooms()
            + Corrections(desk).rooms()
            + Cases(desk).rooms()
            + CaseEntry(desk).rooms()
            + CasePage(desk).rooms()
            + CaseAnswers(desk).rooms()
            + CaseAgenda(desk).rooms()
            + CaseExport(desk).rooms()
            + CaseMasks(desk).rooms()
            + CaseMerges(desk).rooms()
            + Locks(desk, self._vault).rooms()
            + Disposals(desk).rooms()
        )

    def add_to(self, app: web.Application) -> None:
        """Put the console under /personal; nothing of it touches other paths."""
        rooms = self.rooms()
        part = web.Application(middlewares=[Guard(self._desk, rooms).middleware])
        for room in rooms:
            part.router.add_route(room.method, room.path, room.handler)
        part.on_response_prepare.append(add_headers)
        part.cleanup_ctx.append(self._swept)
        part.on_cleanup.append(self._close)
        app.add_subapp(ROOT, part)

    async def first_login_link(self, base: str = "") -> str | None:
        """In try mode, the address of a one-time login for main to print; None when live.

        `base` is where the bot answers, if that is not `public_url`; an older link stops working.
        """
        if self._desk.live:
            return None
        token = self._desk.trial.make()
        return f"{(base or self._desk.public_url).rstrip('/')}{ROOT}/prov/{token}"

    async def _to_overview(self, _: web.Request) -> web.StreamResponse:
        return to(OVERVIEW)

    async def _static(self, request: web.Request) -> web.StreamResponse:
        """A file by its exact name in memory: no path is ever joined."""
        found = self._desk.pages.files.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        kind, body = found
        headers = {"Cache-Control": "public, max-age=86400"}
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    async def _swept(self, _: web.Application) -> AsyncIterator[None]:
        """Let go of what is over also while nobody visits: an unlocked key may be among it."""
        task = asyncio.create_task(self._sweep())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEPT_EVERY)
            self._desk.sessions.sweep()

    async def _close(self, _: web.Application) -> None:
        self._desk.passwords.close()
        self._vault.close()
