"""“Rätta”: the words of a sending are changed where they lie, or said anew to the same people."""

from collections.abc import Mapping

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.desk import Desk, to
from bot.console.fields import lines_of
from bot.console.letters import Letter
from bot.console.sending_screen import SENDINGS, SendingScreen
from bot.console.sending_view import title_of
from bot.delivery.corrections import amended, begin_amending, correction
from bot.domain.message import Reply, Text
from bot.domain.sending import Audience, Group, Purpose, Sending
from bot.domain.staff import Action
from bot.errors import ContentError
from bot.knowledge.library import LANGUAGES
from bot.knowledge.rewording import numbers_in, reread, written
from bot.store.database import Tables

LONGEST = 3_000
"""Characters of a corrected text: with its marks it has to fit one message on Telegram."""

Sent = tuple[Sending, dict[str, Reply]]
"""What is to be put right, and its words by language."""


class Corrections:
    """The rooms in which what was sent is put right."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._screen = SendingScreen(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/utskick/{key}/ratta", self.show, Access.EDITOR),
            Room("POST", "/utskick/{key}/ratta", self.take, Access.EDITOR),
            Room("POST", "/utskick/{key}/rattelse", self.send, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The words as they were sent, to be changed."""
        sent = await self._sent(request)
        values = {f"text_{one}": written(reply.text) for one, reply in sent[1].items()}
        return await self._page(request, sent, values)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Show the new words beside the old, or change them where they lie once that is ticked."""
        form = request[VISIT].form
        sent = await self._sent(request)
        sending, replies = sent
        texts, faults = self._read(form, replies)
        changed = amended(replies, texts)
        if faults or form.get("step") != "amend":
            return await self._page(request, sent, form, faults, changed)
        if not form.get("sure"):
            return await self._page(request, sent, form, {"sure": "sure_amend"}, changed)
        entry = self._desk.entry(request, Action.AMENDED, await self._title(sending))

        def work(tables: Tables) -> None:
            begin_amending(tables, sending.key, changed)
            tables.staff.note(entry)

        await self._desk.store.turn(work)
        request[VISIT].login.flash = "amended"
        return to(f"{SENDINGS}/{sending.key}")

    async def send(self, request: web.Request) -> web.StreamResponse:
        """The screen to send a marked correction from; what was written comes along in the form."""
        form = request[VISIT].form
        sent = await self._sent(request)
        sending, replies = sent
        texts, faults = self._read(form, replies)
        if faults:
            return await self._page(request, sent, form, faults, amended(replies, texts))
        return await self._screen.take(request, await self._letter(sending, replies, texts))

    async def _letter(
        self, sending: Sending, replies: Mapping[str, Reply], texts: Mapping[str, Text]
    ) -> Letter:
        number = await self._desk.store.read(lambda tables: _corrections(tables, sending)) + 1
        draft = correction(
            self._desk.library,
            sending,
            amended(replies, texts),
            number=number,
            approved_by="",
            now=self._desk.clock.now(),
        )
        return Letter.of(
            draft,
            await self._title(sending),
            f"{SENDINGS}/{sending.key}",
            lambda tables: tables.sendings.texts(sending.key) == replies,
            kept={f"text_{language}": written(text) for language, text in texts.items()},
        )

    async def _page(
        self,
        request: web.Request,
        sent: Sent,
        values: Mapping[str, str],
        faults: Mapping[str, str] | None = None,
        changed: Mapping[str, Reply] | None = None,
    ) -> web.Response:
        sending, replies = sent
        people = await self._desk.broadcasts.audience_size(Audience(Group.RECEIVED, sending.key))
        seen = changed is not None and not (faults and set(faults) - {"sure"})
        return self._desk.pages.show(
            request,
            "correction.html",
            status=422 if faults else 200,
            sending=sending,
            title=await self._title(sending),
            values=values,
            faults=faults or {},
            languages=tuple(one for one in LANGUAGES if one in replies),
            before=self._desk.previews.frames(replies),
            after=self._desk.previews.frames(changed) if changed and seen else (),
            people=people,
            longest=LONGEST,
        )

    def _read(
        self, form: Mapping[str, str], replies: Mapping[str, Reply]
    ) -> tuple[dict[str, Text], dict[str, str]]:
        """The new words by language, and what is wrong with them by field."""
        texts: dict[str, Text] = {}
        faults: dict[str, str] = {}
        contacts = self._desk.library.contacts.values()
        known = {one.number for one in contacts if one.number and one.call}
        for language, reply in replies.items():
            field = f"text_{language}"
            words = lines_of(form, field)
            if not words:
                faults[field] = "empty_text"
            elif len(words) > LONGEST:
                faults[field] = "long_text"
            else:
                try:
                    texts[language] = reread(words, known | numbers_in(reply.text))
                except ContentError:
                    faults[field] = "marked_text"
        return texts, faults

    async def _sent(self, request: web.Request) -> Sent:
        key = request.match_info["key"]
        sending, replies = await self._desk.store.read(
            lambda tables: (tables.sendings.get(key), tables.sendings.texts(key))
        )
        if sending is None or sending.purpose is Purpose.TEST:
            raise web.HTTPNotFound
        return sending, replies

    async def _title(self, sending: Sending) -> str:
        frauds = self._desk.library.frauds(LANGUAGES[0])
        return await self._desk.store.read(lambda tables: title_of(tables, sending, frauds))


def _corrections(tables: Tables, sending: Sending) -> int:
    """How many corrections of it have gone already."""
    return sum(one.purpose is Purpose.CORRECTION for one in tables.sendings.about(sending.key))
