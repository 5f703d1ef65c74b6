"""A concern written down by staff for somebody on the telephone or at a desk: the same questions,
the same masking, read back and approved, and a code to read aloud before it is kept.

It goes into no log: a line there has a minute, and a concern knows nothing finer than its week.
"""

from collections.abc import Container, Mapping

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cases import CASES
from bot.console.desk import Desk, to
from bot.console.dictation import Dictation
from bot.console.fields import lines_of
from bot.domain.concern import LONGEST_TEXT, Concern, Often, Origin
from bot.domain.sweden import week_of
from bot.knowledge.privacy import mask
from bot.store.database import Tables

_CHOICES = ("category", "district", "part", "often")


class CaseEntry:
    """The form, the reading back, and what is kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Its routes."""
        return (
            Room("GET", "/berattelser/ny", self.show, Access.EDITOR),
            Room("POST", "/berattelser/ny", self.take, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """An empty form; what was read back before and not kept is gone, its code too."""
        request[VISIT].login.dictation = None
        return self._form(request, {})

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Read back what was written with all that points at a person hidden, or keep it."""
        visit = request[VISIT]
        form, held = visit.form, visit.login.dictation
        step, nonce = form.get("step", ""), form.get("nonce", "")
        if step not in ("keep", "uncoded", "change"):
            return await self._read_back(request, form)
        if nonce and nonce == visit.login.dictated:
            return self._done(request)
        if held is None or held.nonce != nonce:
            return self._form(request, {}, {"text": "case_gone_draft"})
        if step == "change":
            return self._form(request, _typed(held) | {"nonce": nonce})
        await self._keep(request, held, coded=step == "keep" and bool(held.code))
        return self._done(request)

    async def _read_back(self, request: web.Request, form: Mapping[str, str]) -> web.StreamResponse:
        """What would be kept. Masking a masked text changes nothing, so it may be read back
        twice; a code that was read aloud stays the draft's own.
        """
        written = lines_of(form, "text")
        faults = self._faults(form, written)
        if faults:
            return self._form(request, form, faults)
        session, reading = request[VISIT].login, self._desk.reader.read(written)
        held, chance = session.dictation, self._desk.clock.chance()
        session.dictation = Dictation(
            nonce=chance,
            category=form["category"],
            district=form["district"],
            part_of_day=form["part"],
            often=Often(form["often"]),
            text=mask(written, reading.personal, self._desk.library.mask_words("sv")),
            is_test=bool(form.get("test")),
            code=self._code(held, form.get("nonce", "")),
        )
        return self._desk.pages.show(
            request,
            "case_entry_seen.html",
            told=session.dictation,
            masked=bool(reading.personal),
            danger=reading.danger.any,
        )

    def _code(self, held: Dictation | None, nonce: str) -> tuple[str, ...]:
        """The words that were read aloud, where it is the same draft that is changed, or new ones:
        nobody may have heard the code of somebody else.
        """
        if held is not None and held.nonce == nonce:
            return held.code
        return self._desk.case_codes.drawn() if self._desk.case_codes else ()

    async def _keep(self, request: web.Request, held: Dictation, *, coded: bool) -> None:
        desk, session = self._desk, request[VISIT].login
        code = await desk.case_codes.hashed(held.code) if coded and desk.case_codes else None
        concern = Concern(
            key=desk.clock.chance(),
            week=week_of(desk.clock.now()),
            category=held.category,
            district=held.district,
            part_of_day=held.part_of_day,
            text=held.text,
            often=held.often,
            code=code,
            origin=Origin.TEST if held.is_test else Origin.STAFF,
        )
        sealed = desk.sealer.seal(held.text) if desk.sealer and held.text else None

        def work(tables: Tables) -> None:
            tables.concerns.file(concern, sealed)
            tables.erased = True
            if not desk.live:
                tables.concerns.release()

        if session.dictated == held.nonce:
            return
        session.dictation, session.dictated = None, held.nonce
        try:
            await desk.store.turn(work)
        except BaseException:
            session.dictation, session.dictated = held, ""
            raise

    def _faults(self, form: Mapping[str, str], written: str) -> dict[str, str]:
        town = self._desk.library.municipality
        known: dict[str, Container[str]] = {
            "category": {one.id for one in town.concern_categories if one.stored},
            "district": {one.id for one in town.districts},
            "part": {one.id for one in town.day_parts},
            "often": set(Often),
        }
        faults = {
            name: "case_choose" for name in _CHOICES if form.get(name, "-") not in known[name]
        }
        if len(written) > LONGEST_TEXT:
            faults["text"] = "case_long_text"
        return faults

    def _form(
        self,
        request: web.Request,
        values: Mapping[str, str],
        faults: Mapping[str, str] | None = None,
    ) -> web.Response:
        town = self._desk.library.municipality
        return self._desk.pages.show(
            request,
            "case_entry.html",
            status=422 if faults else 200,
            values=values,
            faults=faults or {},
            categories=[(one.id, one.sv) for one in town.concern_categories if one.stored],
            districts=[(one.id, one.sv) for one in town.districts],
            parts=[(one.id, one.sv) for one in town.day_parts],
            longest=LONGEST_TEXT,
        )

    def _done(self, request: web.Request) -> web.Response:
        session = request[VISIT].login
        session.flash = "case_taken_down" if self._desk.live else "case_taken_down_trial"
        return to(CASES)


def _typed(held: Dictation) -> dict[str, str]:
    return {
        "category": held.category,
        "district": held.district,
        "part": held.part_of_day,
        "often": held.often,
        "text": held.text,
        "test": "1" if held.is_test else "",
    }
