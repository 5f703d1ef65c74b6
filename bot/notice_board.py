"""What everybody may read about meetings, without a chat and without a cookie."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.meeting import Meeting, Standing
from bot.domain.photo import Photo
from bot.domain.question import MeetingQuestion
from bot.store.database import Tables
from bot.store.questions import SHOWN
from bot.store.store import Store

IN_FEED = timedelta(days=30)
"""How long after a meeting it stays in the calendar feed."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One meeting with its photo, where it has one that is described, and answered questions."""

    meeting: Meeting
    photo: Photo | None = None
    questions: tuple[MeetingQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """All meetings that are shown: those to come, the earliest first; those held, latest first."""

    coming: tuple[Meeting, ...]
    held: tuple[Meeting, ...]


class NoticeBoard:
    """Meetings that are published, moved or cancelled; drafts, and in live operation examples,
    are not there.
    """

    def __init__(self, store: Store, clock: Clock, *, live: bool) -> None:
        self._store = store
        self._clock = clock
        self._live = live

    async def listed(self) -> Listed:
        """The list. A meeting is shown for as long as its answered questions are."""
        now = self._clock.now()
        shown = await self._since(now - SHOWN)
        held = [one for one in shown if one.is_over(now) and one.standing is not Standing.CANCELLED]
        coming = [one for one in shown if not one.is_over(now)]
        return Listed(tuple(coming), tuple(reversed(held)))

    async def for_calendars(self) -> tuple[Meeting, ...]:
        """Those that the feed holds; a cancelled one is in it, so that calendars strike it out."""
        return await self._since(self._clock.now() - IN_FEED)

    async def posted(self, key: str) -> Posted | None:
        """One meeting with all that belongs to it, or None."""
        now = self._clock.now()

        def look(tables: Tables) -> Posted | None:
            meeting = tables.meetings.get(key)
            if meeting is None or not self._is_public(meeting):
                return None
            photo = tables.photos.get(key) if meeting.photo_text else None
            return Posted(meeting, photo, tables.questions.answered(now).get(key, ()))

        return await self._store.read(look)

    async def _since(self, moment: datetime) -> tuple[Meeting, ...]:
        meetings = await self._store.read(lambda tables: tables.meetings.public())
        return tuple(one for one in meetings if self._is_public(one) and one.ends > moment)

    def _is_public(self, meeting: Meeting) -> bool:
        example = self._live and meeting.example
        return meeting.standing is not Standing.DRAFT and not example
