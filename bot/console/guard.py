"""The door of the console: default deny, origin and form token on every change, strict headers."""

import hashlib
import hmac
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.console.access import VISIT, Access, Room, Visit
from bot.console.desk import LOGIN, OVERVIEW, SETUP, Desk, to
from bot.console.sessions import Session, Stage
from bot.console.uploads import read_upload
from bot.domain.staff import TRIAL, Account, Role
from bot.errors import StoreError
from bot.logbook import log

_READING = frozenset({"GET", "HEAD"})
LARGEST_FORM = 64 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: under that, browsers send “Origin: null” with every form.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Lets a request in to a room, or answers in its place."""

    def __init__(self, desk: Desk, rooms: tuple[Room, ...]) -> None:
        self._desk = desk
        self._rooms = {room.handler: room for room in rooms}
        self._form_key = (desk.clock.chance() + desk.clock.chance()).encode()

    @property
    def middleware(self) -> Middleware:
        """For the console's own application."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._answer(request, handler)

        return guard

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Nobody ever sees an error text: each fault has a page of its own."""
        try:
            return await self._admit(request, handler)
        except web.HTTPException as error:
            kind = {404: "missing", 413: "large"}.get(error.status, "refused")
            return self._desk.pages.notice(request, kind, error.status)
        except StoreError as error:
            log.error("console: database", exc_info=error)
            return self._desk.pages.notice(request, "busy", 503)
        except Exception as error:  # noqa: BLE001 - the visitor gets a page, the log the place
            log.error("console: fault", exc_info=error)
            return self._desk.pages.notice(request, "broken", 500)

    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.match_info.http_exception is not None:
            return await handler(request)
        room = self._rooms.get(request.match_info.handler)
        if room is None or (request.method not in _READING and not self._same_origin(request)):
            return self._desk.pages.notice(request, "refused", 403)
        visit = await self._visit(request, room)
        request[VISIT] = visit
        refusal = self._refusal(request, room, visit) or await self._form_fault(
            request, room, visit
        )
        response = refusal or await handler(request)
        if visit.form_cookie:
            self._desk.cookies.put(response, self._desk.cookies.form, visit.form_cookie)
        return response

    async def _visit(self, request: web.Request, room: Room) -> Visit:
        if room.access is Access.OPEN:
            return self._open_visit(request)
        session = self._desk.sessions.find(self._desk.session_name(request))
        account = await self._account(session)
        if session is None or account is None:
            self._desk.sessions.end(self._desk.session_name(request))
            return Visit()
        return Visit(session, account, session.token)

    def _open_visit(self, request: web.Request) -> Visit:
        """Forms before login are guarded by a token that belongs to a cookie of their own."""
        kept = request.cookies.get(self._desk.cookies.form, "")
        fresh = "" if len(kept) == 64 else self._desk.clock.chance() + self._desk.clock.chance()
        message = (fresh or kept).encode("utf-8", "replace")
        token = hmac.new(self._form_key, message, hashlib.sha256).hexdigest()
        return Visit(token=token, form_cookie=fresh)

    async def _account(self, session: Session | None) -> Account | None:
        """The account as it is now: one that has changed since the login has no session."""
        if session is None:
            return None
        if session.account == TRIAL.key:
            return None if self._desk.live else TRIAL
        key = session.account
        account = await self._desk.store.read(lambda tables: tables.staff.get(key))
        return account if account and account.epoch == session.epoch else None

    def _refusal(self, request: web.Request, room: Room, visit: Visit) -> web.Response | None:
        """The answer to whoever may not come in, or None."""
        if room.access is Access.OPEN:
            return None
        if visit.session is None or visit.account is None:
            return self._elsewhere(request, LOGIN)
        if way := _way(room.access, visit.session.stage):
            return self._elsewhere(request, way)
        if isinstance(room.access.value, Role) and not visit.account.role.covers(room.access.value):
            return self._desk.pages.notice(request, "denied", 403)
        if room.own and visit.account is TRIAL:
            return self._desk.pages.notice(request, "trial", 403)
        return None

    def _elsewhere(self, request: web.Request, way: str) -> web.Response:
        """Reading leads on; a form sent too late is told so, and nothing is changed."""
        if request.method in _READING:
            return to(way)
        return self._desk.pages.notice(request, "gone", 403)

    def _same_origin(self, request: web.Request) -> bool:
        """Whether a change comes from a page of our own; a browser always says where from."""
        public = urlsplit(self._desk.public_url)
        scheme = "https" if self._desk.secure else "http"
        own = {f"{scheme}://{request.host}".lower()}
        if public.netloc:
            own.add(f"{public.scheme}://{public.netloc}".lower())
        return request.headers.get("Origin", "").lower() in own

    async def _form_fault(
        self, request: web.Request, room: Room, visit: Visit
    ) -> web.Response | None:
        """Read the form of a change and check its token."""
        if request.method in _READING:
            return None
        if room.takes_file and request.content_type == "multipart/form-data":
            return await self._upload_fault(request, visit)
        if request.content_type != "application/x-www-form-urlencoded":
            return self._desk.pages.notice(request, "refused", 415)
        if (request.content_length or 0) > LARGEST_FORM:
            return self._desk.pages.notice(request, "large", 413)
        try:
            sent = await request.post()
        except (ValueError, LookupError):
            return self._desk.pages.notice(request, "refused", 400)
        visit.form = {name: value for name, value in sent.items() if isinstance(value, str)}
        if not _is_own(visit, visit.form.pop("token", "")):
            return self._desk.pages.notice(request, "stale", 403)
        return None

    async def _upload_fault(self, request: web.Request, visit: Visit) -> web.Response | None:
        """The same for a form with a file, which is read only once the token has been."""
        upload = await read_upload(request, lambda given: _is_own(visit, given))
        if upload is None:
            return self._desk.pages.notice(request, "stale", 403)
        upload.words.pop("token", "")
        visit.form, visit.file, visit.file_is_large = upload.words, upload.file, upload.is_large
        return None


def _is_own(visit: Visit, given: str) -> bool:
    """Whether a token is the one that was put into this visitor's forms."""
    written = given.encode("utf-8", "replace")
    return bool(visit.token) and hmac.compare_digest(visit.token.encode(), written)


def _way(access: Access, stage: Stage) -> str:
    """Where a login that has come this far belongs instead, or nothing."""
    if access is Access.CODE:
        return "" if stage is Stage.CODE else OVERVIEW
    if stage is Stage.CODE:
        return f"{OVERVIEW}kod"
    if stage is Stage.SETUP and access is not Access.SETUP:
        return SETUP
    return ""


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """On every answer under /personal, faults included."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.pop("Server", None)
