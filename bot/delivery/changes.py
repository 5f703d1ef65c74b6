"""What is under way about a meeting follows when staff move or cancel it."""

from datetime import datetime, timedelta

from bot.delivery.broadcast import Broadcasts, Draft
from bot.delivery.corrections import begin_amending
from bot.domain.meeting import Meeting, Standing
from bot.domain.sending import Purpose, Sending
from bot.knowledge.invitations import in_every_language
from bot.knowledge.library import Library
from bot.store.database import Tables

_REMINDERS = (Purpose.DAY_BEFORE, Purpose.SAME_DAY)
_BEFORE = (Purpose.INVITATION, Purpose.MOVED, Purpose.SEAT_OFFER, *_REMINDERS)
"""What nobody needs once a meeting is cancelled."""
FRESH = timedelta(minutes=10)
"""How long after a change those in the queue are told of it; who joins later reads it anyway."""


def make(
    tables: Tables,
    broadcasts: Broadcasts,
    library: Library,
    meeting: Meeting,
    told: Draft,
    now: datetime,
) -> None:
    """Keep a meeting that is moved or cancelled, tell of it, and let the rest follow: in one
    transaction, so that there is neither without the others.
    """
    tables.meetings.put(meeting)
    broadcasts.approve_within(tables, told)
    follow(tables, broadcasts, library, meeting, now)


def follow(
    tables: Tables, broadcasts: Broadcasts, library: Library, meeting: Meeting, now: datetime
) -> None:
    """Bring what may still go into line with the meeting as it stands. To be called in the
    transaction that changes a meeting; the clock does it too, so nothing depends on that.
    """
    sendings = tables.sendings.under_way(meeting.key, now)
    newest = max((one.revision for one in sendings if one.purpose is Purpose.INVITATION), default=0)
    for sending in sendings:
        if _is_past(sending, meeting, newest):
            tables.sendings.end(sending.key, now)
        elif sending.purpose is Purpose.INVITATION and sending.revision < meeting.revision:
            _renew(tables, library, sending, meeting)
        elif sending.purpose in (Purpose.MOVED, Purpose.CANCELLED):
            _tell_queue(tables, broadcasts, sending, now)
    _follow_answers(tables, meeting, now)


def _is_past(sending: Sending, meeting: Meeting, newest: int) -> bool:
    """Whether what a sending says no longer holds. A seat offer's revision is a place in the
    queue, and an older invitation gives way to a newer one.
    """
    if meeting.standing in (Standing.CANCELLED, Standing.DRAFT):
        return sending.purpose in _BEFORE
    if sending.purpose is Purpose.CANCELLED:
        return True
    if sending.purpose is Purpose.INVITATION:
        return sending.revision < newest
    return sending.purpose in (Purpose.MOVED, *_REMINDERS) and sending.revision < meeting.revision


def _renew(tables: Tables, library: Library, sending: Sending, meeting: Meeting) -> None:
    """Who has not got the invitation yet, or subscribes later, reads the new time and place, and
    so does who looks it up in the chat where it lies. Its revision stays, so that staff may invite
    everybody once more. Once for each change: what staff correct afterwards stays corrected.
    """
    if tables.sendings.renewed(sending.key) >= meeting.revision:
        return
    begin_amending(tables, sending.key, in_every_language(library, meeting))
    tables.sendings.last_until(sending.key, meeting.starts)
    tables.sendings.note_renewed(sending.key, meeting.revision)


def _follow_answers(tables: Tables, meeting: Meeting, now: datetime) -> None:
    """Answers to its agenda, whose subjects are the questions, may go until it begins, and help
    nobody once it is cancelled.
    """
    for question in tables.questions.all(meeting.key):
        sending = tables.sendings.find(Purpose.AGENDA_ANSWER, question.key, 1)
        if sending is None or sending.expires <= now:
            continue
        if meeting.standing in (Standing.CANCELLED, Standing.DRAFT):
            tables.sendings.end(sending.key, now)
        elif sending.expires != meeting.starts:
            tables.sendings.last_until(sending.key, meeting.starts)


def _tell_queue(tables: Tables, broadcasts: Broadcasts, sending: Sending, now: datetime) -> None:
    """Those who wait for a seat are told of a change as well; a cancelled meeting has no queue."""
    if sending.purpose is Purpose.MOVED and now - sending.approved_at > FRESH:
        return
    for one in tables.seats.queue(sending.subject):
        broadcasts.add(tables, sending, one.address, one.language)
    if sending.purpose is Purpose.CANCELLED:
        tables.erased |= tables.seats.clear(sending.subject)
