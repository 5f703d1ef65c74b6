"""My account: password, second factor, recovery codes, every session ended."""

from collections.abc import Iterable

from aiohttp import web

from bot.console import factor
from bot.console.access import VISIT, Access, Room, Visit
from bot.console.cookies import ROOT
from bot.console.desk import SETUP, Desk, to
from bot.console.sessions import Stage
from bot.domain.staff import TRIAL, Account, Action, LogEntry
from bot.store.database import Tables

MINE = f"{ROOT}/konto"
CODES = f"{MINE}/reservkoder"


class MyAccount:
    """The rooms where colleagues look after their own login."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/konto", self.show, Access.READER),
            Room("POST", "/konto/losenord", self.change_password, Access.READER, own=True),
            Room("GET", "/konto/tvasteg", self.show_setup, Access.SETUP, own=True),
            Room("GET", "/konto/qr.svg", self.show_picture, Access.SETUP, own=True),
            Room("POST", "/konto/tvasteg", self.set_up, Access.SETUP, own=True),
            Room("POST", "/konto/tvasteg/av", self.take_away, Access.READER, own=True),
            Room("GET", "/konto/reservkoder", self.show_codes, Access.READER, own=True),
            Room("POST", "/konto/reservkoder", self.renew_codes, Access.READER, own=True),
            Room("POST", "/konto/logga-ut-overallt", self.leave_all, Access.READER),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The page."""
        return await self._page(request, 200, {})

    async def change_password(self, request: web.Request) -> web.StreamResponse:
        """Change the password; every other session ends."""
        visit = request[VISIT]
        account, form = visit.who, visit.form
        faults = self._desk.new_password_faults(form, account.name)
        faults = faults or await self._desk.confirm(account, form.get("password", ""))
        if faults:
            return await self._page(request, 422, {"change": faults})
        password = await self._desk.passwords.hash(form["new"])
        entry = self._entry(account, Action.PASSWORD_CHANGED)

        def work(tables: Tables) -> Account | None:
            tables.staff.set_password(account.key, password)
            tables.staff.note(entry)
            tables.erased = True
            return tables.staff.get(account.key)

        return self._again(request, await self._desk.store.turn(work), "password")

    async def show_setup(self, request: web.Request) -> web.StreamResponse:
        """The QR code and the field for the first code."""
        return self._setup_page(request, 200, {})

    async def show_picture(self, request: web.Request) -> web.StreamResponse:
        """The QR code as a picture."""
        visit = request[VISIT]
        if not visit.login.seed:
            raise web.HTTPNotFound
        return web.Response(body=factor.picture(self._address(visit)), content_type="image/svg+xml")

    async def set_up(self, request: web.Request) -> web.StreamResponse:
        """Take the second factor into use, once its first code has been shown to work."""
        visit = request[VISIT]
        seed, now = visit.login.seed, self._desk.clock.now()
        if not seed:
            return to(SETUP)
        if visit.who.has_factor and (
            faults := await self._desk.confirm(visit.who, visit.form.get("password", ""))
        ):
            return self._setup_page(request, 422, faults)
        step = factor.step_of(seed, visit.form.get("code", ""), now)
        if step is None:
            return self._setup_page(request, 422, {"code": "code"})
        return await self._keep_factor(request, seed, step, Action.FACTOR_ADDED)

    async def take_away(self, request: web.Request) -> web.StreamResponse:
        """Go back to the password alone, which only try mode allows."""
        visit = request[VISIT]
        if self._desk.live:
            return self._desk.pages.notice(request, "denied", 403)
        if faults := await self._desk.confirm(visit.who, visit.form.get("password", "")):
            return await self._page(request, 422, {"off": faults})
        return await self._keep_factor(request, "", 0, Action.FACTOR_REMOVED)

    async def show_codes(self, request: web.Request) -> web.StreamResponse:
        """The recovery codes just made; the page shows them once."""
        session = request[VISIT].login
        codes, session.codes = session.codes, ()
        return self._desk.pages.show(request, "codes.html", codes=codes)

    async def renew_codes(self, request: web.Request) -> web.StreamResponse:
        """Make new recovery codes in place of the old."""
        visit = request[VISIT]
        account = visit.who
        if not account.has_factor:
            return to(MINE)
        if faults := await self._desk.confirm(account, visit.form.get("password", "")):
            return await self._page(request, 422, {"renew": faults})
        codes = self._new_codes()
        hashes, entry = _hashes(account, codes), self._entry(account, Action.RECOVERY_RENEWED)

        def work(tables: Tables) -> None:
            tables.staff.renew_recovery(account.key, hashes)
            tables.staff.note(entry)
            tables.erased = True

        await self._desk.store.turn(work)
        visit.login.codes = codes
        return to(CODES)

    async def leave_all(self, request: web.Request) -> web.StreamResponse:
        """End every session of the account, this one too."""
        account = request[VISIT].who
        entry = self._entry(account, Action.LOGGED_OUT_EVERYWHERE)

        def work(tables: Tables) -> None:
            tables.staff.end_sessions(account.key)
            tables.staff.note(entry)

        await self._desk.store.turn(work)
        self._desk.sessions.end_all(account.key)
        return self._desk.leave(request)

    async def _page(
        self, request: web.Request, status: int, faults: dict[str, dict[str, str]]
    ) -> web.Response:
        """The page, with what was wrong in one of its forms."""
        key = request[VISIT].who.key
        left = await self._desk.store.read(lambda tables: tables.staff.recovery_left(key))
        trial = key == TRIAL.key
        return self._desk.pages.show(
            request, "account.html", status=status, left=left, trial=trial, faults=faults
        )

    def _setup_page(
        self, request: web.Request, status: int, faults: dict[str, str]
    ) -> web.Response:
        session = request[VISIT].login
        session.seed = session.seed or factor.seed(
            self._desk.clock.chance() + self._desk.clock.chance()
        )
        groups = " ".join(session.seed[at : at + 4] for at in range(0, len(session.seed), 4))
        return self._desk.pages.show(
            request, "setup.html", status=status, secret=groups, faults=faults
        )

    def _address(self, visit: Visit) -> str:
        issuer = self._desk.library.municipality.name
        return factor.address(visit.login.seed, visit.who.name, issuer)

    async def _keep_factor(
        self, request: web.Request, seed: str, step: int, action: Action
    ) -> web.StreamResponse:
        """Change the second factor, with new recovery codes where there is one."""
        account, entry = request[VISIT].who, self._entry(request[VISIT].who, action)
        codes = self._new_codes() if seed else ()
        hashes = _hashes(account, codes)

        def work(tables: Tables) -> Account | None:
            tables.staff.set_factor(account.key, seed, step, hashes)
            tables.staff.note(entry)
            tables.erased = True
            return tables.staff.get(account.key)

        return self._again(request, await self._desk.store.turn(work), "factor_off", codes)

    def _again(
        self,
        request: web.Request,
        account: Account | None,
        flash: str,
        codes: tuple[str, ...] = (),
    ) -> web.Response:
        """End the account's sessions and begin a new one here, which has something to say."""
        if account is None:
            return self._desk.leave(request)
        self._desk.sessions.end_all(account.key)
        response = self._desk.enter(request, account, Stage.FULL, "" if codes else flash, codes)
        self._desk.remember_browser(response, account)
        response.headers["Location"] = CODES if codes else MINE
        return response

    def _new_codes(self) -> tuple[str, ...]:
        return tuple(
            factor.recovery_code(self._desk.clock.chance()) for _ in range(factor.RECOVERY_CODES)
        )

    def _entry(self, account: Account, action: Action) -> LogEntry:
        return LogEntry(self._desk.clock.now(), account.name, action)


def _hashes(account: Account, codes: Iterable[str]) -> list[str]:
    return [factor.recovery_hash(account.key, code) for code in codes]
