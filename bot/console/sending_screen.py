"""One screen to send from: who is told, what they read, a test to oneself, when, and yes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk, to
from bot.console.letters import Letter, Second
from bot.console.sending_form import Chosen, audience_of, choose, mark_of, ticked
from bot.delivery import announcements
from bot.delivery.broadcast import Draft
from bot.domain.quiet import is_quiet, next_decent
from bot.domain.sending import Audience, Sending
from bot.domain.staff import Action, LogEntry
from bot.errors import AlreadySentError, OutOfDateError
from bot.knowledge.library import LANGUAGES
from bot.store.database import Tables
from bot.store.marks import Mark
from bot.store.staff_chats import StaffChat

SENDINGS = f"{ROOT}/utskick"
LetterOf = Callable[[web.Request], Awaitable[Letter]]


class SendingScreen:
    """Shows a letter and takes the decision to send it. Nothing leaves by looking."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._districts = tuple(
            one.id for one in desk.library.municipality.districts if one.invited
        )

    def rooms(self, place: str, letter: LetterOf) -> tuple[Room, ...]:
        """The routes of a letter that is sent from “`place`/skicka”. `letter` makes it anew for
        each request, so that it says what is true then.
        """

        async def show(request: web.Request) -> web.StreamResponse:
            return await self.show(request, await letter(request))

        async def take(request: web.Request) -> web.StreamResponse:
            return await self.take(request, await letter(request))

        return (
            Room("GET", f"{place}/skicka", show, Access.EDITOR),
            Room("POST", f"{place}/skicka", take, Access.EDITOR),
        )

    def counting(self, place: str, letter: LetterOf) -> Room:
        """The route that tells the script how many a choice would reach."""

        async def count(request: web.Request) -> web.StreamResponse:
            return await self.count(request, await letter(request))

        return Room("GET", f"{place}/antal", count, Access.EDITOR)

    async def show(self, request: web.Request, letter: Letter) -> web.Response:
        """The screen as it opens, with the letter's own audience ticked."""
        return await self._page(request, letter, ticked(letter.audience), letter.audience)

    async def count(self, request: web.Request, letter: Letter) -> web.Response:
        """How many people the ticked audience holds, for the script on the screen."""
        audience = audience_of(letter, request.query, self._districts)
        size = await self._desk.broadcasts.audience_size(audience, letter.subject)
        return web.json_response({"people": size, "counted": mark_of(audience)})

    async def take(self, request: web.Request, letter: Letter) -> web.Response:
        """One of the screen's buttons."""
        form = request[VISIT].form
        audience = audience_of(letter, form, self._districts)
        if letter.refusal:
            return await self._page(request, letter, form, audience, {"letter": letter.refusal})
        if form.get("step") == "test":
            return await self._test(request, letter, audience)
        if form.get("step") != "send":
            return await self._page(request, letter, form, audience)
        return await self._send(request, letter)

    # Sending

    async def _send(self, request: web.Request, letter: Letter) -> web.Response:
        """Check that what was seen is what goes, and to whom, before anything is approved."""
        form, now = request[VISIT].form, self._desk.clock.now()
        chosen = choose(letter, form, now, self._districts)
        faults = await self._faults(letter, form, chosen)
        if faults:
            return await self._page(request, letter, form, chosen.audience, faults)
        entry = self._desk.entry(request, Action.SENT, letter.title)
        who = request[VISIT].who.name
        if chosen.at_night and letter.second and not letter.second.agrees(who):
            await self._ask_second(letter.second, who, entry)
            return await self._page(request, letter, form, chosen.audience, {"night": "second"})
        draft = letter.draft(chosen.audience, who, chosen.starts, at_night=chosen.at_night)

        def within(tables: Tables) -> None:
            if not letter.holds(tables):
                raise OutOfDateError(letter.subject)
            tables.staff.note(entry)

        try:
            sending = await self._desk.broadcasts.approve(draft, within)
        except AlreadySentError:
            return await self._page(request, letter, form, chosen.audience, {"letter": "sent"})
        except OutOfDateError:
            return await self._page(request, letter, form, chosen.audience, {"letter": "changed"})
        return to(f"{SENDINGS}/{sending.key}")

    async def _ask_second(self, second: Second, who: str, entry: LogEntry) -> None:
        """Keep that the first of two wants it sent while people sleep. Nothing goes by that."""

        def work(tables: Tables) -> None:
            second.ask(tables, who)
            tables.staff.note(replace(entry, action=Action.NIGHT_ASKED))

        await self._desk.store.turn(work)

    async def _faults(
        self, letter: Letter, form: Mapping[str, str], chosen: Chosen
    ) -> Mapping[str, str]:
        """What keeps this from being sent, the weightiest alone."""
        if form.get("seen") != letter.imprint:
            return {"letter": "changed"}
        if form.get("counted") != mark_of(chosen.audience):
            return {"audience": "recount"}
        if not await self._desk.broadcasts.audience_size(chosen.audience, letter.subject):
            return {"audience": "nobody"}
        if chosen.faults:
            return chosen.faults
        return {} if form.get("sure") else {"sure": "sure_send"}

    # A test

    async def _test(self, request: web.Request, letter: Letter, audience: Audience) -> web.Response:
        """Send it to the chats of whoever asks, in each language, marked as a test. Each page asks
        for one: two quick taps bring back the same `once`, and what is there already is not made.
        """
        visit = request[VISIT]
        drafts = partial(
            self._tests, letter, visit.who.name, visit.form.get("once") or self._desk.clock.chance()
        )
        entry = self._desk.entry(request, Action.TESTED, letter.title)

        def work(tables: Tables) -> int:
            chats = tables.staff_chats.of(visit.who.key)
            made = [self._desk.broadcasts.approve_within(tables, one) for one in drafts(chats)]
            if any(made):
                tables.staff.note(entry)
            return len(chats)

        tested = await self._desk.store.turn(work)
        faults = {} if tested else {"test": "no_chat"}
        return await self._page(request, letter, visit.form, audience, faults, tested=tested)

    def _tests(
        self, letter: Letter, who: str, once: str, chats: tuple[StaffChat, ...]
    ) -> list[Draft]:
        return announcements.tests(
            self._desk.library,
            letter.replies,
            letter.subject,
            [chat.address for chat in chats],
            approved_by=who,
            now=self._desk.clock.now(),
            chance=sha256(f"{once}|{letter.imprint}".encode("utf-8", "replace")).hexdigest(),
        )

    # The page

    async def _page(
        self,
        request: web.Request,
        letter: Letter,
        values: Mapping[str, str],
        audience: Audience,
        faults: Mapping[str, str] | None = None,
        *,
        tested: int = 0,
    ) -> web.Response:
        now, broadcasts = self._desk.clock.now(), self._desk.broadcasts
        people = await broadcasts.audience_size(audience, letter.subject)
        before, linked, paused = await self._desk.store.read(
            lambda tables: (
                _before(tables, letter),
                tables.staff_chats.count(),
                tables.marks.words(Mark.PAUSED) is not None,
            )
        )
        return self._desk.pages.show(
            request,
            "sending.html",
            status=422 if faults else 200,
            letter=letter,
            values=values,
            faults=faults or {},
            people=people,
            counted=mark_of(audience),
            frames=self._desk.previews.frames(letter.replies),
            before=before,
            linked=linked,
            paused=paused,
            tested=tested,
            reads=LANGUAGES,
            morning=next_decent(now) if is_quiet(now) else None,
            expires=letter.expires,
            once=self._desk.clock.chance(),
        )


def _before(tables: Tables, letter: Letter) -> Sending | None:
    """The same thing, where it has been sent already."""
    return tables.sendings.find(letter.purpose, letter.subject, letter.revision)
