"""The accounts, for administrators: invite, change role, a new link, remove; and the log."""

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk, to
from bot.console.invitations import InvitationError, invitation_path, invite, renew
from bot.domain.staff import Account, Action, LogEntry, Role
from bot.store.database import Tables

ACCOUNTS = f"{ROOT}/konton"
LINK = f"{ACCOUNTS}/lank"
LINES = 50
"""Entries on one page of the log."""


class Colleagues:
    """The rooms that only administrators open."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/konton", self.show, Access.ADMINISTRATOR),
            Room("POST", "/konton/bjud-in", self.invite, Access.ADMINISTRATOR),
            Room("GET", "/konton/lank", self.show_link, Access.ADMINISTRATOR),
            Room("GET", "/konton/{key}", self.show_one, Access.ADMINISTRATOR),
            Room("POST", "/konton/{key}/roll", self.change_role, Access.ADMINISTRATOR),
            Room("POST", "/konton/{key}/lank", self.renew, Access.ADMINISTRATOR),
            Room("POST", "/konton/{key}/ta-bort", self.remove, Access.ADMINISTRATOR),
            Room("GET", "/logg", self.show_log, Access.ADMINISTRATOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Every account, and the form to invite."""
        return await self._page(request)

    async def invite(self, request: web.Request) -> web.StreamResponse:
        """Make an account and show its link."""
        visit = request[VISIT]
        name, role = visit.form.get("name", ""), _role(visit.form.get("role", ""))
        if role is None:
            return await self._page(request, name, {"role": "role"})
        try:
            token = await invite(self._desk.store, self._desk.clock, name, role, visit.who.name)
        except InvitationError as error:
            return await self._page(request, name, {"name": error.fault})
        visit.login.link = (name, self._address(request, token))
        return to(LINK)

    async def show_link(self, request: web.Request) -> web.StreamResponse:
        """The link just made; the page shows it once."""
        session = request[VISIT].login
        (name, link), session.link = session.link, ("", "")
        return self._desk.pages.show(request, "link.html", name=name, link=link)

    async def show_one(self, request: web.Request) -> web.StreamResponse:
        """One account, and what can be done with it."""
        return self._one(request, await self._account(request))

    async def change_role(self, request: web.Request) -> web.StreamResponse:
        """Give another role; the account's sessions end."""
        account = await self._account(request)
        role = _role(request[VISIT].form.get("role", ""))
        if role is None:
            return self._one(request, account, {"role": "role"})
        fault = await self._change(request, account, Action.ROLE_CHANGED, role)
        return self._changed(request, account, fault, "role")

    async def renew(self, request: web.Request) -> web.StreamResponse:
        """A new link for somebody who cannot log in."""
        visit, account = request[VISIT], await self._account(request)
        if account.key == visit.who.key:
            return self._one(request, account, {"link": "self"})
        token = await renew(self._desk.store, self._desk.clock, account.name, visit.who.name)
        visit.login.link = (account.name, self._address(request, token))
        return to(LINK)

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """Remove an account, once the box is ticked."""
        account = await self._account(request)
        if not request[VISIT].form.get("sure"):
            return self._one(request, account, {"sure": "sure"})
        fault = await self._change(request, account, Action.REMOVED, None)
        return self._changed(request, account, fault, "removed")

    async def show_log(self, request: web.Request) -> web.StreamResponse:
        """Who did what, the latest first."""
        asked = request.query.get("sida", "1")
        page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
        skip = (max(page, 1) - 1) * LINES
        found = await self._desk.store.read(lambda tables: tables.staff.log(LINES + 1, skip))
        return self._desk.pages.show(
            request, "log.html", entries=found[:LINES], page=max(page, 1), more=len(found) > LINES
        )

    async def _account(self, request: web.Request) -> Account:
        key = request.match_info["key"]
        account = await self._desk.store.read(lambda tables: tables.staff.get(key))
        if account is None:
            raise web.HTTPNotFound
        return account

    async def _page(
        self, request: web.Request, name: str = "", faults: dict[str, str] | None = None
    ) -> web.Response:
        accounts = await self._desk.store.read(lambda tables: tables.staff.all())
        return self._desk.pages.show(
            request,
            "colleagues.html",
            status=422 if faults else 200,
            accounts=accounts,
            name=name[:80],
            faults=faults or {},
        )

    def _one(
        self, request: web.Request, account: Account, faults: dict[str, str] | None = None
    ) -> web.Response:
        mine = account.key == request[VISIT].who.key
        return self._desk.pages.show(
            request,
            "colleague.html",
            status=422 if faults else 200,
            other=account,
            mine=mine,
            faults=faults or {},
        )

    async def _change(
        self, request: web.Request, account: Account, action: Action, role: Role | None
    ) -> str:
        """Change a role, or with None remove; why it was not done, or nothing.

        Asked inside the transaction, so that two administrators cannot remove each other.
        """
        who = request[VISIT].who
        entry = LogEntry(self._desk.clock.now(), who.name, action, account.name)

        def work(tables: Tables) -> str:
            if account.key == who.key:
                return "self"
            keeps = role is Role.ADMINISTRATOR
            if not keeps and _is_needed(tables, account.key):
                return "last"
            if role is None:
                tables.staff.remove(account.key)
                tables.staff_chats.unlink_account(account.key)
                tables.erased = True
            else:
                tables.staff.set_role(account.key, role)
            tables.staff.note(entry)
            return ""

        return await self._desk.store.turn(work)

    def _changed(
        self, request: web.Request, account: Account, fault: str, flash: str
    ) -> web.Response:
        if fault:
            return self._one(request, account, {"change": fault})
        self._desk.sessions.end_all(account.key)
        request[VISIT].login.flash = flash
        return to(ACCOUNTS)

    def _address(self, request: web.Request, token: str) -> str:
        base = self._desk.public_url.rstrip("/") or f"{request.scheme}://{request.host}"
        return base + invitation_path(token)


def _role(written: str) -> Role | None:
    return Role(written) if written in set(Role) else None


def _is_needed(tables: Tables, key: str) -> bool:
    """Whether this is the last who can administer."""
    account = tables.staff.get(key)
    administers = account and account.has_joined and account.role is Role.ADMINISTRATOR
    return bool(administers) and not tables.staff.has_other_administrator(key)
