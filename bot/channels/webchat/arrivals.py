"""The ways into a talk: the first page, and links from posters, invitations and texts."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from aiohttp import web

from bot.channels.webchat.cookies import REMEMBER_PATH, Cookies
from bot.channels.webchat.talks import Said, Talks
from bot.channels.webchat.threshold import Handler, go
from bot.channels.webchat.transcript import Transcript
from bot.clock import Clock
from bot.knowledge.library import LANGUAGES
from bot.mailbox import Mail

HOME = "/#nu"
"""The newest answer on the page of the talk."""
FOLLOW = "folj"
"""What the link to “Säg till om nya träffar” carries."""
WELCOME_PATH = REMEMBER_PATH + "/hej"
NEWS_PATH = REMEMBER_PATH + "/nytt"
"""What a notice on the telephone leads to."""
FOLLOW_PATH = f"{REMEMBER_PATH}/{FOLLOW}"


class Arrivals:
    """Begins talks, each of them once past the path to which the browser brings the second cookie:
    so an answer given is shown, and what was sent while the person was away.
    """

    def __init__(
        self,
        talks: Talks,
        cookies: Cookies,
        clock: Clock,
        page: Callable[[Transcript], web.Response],
    ) -> None:
        """`page` is the whole page of a talk."""
        self._talks = talks
        self._cookies = cookies
        self._clock = clock
        self._page = page

    def paths(self) -> Mapping[str, Handler]:
        """Every address that leads into a talk."""
        return {
            "/": self._home,
            WELCOME_PATH: self._welcome,
            "/mote/{key}": self._to_meeting,
            REMEMBER_PATH + "/mote/{key}": self._meeting,
            FOLLOW_PATH: self._follow,
            NEWS_PATH: self._news,
        }

    async def _home(self, request: web.Request) -> web.Response:
        """The talk as it stands; one that has not begun is welcomed first."""
        start = request.query.get("start", "")
        if start.startswith("mote-"):
            return go(_meeting_path(start.removeprefix("mote-")))
        if start == FOLLOW:
            return go(FOLLOW_PATH)
        talk = self._talks.enter(self._key(request))
        return self._kept(talk, self._page(talk) if talk.newest else go(WELCOME_PATH))

    async def _welcome(self, request: web.Request) -> web.Response:
        """The first words, and what has waited for this person. Back to the talk's own page at
        once, unless this browser takes no cookies or nothing could be said.
        """
        talk = self._talks.enter(self._key(request))
        mail = await self._mail(request, talk)
        talk.language = mail.language or talk.language
        try:
            await self._talks.greet(talk)
        finally:
            await self._talks.deliver(talk, mail)
        if not (self._key(request) and talk.newest):
            return self._kept(talk, self._page(talk))
        # A first visit begins at the top of the page; news is gone to at once.
        return self._kept(talk, go(HOME if mail.replies else "/"))

    async def _to_meeting(self, request: web.Request) -> web.Response:
        path = _meeting_path(request.match_info["key"])
        return go(f"{path}?lang=en" if request.query.get("lang") == "en" else path)

    async def _meeting(self, request: web.Request) -> web.Response:
        return await self._linked(request, f"mote-{request.match_info['key']}")

    async def _follow(self, request: web.Request) -> web.Response:
        """“Säg till om nya träffar”, by a link; whoever is told already sees their choices."""
        return await self._linked(request, FOLLOW)

    async def _news(self, request: web.Request) -> web.Response:
        """What is new, also in a talk that goes on. Past the cookie where something is told."""
        talk = self._talks.enter(self._key(request))
        if not talk.newest:
            return self._kept(talk, go(WELCOME_PATH))
        if not self._talks.is_telling(talk):
            await self._talks.deliver(talk, await self._mail(request, talk, asked=True))
        return self._kept(talk, go(HOME))

    async def _linked(self, request: web.Request, link: str) -> web.Response:
        language = request.query.get("lang", "")
        talk = self._talks.enter(
            self._key(request), language if language in LANGUAGES else LANGUAGES[0]
        )
        await self._talks.deliver(talk, await self._mail(request, talk))
        # In the middle of something told the link is followed as by somebody nobody knows.
        telling = self._talks.is_telling(talk)
        device = None if telling else self._cookies.device_of(request.cookies, self._clock.chance)
        await self._talks.answer(talk, Said(f"/start {link}", link=True), device)
        return self._kept(talk, go(HOME))

    async def _mail(self, request: web.Request, talk: Transcript, *, asked: bool = False) -> Mail:
        """What waits for a person whose talk begins, or who has `asked`: else never in the middle
        of one, so never beside a concern.
        """
        if talk.newest and not asked:
            return Mail()
        device = self._cookies.device_of(request.cookies, self._clock.chance)
        talk.told |= device.known
        if not device.known:
            return Mail()
        return await self._talks.waiting(talk, device.address)

    def _kept(self, talk: Transcript, response: web.Response) -> web.Response:
        """The response with the cookie of its talk."""
        self._cookies.keep_talk(response, talk.key)
        return response

    def _key(self, request: web.Request) -> str:
        return self._cookies.talk_key(request.cookies)


def _meeting_path(key: str) -> str:
    return f"{REMEMBER_PATH}/mote/{quote(key[:64], safe='')}"
