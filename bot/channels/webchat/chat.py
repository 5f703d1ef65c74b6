"""The web chat: forms in, pages out. It decides nothing; the reception answers."""

from collections.abc import Mapping
from urllib.parse import quote

from aiohttp import web

from bot.bells import Bells
from bot.channels.webchat.arrivals import HOME, Arrivals
from bot.channels.webchat.assets import Assets
from bot.channels.webchat.bell_pages import BellPages
from bot.channels.webchat.board import BoardPages
from bot.channels.webchat.cookies import REMEMBER_PATH, Cookies, Device
from bot.channels.webchat.form import Form, Forms
from bot.channels.webchat.network import network_of
from bot.channels.webchat.open_data import OpenDataPages
from bot.channels.webchat.pages import KNOWN_TALK_PATH, TALK_PATH, Pages, knows_device
from bot.channels.webchat.talks import Answered, Said, Talks
from bot.channels.webchat.threshold import (
    SCRIPT_HEADER,
    Handler,
    Threshold,
    go,
    html,
    is_fragment,
    is_from_elsewhere,
)
from bot.channels.webchat.transcript import Transcript
from bot.channels.webchat.words import Words, load_words
from bot.clock import Clock
from bot.domain.message import Text
from bot.errors import StoreError
from bot.knowledge.library import LANGUAGES, Library
from bot.mailbox import Mailbox
from bot.notice_board import NoticeBoard
from bot.open_data import OpenData
from bot.reception import Reception, trouble

RELOAD = "reload"


class WebChat:
    """The talk as a page, with JavaScript and without."""

    def __init__(  # noqa: PLR0913 - main hands over all that the web chat knows
        self,
        reception: Reception,
        library: Library,
        clock: Clock,
        board: NoticeBoard,
        mailbox: Mailbox,
        open_data: OpenData,
        *,
        public_url: str,
        live: bool,
    ) -> None:
        """Where `public_url` says https, browsers come by it, to a proxy before this process.

        Raises:
            ContentError: a word of the page is missing or wrong.
        """
        secure = public_url.startswith("https://")
        self._library = library
        self._clock = clock
        self._cookies = Cookies(secure=secure)
        self._assets = Assets()
        self._pages = Pages(library, load_words(library.folder), self._assets, live=live)
        self._talks = Talks(reception, clock, board, mailbox)
        self._arrivals = Arrivals(self._talks, self._cookies, clock, self._page)
        self._forms = Forms()
        self._threshold = Threshold(
            self._pages, library, self._spoken, public_url=public_url, secure=secure
        )
        self._board = BoardPages(board, self._pages, library, clock, self._spoken, public_url)
        self._open_data = OpenDataPages(open_data, self._pages, library, self._spoken)
        self._bells: BellPages | None = None

    def offer(self, bells: Bells) -> None:
        """From now on whoever is told of something may have a bell for it."""
        self._pages.offer_bells()
        self._bells = BellPages(
            bells, self._pages, self._talks, self._cookies, self._clock, self._spoken
        )

    def routes(self) -> list[web.RouteDef]:
        """Every address of the web chat; a method that does not fit gets a kind page too."""
        reading = {
            **self._arrivals.paths(),
            **self._board.paths(),
            **self._open_data.paths(),
        }
        changing: Mapping[str, Handler] = {}
        if self._bells:
            reading |= self._bells.reading()
            changing = self._bells.changing()
        paths: Mapping[str, tuple[str, Handler]] = {
            **{path: ("GET", handler) for path, handler in reading.items()},
            **{path: ("POST", handler) for path, handler in changing.items()},
            TALK_PATH: ("POST", self._say),
            KNOWN_TALK_PATH: ("POST", self._say_known),
            "/fil/{key}/{name}": ("GET", self._file),
            "/sprak": ("POST", self._say),
            "/storlek": ("POST", self._size),
            "/sett": ("POST", self._seen),
            "/rensa": ("POST", self._clear),
            "/rensat": ("GET", self._cleared),
            REMEMBER_PATH + "/glom": ("POST", self._forget),
            "/lamna": ("GET", self._leave),
            "/utseende/{hash}/{name}": ("GET", self._asset),
        }
        return [
            web.route(method, path, self._threshold.around(handler))
            for path, (allowed, fitting) in paths.items()
            for method, handler in ((allowed, fitting), ("*", self._threshold.wrong_way))
        ]

    def lost_routes(self) -> list[web.RouteDef]:
        """A kind page for every address that nobody has. To be added after all other routes."""
        return [web.route("*", "/{path:.*}", self._threshold.around(self._threshold.missing))]

    # The talk.

    async def _say(self, request: web.Request) -> web.Response:
        """Words or a button, without the second cookie. What needs it is sent on to where the
        browser brings it along; our own pages send it there at once.
        """
        async with self._forms.read(request) as form:
            said = _said(form, network_of(request))
            if self._may_know(request, said):
                return go(KNOWN_TALK_PATH, status=307)
            return await self._answered(request, said, None)

    async def _say_known(self, request: web.Request) -> web.Response:
        """The same beside the second cookie, which is not looked at while a concern is told."""
        async with self._forms.read(request) as form:
            said = _said(form, network_of(request))
            device = self._device(request) if self._may_know(request, said) else None
            return await self._answered(request, said, device)

    async def _answered(
        self, request: web.Request, said: Said, device: Device | None
    ) -> web.Response:
        talk = self._talks.enter(self._key(request), said.language)
        if said.refused:
            text = self._library.say(said.refused, talk.language)
            return self._kept(talk, self._unanswered(request, talk, said, text, 413))
        before = talk.language
        try:
            answered = await self._talks.answer(talk, said, device)
        except StoreError:
            text = trouble(self._library, talk.language).text
            return self._kept(talk, self._unanswered(request, talk, said, text, 503))
        response = self._shown(request, talk, answered, said, turned=talk.language != before)
        if device and answered.remembered:
            self._cookies.keep_device(response, device)
        if device and answered.remembered is False:
            self._cookies.forget_device(response)
        return self._kept(talk, response)

    def _shown(
        self,
        request: web.Request,
        talk: Transcript,
        answered: Answered,
        said: Said,
        *,
        turned: bool,
    ) -> web.Response:
        """A fragment for the script on the page, else the way to the whole page."""
        if answered.exchange is None and not answered.repeated:
            slow = self._library.say("kinds.slow", talk.language)
            return self._unanswered(request, talk, said, slow, 429)
        if not is_fragment(request):
            # Who takes no cookies would not find the answer again, so it is shown at once.
            return go(HOME) if self._key(request) else self._page(talk)
        of_another_talk = self._key(request) not in ("", talk.key)
        if answered.exchange is None or turned or of_another_talk:
            return web.Response(status=204, headers={SCRIPT_HEADER: RELOAD})
        drafting = self._talks.is_telling(talk)
        page = self._pages.fragment(talk, answered.exchange, answered.gone, drafting=drafting)
        return html(page, fragment=True)

    def _unanswered(
        self, request: web.Request, talk: Transcript, said: Said, text: Text, status: int
    ) -> web.Response:
        """Kind words in place of an answer; what was written stays in its field."""
        if is_fragment(request):
            return html(self._pages.trouble(talk.language, text), status, fragment=True)
        return self._page(talk, kept=said.text, trouble=text, status=status)

    # Around the talk.

    async def _size(self, request: web.Request) -> web.Response:
        """Larger text or the usual, for as long as the talk lasts."""
        async with self._forms.read(request) as form:
            language = _said(form).language
        talk = self._talks.enter(self._key(request), language)
        talk.large = not talk.large
        response = web.Response(status=204) if is_fragment(request) else go(HOME)
        return self._kept(talk, response)

    async def _seen(self, request: web.Request) -> web.Response:
        """The script says that the page is on a screen."""
        async with self._forms.read(request) as form:
            nonce = form.fields.get("nonce", "")
        if talk := self._talks.find(self._key(request)):
            await self._talks.seen(talk, nonce)
        return web.Response(status=204)

    async def _clear(self, request: web.Request) -> web.Response:
        """Drop the talk and its cookie; what the person asked us to remember stays."""
        response = go(f"/rensat?lang={self._spoken(request)}")
        self._talks.end(self._key(request))
        self._cookies.end_talk(response)
        return response

    async def _cleared(self, request: web.Request) -> web.Response:
        words = self._pages.words(request.query.get("lang", ""))
        return html(self._pages.notice(words, words.notice.cleared))

    async def _forget(self, request: web.Request) -> web.Response:
        """Erase what is stored about this device, then the talk and both cookies."""
        async with self._forms.read(request) as form:
            language = _said(form).language
        talk = self._talks.enter(self._key(request), language)
        answered = await self._talks.answer(talk, Said(action="stop"), self._device(request))
        self._talks.end(talk.key)
        words = self._pages.words(talk.language)
        text = answered.exchange.text if answered.exchange else ()
        response = html(self._pages.notice(words, words.notice.forgotten, text))
        self._cookies.end_talk(response)
        self._cookies.forget_device(response)
        return response

    async def _leave(self, request: web.Request) -> web.Response:
        """Away to an ordinary page. A link on another site cannot close anybody's talk."""
        response = go(self._words(request).leave_to)
        if not is_from_elsewhere(request):
            self._talks.end(self._key(request))
            self._cookies.end_talk(response)
        return response

    async def _file(self, request: web.Request) -> web.Response:
        """A file out of this person's own talk."""
        talk = self._talks.find(self._key(request))
        file = talk.file(request.match_info["key"]) if talk else None
        if file is None:
            return await self._threshold.missing(request)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return web.Response(body=file.content, content_type=file.media_type, headers=headers)

    async def _asset(self, request: web.Request) -> web.Response:
        return self._assets.serve(request.path) or await self._threshold.missing(request)

    # What they share.

    def _page(
        self, talk: Transcript, *, kept: str = "", trouble: Text = (), status: int = 200
    ) -> web.Response:
        drafting = self._talks.is_telling(talk)
        page = self._pages.talk(talk, drafting=drafting, kept=kept, trouble=trouble)
        return html(page, status)

    def _kept(self, talk: Transcript, response: web.Response) -> web.Response:
        """The response with the cookie of its talk."""
        self._cookies.keep_talk(response, talk.key)
        return response

    def _key(self, request: web.Request) -> str:
        return self._cookies.talk_key(request.cookies)

    def _device(self, request: web.Request) -> Device:
        return self._cookies.device_of(request.cookies, self._clock.chance)

    def _may_know(self, request: web.Request, said: Said) -> bool:
        """Whether this may be seen together with the second cookie: a button about meetings, or
        words while nothing is told that may be kept (“stopp” and “när är träffen?” have to find the
        answer).
        """
        if said.action:
            return knows_device(said.action)
        return not self._talks.is_telling(self._talks.find(self._key(request)))

    def _spoken(self, request: web.Request) -> str:
        """The language of the talk that a request belongs to."""
        talk = self._talks.find(self._key(request))
        return talk.language if talk else LANGUAGES[0]

    def _words(self, request: web.Request) -> Words:
        return self._pages.words(self._spoken(request))


def _said(form: Form, network: str = "") -> Said:
    fields = form.fields
    language = fields.get("lang", "")
    return Said(
        text=fields.get("text", ""),
        action=fields.get("action", ""),
        nonce=fields.get("nonce", ""),
        language=language if language in LANGUAGES else LANGUAGES[0],
        picture=form.picture,
        refused=form.refused,
        network=network,
    )
