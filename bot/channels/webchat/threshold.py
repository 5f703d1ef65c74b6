"""What every request passes and every answer carries: origin, headers, kind words for faults."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.channels.webchat.pages import Pages
from bot.channels.webchat.words import Notice, Words
from bot.errors import StoreError
from bot.knowledge.library import Library
from bot.reception import trouble

SCRIPT_HEADER = "X-Chat"
"""Says that the script on the page asks for a fragment, and whether it gets one."""
FRAGMENT = "fragment"
_SAFE = ("GET", "HEAD")

Handler = Callable[[web.Request], Awaitable[web.Response]]
_log = structlog.get_logger()

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_POLICY,
    # Nothing reaches another site. "no-referrer" would also make browsers send "Origin: null"
    # with our own forms (Fetch, section 3.2), and then their origin could not be checked.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}


class Threshold:
    """Stands around every handler of the web chat."""

    def __init__(
        self,
        pages: Pages,
        library: Library,
        language_of: Callable[[web.Request], str],
        *,
        public_url: str,
        secure: bool,
    ) -> None:
        self._pages = pages
        self._library = library
        self._language_of = language_of
        self._public_url = public_url
        self._headers = {**HEADERS, "Cache-Control": "no-store"}
        if secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    def around(self, handler: Handler) -> Handler:
        """The handler behind the checks; whatever happens, no error text reaches a person."""

        async def guarded(request: web.Request) -> web.Response:
            response = await self._checked(handler, request)
            for name, value in self._headers.items():
                response.headers.setdefault(name, value)
            return response

        return guarded

    async def missing(self, request: web.Request) -> web.Response:
        """There is nothing at this address."""
        return self._problem(request, self._words(request).notice.missing, 404)

    async def wrong_way(self, request: web.Request) -> web.Response:
        """There is something at this address, but for another method."""
        return self._problem(request, self._words(request).notice.wrong_way, 405)

    async def _checked(self, handler: Handler, request: web.Request) -> web.Response:
        words = self._words(request)
        try:
            if request.method not in _SAFE and not is_ours(request, self._public_url):
                return self._problem(request, words.notice.refused, 403)
            return await handler(request)
        except StoreError:
            text = trouble(self._library, words.language).text
            return html(self._pages.notice(words, words.notice.fault, text), 503)
        except web.HTTPRequestEntityTooLarge:
            return self._problem(request, words.notice.too_large, 413)
        except web.HTTPException as error:
            return self._problem(request, words.notice.wrong_way, error.status)
        except Exception as error:  # noqa: BLE001 - a person never meets a bare error
            # The kind of error and no message: a message may quote what a resident wrote.
            _log.error("web_page_failed", error=type(error).__name__)
            return self._problem(request, words.notice.fault, 500)

    def _problem(self, request: web.Request, notice: Notice, status: int) -> web.Response:
        fragment = is_fragment(request)
        page = self._pages.notice(self._words(request), notice, fragment=fragment)
        return html(page, status, fragment=fragment)

    def _words(self, request: web.Request) -> Words:
        return self._pages.words(self._language_of(request))


def is_ours(request: web.Request, public_url: str) -> bool:
    """Whether a form was sent from our own page. What does not say where it came from is not."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    claimed = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return _origin(claimed) in _own_origins(request, public_url)


def is_from_elsewhere(request: web.Request) -> bool:
    """Whether another site led here; for links, which may come from nowhere."""
    return request.headers.get("Sec-Fetch-Site", "none") in ("cross-site", "same-site")


def is_fragment(request: web.Request) -> bool:
    """Whether the script on the page asks, and not a browser for a whole page."""
    return request.headers.get(SCRIPT_HEADER) == FRAGMENT


def go(address: str, status: int = 303) -> web.Response:
    """On to another address; 303 is a page to be fetched, 307 the same form once more."""
    return web.Response(status=status, headers={"Location": address})


def html(page: str, status: int = 200, *, fragment: bool = False) -> web.Response:
    """A page, or a piece of one."""
    headers = {SCRIPT_HEADER: FRAGMENT} if fragment else None
    return web.Response(text=page, status=status, content_type="text/html", headers=headers)


def _own_origins(request: web.Request, public_url: str) -> set[str]:
    """Ours as configured, and as the browser called us: a page of another site cannot choose
    the Host that the browser sends.
    """
    scheme = urlsplit(public_url).scheme or request.scheme
    return {_origin(public_url), _origin(f"{scheme}://{request.host}")} - {""}


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme and parts.netloc else ""
