"""More of a text hidden: words are tapped, the result is seen, and only that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.case_page import PATH, CasePage
from bot.console.desk import Desk
from bot.console.opened import opened
from bot.domain.backlog import number
from bot.domain.case import Case
from bot.domain.concern import Addition
from bot.domain.imprint import imprint
from bot.domain.staff import Action
from bot.knowledge.hiding import Piece, hidden, pieces
from bot.store.database import Tables

ANYTHING = "gömt"
"""The mask for what is neither a name nor any other thing that has a word of its own."""
_KINDS = ("name", "address", "phone", "plate", "handle")


@dataclass(frozen=True, slots=True)
class _Target:
    """Whose words are hidden: the concern's own, or those of one addition."""

    case: Case
    told: Case | Addition
    text: str

    @property
    def was(self) -> str:
        """What tells this text from any other: it may change while somebody chooses."""
        return imprint(self.text)


class CaseMasks:
    """The room in which words are hidden by hand."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._page = CasePage(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Its routes."""
        return (
            Room("GET", f"{PATH}/gom", self.show, Access.EDITOR),
            Room("POST", f"{PATH}/gom", self.take, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Every word of the text, to be tapped."""
        target = await self._target(request, request.query.get("del", ""))
        return self._form(request, target, {})

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Show the text as it would be, or keep that. The words come from what is stored: the
        form can name which of them go, and add nothing.
        """
        form = request[VISIT].form
        target = await self._target(request, form.get("part", ""))
        if form.get("was") != target.was:
            if form.get("result") == target.was:
                return self._page.back(request, target.case, "case_masked")
            return self._form(request, target, {}, {"words": "case_text_changed"})
        mask = form.get("mask", "")
        chosen = {int(one[1:]) for one in form if one[:1] == "w" and one[1:].isdecimal()}
        result = hidden(target.text, chosen, mask if mask in self._masks() else ANYTHING)
        if not any(one.number == 0 for one in result):
            return self._form(request, target, form, {"words": "case_words"})
        if form.get("step") != "keep":
            change = form.get("step") == "change"
            return self._form(request, target, form, result=() if change else result)
        text = "".join(one.text for one in result)
        done = await self._keep(request, target, text)
        return self._page.back(request, target.case, "case_masked" if done else "case_withdrawn")

    async def _keep(self, request: web.Request, target: _Target, text: str) -> bool:
        """Put the result in place of the words, sealed where they were; False where they have
        gone or changed meanwhile.
        """
        entry = self._desk.entry(request, Action.CASE_MASKED, number(target.case.key))
        sealed = self._desk.sealed(request, text) if target.told.sealed else None

        def work(tables: Tables) -> bool:
            case = tables.concerns.get(target.case.key)
            told = _told(case, target.told.key) if case else None
            if told is None or (told.text, told.sealed) != (target.told.text, target.told.sealed):
                return False
            tables.staff.note(entry)
            tables.erased = True
            if isinstance(told, Case):
                return tables.concerns.reword(told.key, text, sealed)
            return tables.concerns.reword_addition(told.key, text, sealed)

        return await self._desk.store.turn(work)

    def _form(
        self,
        request: web.Request,
        target: _Target,
        values: Mapping[str, str],
        faults: Mapping[str, str] | None = None,
        result: tuple[Piece, ...] = (),
    ) -> web.Response:
        text = "".join(one.text for one in result)
        return self._desk.pages.show(
            request,
            "case_mask.html",
            status=422 if faults else 200,
            case=target.case,
            number=number(target.case.key),
            part="" if target.told is target.case else target.told.key,
            pieces=pieces(target.text),
            was=target.was,
            result=result,
            result_was=imprint(text) if result else "",
            chosen={name: value for name, value in values.items() if name[1:].isdecimal()},
            masks=self._masks(),
            mask=values.get("mask", ""),
            faults=faults or {},
        )

    def _masks(self) -> tuple[str, ...]:
        words = self._desk.library.mask_words("sv")
        return (*(words[kind] for kind in _KINDS), ANYTHING)

    async def _target(self, request: web.Request, part: str) -> _Target:
        case = await self._desk.case(request)
        told = _told(case, part or case.key)
        words = opened(request[VISIT].login, told) if told else None
        if told is None or words is None or not words.text:
            raise web.HTTPNotFound
        return _Target(case, told, words.text)


def _told(case: Case, key: str) -> Case | Addition | None:
    return next((one for one in case.told if one.key == key), None)
