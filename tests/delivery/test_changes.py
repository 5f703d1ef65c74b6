"""A meeting changes while its messages are on their way: nobody reads what is no longer true."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.delivery import announcements
from bot.delivery.broadcast import Broadcasts
from bot.delivery.changes import follow
from bot.delivery.corrections import Amender
from bot.domain.meeting import Answer, Choice, Standing
from bot.domain.membership import News
from bot.domain.question import MeetingQuestion
from bot.domain.sending import Audience, Purpose
from bot.knowledge.library import Library
from bot.store.store import Store
from tests.conftest import HeldClock, coming
from tests.delivery.conftest import join
from tests.fakes.outlets import MemoryOutlet

Carry = Callable[[], Awaitable[None]]


async def _invited(
    store: Store, broadcasts: Broadcasts, clock: HeldClock, library: Library
) -> None:
    """Two subscribers, of whom the second has said yes, and an invitation that has not left."""
    meeting = coming()
    await store.turn(lambda t: t.meetings.put(meeting))
    await join(store, 1)
    yes = Answer(meeting.key, Choice.YES)
    await store.turn(lambda t: t.answers.put("telegram:2", yes, "sv"))
    everybody = Audience.subscribers(News.INVITATIONS)
    starts = clock.now() + timedelta(minutes=1)
    await broadcasts.approve(
        announcements.invitation(library, meeting, everybody, approved_by="Anna", starts=starts)
    )


async def test_a_cancelled_meeting_invites_nobody_any_more(
    store: Store,
    broadcasts: Broadcasts,
    outlet: MemoryOutlet,
    carry: Carry,
    clock: HeldClock,
    library: Library,
) -> None:
    """Invitations that waited are let go, and only those who said they come are told."""
    await _invited(store, broadcasts, clock, library)
    meeting, now = coming(), clock.now()
    told = announcements.cancelled(library, meeting, approved_by="Anna", now=now)
    gone = replace(meeting, standing=Standing.CANCELLED, changed=now)
    await store.turn(lambda t: t.meetings.put(gone))
    await store.turn(lambda t: broadcasts.approve_within(t, told))
    await store.turn(lambda t: follow(t, broadcasts, library, gone, now))
    clock.passes(minutes=2)
    await carry()
    ((address, words, _),) = outlet.delivered
    assert address == "telegram:2"
    assert "inställd" in words
    await join(store, 3)
    await store.turn(lambda t: broadcasts.serve_new(t, clock.now()))
    await carry()
    assert len(outlet.delivered) == 1


async def test_a_moved_meeting_is_invited_to_at_its_new_time(
    store: Store,
    broadcasts: Broadcasts,
    outlet: MemoryOutlet,
    carry: Carry,
    clock: HeldClock,
    library: Library,
) -> None:
    """Invitations that wait, that lie in a chat and that come later all say the new time."""
    await _invited(store, broadcasts, clock, library)
    clock.passes(minutes=2)
    await carry()
    assert len(outlet.delivered) == 1
    before, now = coming(), clock.now()
    week = timedelta(days=7)
    moved = replace(
        before,
        starts=before.starts + week,
        ends=before.ends + week,
        standing=Standing.MOVED,
        revision=2,
        changed=now,
    )
    told = announcements.moved(library, moved, approved_by="Anna", now=now, was=before.starts)
    await store.turn(lambda t: t.meetings.put(moved))
    await store.turn(lambda t: broadcasts.approve_within(t, told))
    await store.turn(lambda t: follow(t, broadcasts, library, moved, now))
    amender = Amender(store, outlet)
    while await amender.step():
        pass
    ((_, _, words),) = outlet.amended
    assert "10 december" in words
    await join(store, 3)
    await store.turn(lambda t: broadcasts.serve_new(t, clock.now()))
    await carry()
    assert {address for address, words, _ in outlet.delivered if "10 december" in words} == {
        "telegram:2",
        "telegram:3",
    }


async def test_an_answer_to_the_agenda_follows_its_meeting(
    store: Store,
    broadcasts: Broadcasts,
    outlet: MemoryOutlet,
    carry: Carry,
    clock: HeldClock,
    library: Library,
) -> None:
    """It may wait as long as the meeting does, and goes to nobody once that is cancelled."""
    await _invited(store, broadcasts, clock, library)
    meeting, now = coming(), clock.now()
    question = MeetingQuestion("q1", meeting.key, "2026-W48", "Kaffe?", answer="Ja.")
    await store.turn(lambda t: t.questions.file(question))
    pushed = announcements.agenda_answer(library, meeting, question, approved_by="Anna", now=now)
    later = replace(meeting, starts=meeting.starts + timedelta(days=7), standing=Standing.MOVED)
    gone = replace(meeting, standing=Standing.CANCELLED, changed=now)
    await store.turn(lambda t: broadcasts.approve_within(t, pushed))
    for state, expires in ((later, later.starts), (gone, now)):
        change = partial(follow, broadcasts=broadcasts, library=library, meeting=state, now=now)
        await store.turn(change)
        sending = await store.read(lambda t: t.sendings.find(Purpose.AGENDA_ANSWER, "q1", 1))
        assert sending
        assert sending.expires == expires
    clock.passes(minutes=2)
    await carry()
    assert outlet.delivered == []
