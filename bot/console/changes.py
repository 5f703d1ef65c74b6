"""A published meeting moved or cancelled: who is told and what they read is shown before it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk, to
from bot.console.sending_screen import SENDINGS
from bot.delivery import announcements
from bot.delivery.broadcast import Draft
from bot.delivery.changes import make
from bot.domain.imprint import imprint
from bot.domain.meeting import Meeting, Standing
from bot.domain.message import imprint_of
from bot.domain.sending import HOLD
from bot.domain.staff import Action
from bot.store.database import Tables


@dataclass(frozen=True, slots=True)
class Change:
    """What is about to be done to a meeting, and what is told of it."""

    old: Meeting
    new: Meeting
    draft: Draft
    action: Action

    @property
    def seen(self) -> str:
        """What the form brings back: these words about this meeting as it was."""
        return f"{imprint(self.old)}{imprint_of(self.draft.replies)}"


def is_moved(old: Meeting, new: Meeting) -> bool:
    """Whether somebody who means to come has to know."""
    return (old.starts, old.ends, old.place) != (new.starts, new.ends, new.place)


class Changes:
    """The step between wanting a change and making it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/traffar/{key}/stall-in", self.ask_to_cancel, Access.EDITOR),
            Room("POST", "/traffar/{key}/stall-in", self.cancel, Access.EDITOR),
        )

    async def ask_to_cancel(self, request: web.Request) -> web.StreamResponse:
        """Who would be told, and what."""
        old = await self._desk.meeting(request)
        if not old.is_open(self._desk.clock.now()):
            return to(f"{ROOT}/traffar/{old.key}")
        return await self._page(request, self._cancelled(request, old), {})

    async def cancel(self, request: web.Request) -> web.StreamResponse:
        """Cancel it, once the box is ticked."""
        old = await self._desk.meeting(request)
        if not old.is_open(self._desk.clock.now()):
            return to(f"{ROOT}/traffar/{old.key}")
        return await self._take(request, self._cancelled(request, old), {})

    async def move(self, request: web.Request, old: Meeting, new: Meeting) -> web.StreamResponse:
        """Show, or once the box is ticked make, a change of time or place. The form of the
        meeting is carried along.
        """
        now, form = self._desk.clock.now(), request[VISIT].form
        moved = replace(
            new, standing=Standing.MOVED, revision=old.revision + 1, changed=old.changed
        )
        draft = announcements.moved(
            self._desk.library,
            moved,
            approved_by=request[VISIT].who.name,
            now=now,
            was=old.starts,
        )
        change = Change(old, replace(moved, changed=now), self._held(draft), Action.MEETING_MOVED)
        kept = {name: value for name, value in form.items() if name not in ("seen", "sure")}
        if not form.get("seen"):
            return await self._page(request, change, kept)
        return await self._take(request, change, kept)

    def _cancelled(self, request: web.Request, old: Meeting) -> Change:
        new = replace(old, standing=Standing.CANCELLED)
        draft = announcements.cancelled(
            self._desk.library,
            new,
            approved_by=request[VISIT].who.name,
            now=self._desk.clock.now(),
        )
        return Change(old, new, self._held(draft), Action.MEETING_CANCELLED)

    def _held(self, draft: Draft) -> Draft:
        """A minute to change one's mind here too."""
        return replace(draft, starts=max(draft.starts, self._desk.clock.now() + HOLD))

    async def _take(
        self, request: web.Request, change: Change, kept: Mapping[str, str]
    ) -> web.StreamResponse:
        form = request[VISIT].form
        if form.get("seen") != change.seen:
            return await self._page(request, change, kept, {"change": "changed_here"})
        if not form.get("sure"):
            return await self._page(request, change, kept, {"change": "sure_change"})
        sending = await self._desk.store.turn(_Work(self._desk, change, request))
        if sending is None:
            return await self._page(request, change, kept, {"change": "changed_here"})
        flash = "moved" if change.action is Action.MEETING_MOVED else "cancelled"
        request[VISIT].login.flash = f"meeting_{flash}"
        return to(f"{SENDINGS}/{sending}")

    async def _page(
        self,
        request: web.Request,
        change: Change,
        kept: Mapping[str, str],
        faults: Mapping[str, str] | None = None,
    ) -> web.Response:
        draft = change.draft
        people = await self._desk.broadcasts.audience_size(draft.audience, draft.subject)
        return self._desk.pages.show(
            request,
            "change.html",
            status=422 if faults else 200,
            change=change,
            people=people,
            kept=kept,
            faults=faults or {},
            frames=self._desk.previews.frames(draft.replies),
        )


class _Work:
    """The change and the word of it, in one transaction: neither without the other."""

    def __init__(self, desk: Desk, change: Change, request: web.Request) -> None:
        self._desk = desk
        self._change = change
        self._entry = desk.entry(request, change.action, change.new.title)

    def __call__(self, tables: Tables) -> str | None:
        """The key of the sending; None where the meeting has changed meanwhile."""
        change, draft = self._change, self._change.draft
        if tables.meetings.get(change.old.key) != change.old:
            return None
        now = self._desk.clock.now()
        make(tables, self._desk.broadcasts, self._desk.library, change.new, draft, now)
        tables.staff.note(self._entry)
        sending = tables.sendings.find(draft.purpose, draft.subject, draft.revision)
        return sending.key if sending else None
