"""Coming in and going out: password, code, one-time links, logout."""

from aiohttp import web

from bot.console import factor
from bot.console.access import VISIT, Access, Room, Visit
from bot.console.desk import LOGIN, Desk, seconds, to
from bot.console.invitations import link_hash
from bot.console.sessions import Stage
from bot.domain.staff import TRIAL, Account, Action, LogEntry, folded
from bot.store.database import Tables

MOST_CODES = 5
"""Wrong codes in one login; then it begins again with the password."""
NOTED_FAILURES = 5
"""Wrong passwords since last time that the owner is told about."""


class Login:
    """The rooms before the others."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/logga-in", self.show, Access.OPEN),
            Room("POST", "/logga-in", self.log_in, Access.OPEN),
            Room("GET", "/kod", self.show_code, Access.CODE),
            Room("POST", "/kod", self.give_code, Access.CODE),
            Room("POST", "/logga-ut", self.log_out, Access.SETUP),
            Room("GET", "/prov/{token}", self.show_trial, Access.OPEN),
            Room("POST", "/prov/{token}", self.enter_trial, Access.OPEN),
            Room("GET", "/inbjudan/{token}", self.show_invitation, Access.OPEN),
            Room("POST", "/inbjudan/{token}", self.join, Access.OPEN),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The login page."""
        return self._desk.pages.show(request, "login.html", name="")

    async def log_in(self, request: web.Request) -> web.StreamResponse:
        """Check name and password; an unknown name takes the same way as a known one."""
        form = request[VISIT].form
        name, password = form.get("name", ""), form.get("password", "")
        account = await self._desk.store.read(lambda tables: tables.staff.named(name))
        key, stranger = self._keys(request, account, name)
        if wait := self._desk.guesses.admit(key, self._desk.clock.seconds()):
            return self._slow(request, "login.html", wait, name=name[:80])
        kept = account.password if account else ""
        if not await self._desk.passwords.verify(kept, password) or account is None:
            faults = {"password": "login"}
            return self._desk.pages.show(
                request, "login.html", status=403, name=name[:80], faults=faults
            )
        failures = self._desk.guesses.succeeded(*dict.fromkeys((key, stranger)))
        await self._keep_fresh(account, password)
        if account.has_factor:
            return self._desk.enter(request, account, Stage.CODE)
        return await self._come_in(request, account, failures)

    async def show_code(self, request: web.Request) -> web.StreamResponse:
        """The page that asks for the code."""
        return self._desk.pages.show(request, "code.html")

    async def give_code(self, request: web.Request) -> web.StreamResponse:
        """Check a code or a recovery code."""
        visit = request[VISIT]
        account, session = visit.who, visit.login
        key = f"code:{self._desk.device(request, account)}:{account.key}"
        if wait := self._desk.codes.admit(key, self._desk.clock.seconds()):
            return self._slow(request, "code.html", wait)
        if await self._code_holds(account, visit):
            failures = self._desk.codes.succeeded(key)
            return await self._come_in(request, account, failures)
        session.guesses += 1
        await self._desk.note(account.name, Action.WRONG_CODE)
        if session.guesses >= MOST_CODES:
            return self._desk.leave(request)
        return self._desk.pages.show(request, "code.html", status=403, faults={"code": "code"})

    async def log_out(self, request: web.Request) -> web.StreamResponse:
        """End this session."""
        await self._desk.note(request[VISIT].who.name, Action.LOGGED_OUT)
        return self._desk.leave(request)

    async def show_trial(self, request: web.Request) -> web.StreamResponse:
        """Try mode's link: the button uses it up, so that a preview of the link does not."""
        if not self._desk.trial.holds(request.match_info["token"]):
            return self._desk.pages.notice(request, "spent", 404)
        return self._desk.pages.show(request, "trial.html")

    async def enter_trial(self, request: web.Request) -> web.StreamResponse:
        """Use try mode's link."""
        if self._desk.live or not self._desk.trial.spend(request.match_info["token"]):
            return self._desk.pages.notice(request, "spent", 404)
        await self._desk.note(TRIAL.name, Action.LOGGED_IN)
        return self._desk.enter(request, TRIAL, Stage.FULL)

    async def show_invitation(self, request: web.Request) -> web.StreamResponse:
        """The page where somebody invited chooses a password."""
        account = await self._invited(request)
        if account is None:
            return self._desk.pages.notice(request, "spent", 404)
        return self._desk.pages.show(request, "invitation.html", invited=account)

    async def join(self, request: web.Request) -> web.StreamResponse:
        """Choose the password and use the link up."""
        account = await self._invited(request)
        if account is None:
            return self._desk.pages.notice(request, "spent", 404)
        form = request[VISIT].form
        if faults := self._desk.new_password_faults(form, account.name):
            return self._desk.pages.show(
                request, "invitation.html", status=422, invited=account, faults=faults
            )
        joined = await self._accept(request, await self._desk.passwords.hash(form["new"]))
        if joined is None:
            return self._desk.pages.notice(request, "spent", 404)
        self._desk.sessions.end_all(joined.key)
        stage = Stage.SETUP if self._desk.live else Stage.FULL
        response = self._desk.enter(request, joined, stage, "joined")
        self._desk.remember_browser(response, joined)
        return response

    def _keys(self, request: web.Request, account: Account | None, name: str) -> tuple[str, str]:
        """Under what a try is counted here, and under what a stranger's is."""
        stranger = f"name:{folded(name)[:80]}"
        device = self._desk.device(request, account)
        return (f"device:{device}:{stranger}" if device else stranger), stranger

    def _slow(
        self, request: web.Request, template: str, wait: float, **values: object
    ) -> web.Response:
        """Ask for patience, in the same words whoever it is."""
        response = self._desk.pages.show(
            request, template, status=429, wait=seconds(wait), **values
        )
        response.headers["Retry-After"] = seconds(wait)
        return response

    async def _keep_fresh(self, account: Account, password: str) -> None:
        """Hash again under today's parameters, which a login is the chance to do."""
        if not self._desk.passwords.is_outdated(account.password):
            return
        new = await self._desk.passwords.hash(password)
        await self._desk.store.turn(
            lambda tables: tables.staff.rehash(account.key, account.password, new)
        )

    async def _come_in(
        self, request: web.Request, account: Account, failures: int
    ) -> web.StreamResponse:
        """The login is whole: note it, remember the browser, and tell of guesses since last."""
        guessed = failures >= NOTED_FAILURES
        await self._desk.note(account.name, Action.LOGGED_IN)
        if guessed:
            await self._desk.note(account.name, Action.GUESSED)
        current = await self._desk.store.read(lambda tables: tables.staff.get(account.key))
        if current is None or current.epoch != account.epoch:
            return to(LOGIN)
        stage = Stage.SETUP if self._desk.live and not current.has_factor else Stage.FULL
        response = self._desk.enter(request, current, stage, "guessed" if guessed else "")
        self._desk.remember_browser(response, current)
        return response

    async def _code_holds(self, account: Account, visit: Visit) -> bool:
        """Whether a code is right and unused; it is spent at once."""
        if recovery := visit.form.get("recovery", "").strip():
            return await self._use_recovery(account, recovery)
        step = factor.step_of(account.secret, visit.form.get("code", ""), self._desk.clock.now())
        if step is None:
            return False
        return await self._desk.store.turn(lambda tables: tables.staff.use_step(account.key, step))

    async def _use_recovery(self, account: Account, code: str) -> bool:
        entry = LogEntry(self._desk.clock.now(), account.name, Action.RECOVERY_USED)
        kept = factor.recovery_hash(account.key, code)

        def work(tables: Tables) -> bool:
            used = tables.staff.use_recovery(account.key, kept)
            if used:
                tables.staff.note(entry)
            return used

        return await self._desk.store.turn(work)

    async def _invited(self, request: web.Request) -> Account | None:
        link, now = link_hash(request.match_info["token"]), self._desk.clock.now()
        return await self._desk.store.read(lambda tables: tables.staff.invited_by(link, now))

    async def _accept(self, request: web.Request, password: str) -> Account | None:
        """Spend the link on the password; of two at once, one comes in."""
        link, now = link_hash(request.match_info["token"]), self._desk.clock.now()

        def work(tables: Tables) -> Account | None:
            joined = tables.staff.accept(link, password, now)
            if joined:
                tables.staff.note(LogEntry(now, joined.name, Action.JOINED))
                tables.erased = True
            return joined

        return await self._desk.store.turn(work)
