"""The public page of open data: published figures about concerns, for anybody to take away."""

from collections.abc import Callable, Mapping

from aiohttp import web

from bot.channels.webchat.pages import Pages
from bot.channels.webchat.threshold import Handler, html
from bot.knowledge.library import LANGUAGES, Library
from bot.open_data import OpenData
from bot.printing.tables import CSV_TYPE
from bot.store.open_data import MEDIA_TYPE as DATABASE_TYPE

PATH = "/oppna-data"
_QUARTER_OF_AN_HOUR = "public, max-age=900"


class OpenDataPages:
    """One page and two files; without a cookie, a form or a script."""

    def __init__(
        self,
        shared: OpenData,
        pages: Pages,
        library: Library,
        language_of: Callable[[web.Request], str],
    ) -> None:
        """`language_of` tells the language of the talk that a browser has, if it has one."""
        self._shared = shared
        self._pages = pages
        self._library = library
        self._language_of = language_of

    def paths(self) -> Mapping[str, Handler]:
        """Every address, each only to be read."""
        return {
            PATH: self._page,
            f"{PATH}/lagesbild.db": self._database,
            f"{PATH}/lagesbild.csv": self._table,
        }

    async def _page(self, request: web.Request) -> web.Response:
        """What there is, how it is made, and on what terms."""
        language = self._language(request)
        words = self._library.figure_words(language)
        page = self._pages.render(
            "open_data.html",
            self._pages.words(language),
            f=words,
            quarters=(await self._shared.shared(language)).quarters,
            terms=self._library.municipality.open_data,
            path=PATH,
            query="" if language == LANGUAGES[0] else f"?lang={language}",
        )
        return html(page)

    async def _database(self, request: web.Request) -> web.Response:
        shared = await self._shared.shared(self._language(request))
        return _file(shared.database, DATABASE_TYPE, "lagesbild.db")

    async def _table(self, request: web.Request) -> web.Response:
        shared = await self._shared.shared(self._language(request))
        return _file(shared.table, CSV_TYPE, "lagesbild.csv")

    def _language(self, request: web.Request) -> str:
        """The language that the address asks for, else that of the browser's talk."""
        asked = request.query.get("lang") or self._language_of(request)
        return asked if asked in LANGUAGES else LANGUAGES[0]


def _file(content: bytes, kind: str, name: str) -> web.Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": _QUARTER_OF_AN_HOUR,
        "Access-Control-Allow-Origin": "*",  # open to pages of others too, Datasette Lite for one
    }
    return web.Response(body=content, content_type=kind, headers=headers)
