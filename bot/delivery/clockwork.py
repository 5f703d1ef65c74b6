"""What the clock tells people by itself: reminders, thanks, freed seats, and what has happened."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.delivery import announcements
from bot.delivery.broadcast import Broadcasts, Draft
from bot.delivery.changes import follow
from bot.domain.aftermath import TOLD_WITHIN, thanks_are_due
from bot.domain.meeting import Meeting
from bot.domain.reminders import Reminder, reminders
from bot.domain.seats import next_offers
from bot.domain.sending import Purpose
from bot.domain.steadiness import Steadiness
from bot.errors import StoreError
from bot.knowledge.library import LANGUAGES, Library
from bot.logbook import log
from bot.store.database import Tables
from bot.store.store import Store

BY = "Klockan"
"""Who has approved what the clock sends."""
LOOK_EVERY = 30.0
"""Seconds between two looks."""
LOOKED_BACK = timedelta(days=7)
"""How far back the log tells of reminders that were missed while the bot was off."""


class Clockwork:
    """Looks at the clock, and hands in what is due. Each decision and its rows are one
    transaction, so that a meeting cancelled in the same moment never reminds; and each sending is
    unique, so that nothing is told twice whatever the clock does.
    """

    def __init__(self, broadcasts: Broadcasts, library: Library, clock: Clock) -> None:
        self._broadcasts = broadcasts
        self._library = library
        self._clock = clock
        self._steadiness = Steadiness()
        self._looked = clock.now() - LOOKED_BACK

    async def run(
        self, store: Store, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Look until cancelled."""
        while True:
            try:
                await store.turn(self.look)
            except StoreError as error:
                log.warning("the clockwork waits", error=type(error).__name__)
            await sleep(LOOK_EVERY)

    def look(self, tables: Tables) -> None:
        """Make all that is due now."""
        now = self._clock.now()
        if not self._steadiness.look(now, self._clock.seconds()):
            log.warning("the clock has jumped: nothing is made until it has gone evenly")
            return
        tables.erased |= tables.seats.erase_past(now)
        tables.erased |= tables.seats.expire(now) > 0
        for meeting in tables.meetings.all():
            if not meeting.example:
                self._see_to(tables, meeting, now)
        self._looked = now

    def _see_to(self, tables: Tables, meeting: Meeting, now: datetime) -> None:
        if not meeting.is_over(now):
            follow(tables, self._broadcasts, self._library, meeting, now)
            self._offer_seats(tables, meeting, now)
        for reminder in reminders(meeting):
            if reminder.is_due(now):
                self._remind(tables, meeting, reminder, now)
        if thanks_are_due(meeting, now):
            self._once(tables, Purpose.THANKS, meeting, partial(self._thanks, meeting, now))
        if meeting.is_over(now) and now < meeting.ends + TOLD_WITHIN:
            self._tell_later(tables, meeting, now)

    def _remind(self, tables: Tables, meeting: Meeting, reminder: Reminder, now: datetime) -> None:
        """Make a reminder whose hour has come, or say in the log why not."""
        reason = reminder.skipped(meeting, now)
        revision, purpose = meeting.revision, reminder.purpose
        if reason is None:
            make = partial(self._reminder, meeting, reminder, now)
            self._once(tables, purpose, meeting, make, revision)
        elif reminder.due > self._looked and not tables.sendings.find(
            purpose, meeting.key, revision
        ):
            log.info("a reminder is skipped", method=purpose, status=reason)

    def _offer_seats(self, tables: Tables, meeting: Meeting, now: datetime) -> None:
        """Hold freed seats for the first that fit, and ask them."""
        queue = tables.seats.queue(meeting.key)
        if not queue:
            return
        for offered in next_offers(meeting, tables.seats.taken(meeting.key), queue, now):
            tables.seats.hold(offered)
            draft = announcements.seat_offer(
                self._library, meeting, offered, approved_by=BY, now=now
            )
            self._broadcasts.approve_within(tables, draft)

    def _tell_later(self, tables: Tables, meeting: Meeting, now: datetime) -> None:
        """Three months after “Ni sa – vi gör”, if staff have written what has happened."""
        said = tables.aftermath.written(meeting.key)
        if said is None or not said.later.get(LANGUAGES[0]) or now < said.later_due:
            return
        self._once(
            tables,
            Purpose.YOU_SAID_LATER,
            meeting,
            lambda: announcements.you_said(
                self._library, meeting, said.later, approved_by=BY, now=now, later=True
            ),
        )

    def _once(
        self,
        tables: Tables,
        purpose: Purpose,
        meeting: Meeting,
        make: Callable[[], Draft],
        revision: int = 1,
    ) -> None:
        """Hand a draft in, unless the same has been told."""
        if tables.sendings.find(purpose, meeting.key, revision) is None:
            self._broadcasts.approve_within(tables, make())

    def _reminder(self, meeting: Meeting, reminder: Reminder, now: datetime) -> Draft:
        if reminder.purpose is Purpose.SAME_DAY:
            return announcements.reminder_same_day(self._library, meeting, approved_by=BY, now=now)
        return announcements.reminder_day_before(
            self._library, meeting, approved_by=BY, now=now, expires=reminder.expires
        )

    def _thanks(self, meeting: Meeting, now: datetime) -> Draft:
        return announcements.thanks(self._library, meeting, approved_by=BY, now=now)
