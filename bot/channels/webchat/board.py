"""The public pages about meetings: read without a cookie, a form or a script."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO

from aiohttp import web
from babel import Locale
from markupsafe import Markup

from bot.channels.webchat.pages import Pages
from bot.channels.webchat.threshold import Handler, html
from bot.channels.webchat.words import MeetingWords, Words
from bot.clock import Clock
from bot.domain.meeting import Meeting, Standing
from bot.domain.photo import MEDIA_TYPE as JPEG
from bot.knowledge.calendar import MEDIA_TYPE, calendar_feed, calendar_file
from bot.knowledge.dates import day, hours
from bot.knowledge.library import LANGUAGES, Library
from bot.knowledge.meeting_link import meeting_link, spoken
from bot.notice_board import NoticeBoard, Posted

LIST_PATH = "/moten"
FEED_PATH = "/moten.ics"
_FOREVER = "public, max-age=31536000, immutable"
_QUARTER = "public, max-age=900"
_HAS = ("lift", "hearing_loop", "toilet", "coffee")


class BoardPages:
    """The list, one page for each meeting, and what calendars fetch."""

    def __init__(
        self,
        board: NoticeBoard,
        pages: Pages,
        library: Library,
        clock: Clock,
        language_of: Callable[[web.Request], str],
        public_url: str,
    ) -> None:
        """`language_of` tells the language of the talk that a browser has, if it has one."""
        self._board = board
        self._pages = pages
        self._library = library
        self._clock = clock
        self._language_of = language_of
        self._public_url = public_url

    def paths(self) -> Mapping[str, Handler]:
        """Every address, each only to be read."""
        return {
            LIST_PATH: self._list,
            FEED_PATH: self._feed,
            LIST_PATH + "/{key}": self._one,
            LIST_PATH + "/{key}/kalender": self._calendar,
            LIST_PATH + "/{key}/bild/{name}": self._photo,
        }

    async def _list(self, request: web.Request) -> web.Response:
        return await self._shown_list(request, self._words(request))

    async def _one(self, request: web.Request) -> web.Response:
        """One meeting; what is not there, or not yet, leads kindly to those that are."""
        words = self._words(request)
        posted = await self._board.posted(request.match_info["key"])
        if posted is None:
            return await self._shown_list(request, words, gone=True)
        return html(self._page(request, words, posted))

    async def _photo(self, request: web.Request) -> web.Response:
        """The photo, under a name that changes with it."""
        posted = await self._board.posted(request.match_info["key"])
        photo = posted.photo if posted else None
        if photo is None or photo.name != request.match_info["name"]:
            raise web.HTTPNotFound
        headers = {"Cache-Control": _FOREVER}
        return web.Response(body=photo.content, content_type=JPEG, headers=headers)

    async def _calendar(self, request: web.Request) -> web.Response:
        """One meeting for a calendar."""
        posted = await self._board.posted(request.match_info["key"])
        if posted is None:
            return await self._shown_list(request, self._words(request), gone=True)
        owner = self._library.municipality.name
        file = calendar_file(posted.meeting, owner, self._clock.now())
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return web.Response(body=file.content, content_type=MEDIA_TYPE, headers=headers)

    async def _feed(self, request: web.Request) -> web.Response:
        """All meetings, for calendars that come back by themselves."""
        words = self._pages.words(request.query.get("lang", ""))
        here = self._here(request)
        owner = self._library.municipality.name
        marked = [_marked(one, words.meetings) for one in await self._board.for_calendars()]
        content = calendar_feed(
            marked,
            owner,
            self._clock.now(),
            title=f"{words.meetings.title} – {owner}",
            link=lambda meeting: f"{here}{LIST_PATH}/{meeting.key}",
        )
        headers = {"Cache-Control": _QUARTER}
        return web.Response(body=content, content_type=MEDIA_TYPE, charset="utf-8", headers=headers)

    async def _shown_list(
        self, request: web.Request, words: Words, *, gone: bool = False
    ) -> web.Response:
        feed = f"{self._here(request)}{FEED_PATH}"
        page = self._pages.render(
            "meetings.html",
            words,
            **self._shared(words),
            listed=await self._board.listed(),
            gone=gone,
            feed=feed,
            webcal=f"webcal://{feed.partition('://')[2]}",
        )
        return html(page, 404 if gone else 200)

    def _page(self, request: web.Request, words: Words, posted: Posted) -> str:
        meeting, language = posted.meeting, words.language
        here = self._here(request)
        phone = meeting.phone or self._library.contacts["vaxel"].number
        poster = self._library.poster(language)
        return self._pages.render(
            "meeting.html",
            words,
            **self._shared(words),
            posted=posted,
            meeting=meeting,
            open=meeting.is_open(self._clock.now()),
            notes=self._notes(meeting, words.meetings),
            has=[getattr(poster, name) for name in _HAS if getattr(meeting, name)],
            spoken=[_language(code, language) for code in meeting.languages],
            phone=phone,
            dialled="".join(sign for sign in phone if sign.isdigit() or sign == "+"),
            genuine=self._genuine(language),
            address=spoken(f"{here}{LIST_PATH}/{meeting.key}"),
            code=_code(meeting_link(here, meeting.key), poster.picture),
        )

    def _notes(self, meeting: Meeting, m: MeetingWords) -> list[str]:
        """What has to be known before all else."""
        standing = {Standing.MOVED: m.moved, Standing.CANCELLED: m.cancelled}
        over = meeting.is_over(self._clock.now()) and meeting.standing is not Standing.CANCELLED
        notes = (
            m.example if meeting.example else "",
            m.over if over else standing.get(meeting.standing, ""),
        )
        return [note for note in notes if note]

    def _genuine(self, language: str) -> object:
        """How an invitation is known to be genuine, as the page about it says."""
        page = self._library.page("is_it_real", language)
        if page is None:
            raise web.HTTPInternalServerError
        return page.parts[min(1, len(page.parts) - 1)]

    def _shared(self, words: Words) -> dict[str, object]:
        language = words.language
        return {
            "m": words.meetings,
            "query": "" if language == LANGUAGES[0] else f"?lang={language}",
            "day": lambda meeting: day(meeting.starts, language),
            "hours": lambda meeting: hours(meeting.starts, meeting.ends, language),
        }

    def _words(self, request: web.Request) -> Words:
        """In the language that the address asks for, else that of the browser's talk."""
        return self._pages.words(request.query.get("lang") or self._language_of(request))

    def _here(self, request: web.Request) -> str:
        """Where this site is: as configured, or as the reader came here."""
        return self._public_url or f"{request.scheme}://{request.host}"


def _marked(meeting: Meeting, m: MeetingWords) -> Meeting:
    """An example says so where only its title is seen."""
    if not meeting.example:
        return meeting
    return replace(meeting, title=f"{m.tag_example}: {meeting.title}")


def _language(code: str, language: str) -> str:
    return str(Locale(language).languages.get(code, code))


def _code(link: str, said: str) -> Markup:
    """A QR code drawn in the page itself; `said` is read aloud in its place."""
    import segno

    drawn = BytesIO()
    segno.make_qr(link).save(
        drawn, kind="svg", border=0, xmldecl=False, svgns=False, omitsize=True, title=said
    )
    svg = drawn.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
    return Markup(svg)  # noqa: S704 - drawn by the library; its only words are escaped by it
