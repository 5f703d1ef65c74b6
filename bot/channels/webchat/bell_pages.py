"""“Pling i telefonen”: what it is, said before the browser asks; on, and off."""

from collections.abc import Callable, Mapping

from aiohttp import web

from bot.bells import Bells, BellState
from bot.channels.webchat.cookies import REMEMBER_PATH, Cookies, Device
from bot.channels.webchat.form import Forms
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.talks import Talks
from bot.channels.webchat.threshold import Handler, go, html
from bot.channels.webchat.words import Words
from bot.clock import Clock

BELL_PATH = f"{REMEMBER_PATH}/klocka"
WORKER_PATH = "/klocka.js"
MANIFEST_PATH = "/boten.webmanifest"
BUSY = "busy"


class BellPages:
    """One page on the path of the second cookie, which is not looked at while something is told;
    the script that browsers keep for when a notice comes; and what a home screen needs to know.
    """

    def __init__(
        self,
        bells: Bells,
        pages: Pages,
        talks: Talks,
        cookies: Cookies,
        clock: Clock,
        language_of: Callable[[web.Request], str],
    ) -> None:
        """`language_of` tells the language of the talk that a browser has, if it has one."""
        self._bells = bells
        self._pages = pages
        self._talks = talks
        self._cookies = cookies
        self._clock = clock
        self._language_of = language_of
        self._forms = Forms()

    def reading(self) -> Mapping[str, Handler]:
        """What is only read."""
        return {BELL_PATH: self._page, WORKER_PATH: self._worker, MANIFEST_PATH: self._manifest}

    def changing(self) -> Mapping[str, Handler]:
        """What turns a bell on or off."""
        return {f"{BELL_PATH}/pa": self._turn_on, f"{BELL_PATH}/av": self._turn_off}

    async def _page(self, request: web.Request) -> web.Response:
        words = self._words(request)
        device = self._device(request)
        state = BUSY if device is None else await self._state(device)
        return html(
            self._pages.render(
                "bell.html",
                words,
                b=words.bell,
                state=state,
                key=self._bells.public_key,
                worker=f"{WORKER_PATH}?lang={words.language}",
            )
        )

    async def _state(self, device: Device) -> BellState:
        return await self._bells.state(device.address) if device.known else BellState.UNKNOWN

    async def _turn_on(self, request: web.Request) -> web.Response:
        """From the script: 204 where the bell will ring, else 422."""
        async with self._forms.read(request) as form:
            endpoint = form.fields.get("endpoint", "")
        device = self._device(request)
        known = device is not None and device.known
        kept = known and device and await self._bells.turn_on(device.address, endpoint)
        return web.Response(status=204 if kept else 422)

    async def _turn_off(self, request: web.Request) -> web.Response:
        device = self._device(request)
        if device and device.known:
            await self._bells.turn_off(device.address)
        return go(f"{BELL_PATH}?lang={self._words(request).language}")

    async def _worker(self, request: web.Request) -> web.Response:
        """What a browser does when a notice comes, with the one text that it shows."""
        words = self._words(request)
        script = self._pages.render("worker.js", words, notice=words.bell.notice)
        return web.Response(text=script, content_type="text/javascript", charset="utf-8")

    async def _manifest(self, request: web.Request) -> web.Response:
        """Name and icon, for the home screen."""
        page = self._pages.render("manifest.json", self._words(request))
        return web.Response(text=page, content_type="application/manifest+json", charset="utf-8")

    def _device(self, request: web.Request) -> Device | None:
        """Whose bell it is; None, without a look at the cookie, while something is told."""
        talk = self._talks.find(self._cookies.talk_key(request.cookies))
        if self._talks.is_telling(talk):
            return None
        return self._cookies.device_of(request.cookies, self._clock.chance)

    def _words(self, request: web.Request) -> Words:
        return self._pages.words(request.query.get("lang") or self._language_of(request))
