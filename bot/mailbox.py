"""The mailbox of somebody on the web: what was sent since they were here, as it is true now."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.meeting import Meeting, Standing
from bot.domain.message import Reply
from bot.domain.sending import Letter, Purpose, Sending
from bot.knowledge.invitations import pushed_invitation
from bot.knowledge.library import Library
from bot.store.database import Tables
from bot.store.store import Store

_TO_COME = frozenset(
    {
        Purpose.INVITATION,
        Purpose.MOVED,
        Purpose.CANCELLED,
        Purpose.DAY_BEFORE,
        Purpose.SAME_DAY,
        Purpose.SEAT_OFFER,
    }
)
"""What says nothing any more once the meeting is over."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What is shown, the oldest first, and the language that the person is told things in; no
    language where nothing is kept of them. `rows` are those of the outbox that are dealt with once
    this has been on a screen, also those that say nothing any more.
    """

    replies: tuple[Reply, ...] = ()
    language: str = ""
    rows: tuple[int, ...] = ()


class Mailbox:
    """Hands out messages until they have been seen."""

    def __init__(self, store: Store, library: Library, clock: Clock) -> None:
        self._store = store
        self._library = library
        self._clock = clock

    async def waiting(self, address: str, but: Collection[int] = ()) -> Mail:
        """What waits for an address, `but` for some rows. It waits still: it is marked as read once
        it has been on a screen, else a lost page would be a lost message.

        Raises:
            StoreError: the database did not answer.
        """
        now = self._clock.now()

        def look(tables: Tables) -> Mail:
            known = _language(tables, address)
            letters = [one for one in tables.outbox.unread(address) if one.row not in but]
            shown = (self._shown(tables, letter, now) for letter in letters)
            replies = tuple(reply for reply in shown if reply)
            return Mail(replies, known, tuple(letter.row for letter in letters))

        return await self._store.read(look)

    async def read(self, rows: tuple[int, ...]) -> None:
        """These have been on a screen.

        Raises:
            StoreError: nothing was marked; they wait still.
        """
        await self._store.turn(lambda tables: tables.outbox.read(rows))

    def _shown(self, tables: Tables, letter: Letter, now: datetime) -> Reply | None:
        """A message as it was frozen; an invitation as it reads now where the meeting has been
        changed since; nothing where it is too late, or something newer takes its place.
        """
        sending = tables.sendings.get(letter.sending)
        reply = letter.reply
        if sending and sending.purpose is Purpose.AGENDA_ANSWER and now >= sending.expires:
            return None
        if sending and sending.purpose in _TO_COME:
            meeting = tables.meetings.get(sending.subject)
            if meeting is None or not _still_true(sending, meeting, now):
                return None
            if _is_older(sending, meeting):
                reply = pushed_invitation(self._library, meeting, letter.language)
        if not letter.repeated:
            return reply
        mark = self._library.say("sending.repeated", letter.language)
        return replace(reply, text=mark + reply.text)


def _still_true(sending: Sending, meeting: Meeting, now: datetime) -> bool:
    if meeting.is_over(now):
        return False
    if sending.purpose is Purpose.CANCELLED:
        return meeting.standing is Standing.CANCELLED
    if meeting.standing in (Standing.CANCELLED, Standing.DRAFT):
        return False
    if sending.purpose is Purpose.SEAT_OFFER and now >= sending.expires:
        return False
    return sending.purpose is Purpose.INVITATION or not _is_older(sending, meeting)


def _is_older(sending: Sending, meeting: Meeting) -> bool:
    """Whether the meeting has got a new time or place since this was decided."""
    return meeting.changed is not None and sending.approved_at < meeting.changed


def _language(tables: Tables, address: str) -> str:
    """That of the newest thing waiting, else of the subscription; nothing where there is none."""
    letters = tables.outbox.unread(address)
    if letters:
        return letters[-1].language
    member = tables.members.get(address)
    return member.language if member else ""
