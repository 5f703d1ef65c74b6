"""Decides that people are told something: makes the sending and its rows, stops it, resends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.clock import Clock
from bot.domain.message import Reply
from bot.domain.sending import Audience, Group, Progress, Purpose, RowState, Sending, State
from bot.errors import AlreadySentError
from bot.store.database import Tables
from bot.store.store import Store

CHUNK = 1_000
"""People or rows looked at in one transaction: a few milliseconds, so that residents are
answered in between.
"""
KEY_LENGTH = 12
MOST_SERVED = 500
"""New subscribers looked after in one transaction."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody approves: the same words that were previewed, by language; at least one."""

    purpose: Purpose
    subject: str
    audience: Audience
    replies: Mapping[str, Reply]
    approved_by: str
    starts: datetime
    expires: datetime
    revision: int = 1
    at_night: bool = False
    silent: bool = False

    def __post_init__(self) -> None:
        """Nothing can be sent that nobody has written."""
        if not self.replies:
            raise ValueError("a draft has a text in at least one language")


class Broadcasts:
    """Where staff and the clock hand in what is to be sent. `wake` calls the workers."""

    def __init__(
        self, store: Store, clock: Clock, *, live: bool, wake: Callable[[], None] = lambda: None
    ) -> None:
        """Outside live operation only linked chats are reached."""
        self._store = store
        self._clock = clock
        self._testers = not live
        self._wake = wake
        self._since = clock.now()
        self._seen: list[tuple[Sending, str]] = []
        self._begun: set[str] = set()

    def connect(self, wake: Callable[[], None]) -> None:
        """Whom to call when there is something to send."""
        self._wake = wake

    async def audience_size(self, audience: Audience, subject: str = "") -> int:
        """How many people an audience holds now."""
        return await self._store.read(
            lambda tables: tables.outbox.count(audience, subject, testers=self._testers)
        )

    async def approve(
        self, draft: Draft, within: Callable[[Tables], None] = lambda _: None
    ) -> Sending:
        """Make a sending and its rows. Nothing of it goes before all rows are there. `within` is
        done in the same transaction; what it raises leaves nothing kept.

        Raises:
            AlreadySentError: the same has been sent before; nothing is changed.
            StoreError: nothing was kept, or rows remain to be made, which `resume` does.
        """
        sending = self._sending(draft)

        def work(tables: Tables) -> None:
            if not tables.sendings.add(sending, draft.replies):
                raise AlreadySentError(draft.subject)
            within(tables)

        await self._store.turn(work)
        await self._fill(sending, "")
        return sending

    async def resume(self) -> None:
        """Make the rows that a crash or a locked database left unmade. To be called at the start,
        and now and then: a sending whose rows were being made when it was last looked at, and
        that has come no further since, has been left.
        """
        unfinished = await self._store.read(lambda tables: tables.sendings.preparing())
        left = [one for one in unfinished if self._is_left(*one)]
        self._seen = [one for one in unfinished if one not in left]
        self._begun -= {sending.key for sending, _ in left}
        for sending, after in left:
            await self._fill(sending, after)

    async def stop(self, key: str) -> Progress:
        """Let nothing more of a sending leave, and say how far it has come; what is under way
        then, at most as many as may be in flight, arrives.
        """
        return await self._store.turn(lambda tables: self.stop_within(tables, key))

    def stop_within(self, tables: Tables, key: str) -> Progress:
        """The same inside a transaction of the caller's own."""
        tables.sendings.set_state(key, State.STOPPED)
        return tables.outbox.progress(key)

    async def go_on(self, key: str) -> None:
        """Take a stopped sending up again, with the rows that were not made when it was stopped."""

        def unstopped(tables: Tables) -> tuple[Sending, str] | None:
            sending = tables.sendings.get(key)
            if sending is None or sending.state is not State.STOPPED:
                return None
            tables.sendings.set_state(key, State.PREPARING)
            return sending, tables.sendings.filled_to(key)

        stopped = await self._store.turn(unstopped)
        if stopped:
            await self._fill(*stopped)

    async def discard(self, key: str) -> bool:
        """Throw away a stopped sending of which nothing has left, so that it can be made anew;
        False for any other.
        """
        return await self._store.turn(partial(_discard, key))

    async def resend(self, key: str, state: RowState) -> int:
        """Queue once more what failed or is uncertain; how many messages."""
        queued, after = 0, 0
        while True:
            more, upto = await self._store.turn(partial(_retry, key, state, after))
            queued += more
            if upto is None:
                break
            after = upto
        self._wake()
        return queued

    def approve_within(self, tables: Tables, draft: Draft) -> bool:
        """The same inside a transaction of the caller's own, for a small audience; False where it
        has been sent before.
        """
        sending = self._sending(draft)
        if not tables.sendings.add(sending, draft.replies):
            return False
        after: str | None = ""
        while after is not None:
            after = self._more_rows(tables, sending, after)
        tables.sendings.set_state(sending.key, State.OPEN)
        return True

    def begin_within(self, tables: Tables, draft: Draft) -> bool:
        """Make a sending inside a transaction of the caller's own, however large its audience: the
        rows are made by the next `resume`. False where it has been sent before.
        """
        sending = self._sending(draft)
        if not tables.sendings.add(sending, draft.replies):
            return False
        self._begun.add(sending.key)
        return True

    def add(self, tables: Tables, sending: Sending, address: str, language: str) -> bool:
        """Tell one person more what a sending says; False where they are told already."""
        return tables.outbox.put(sending, address, language, testers=self._testers)

    def serve_new(self, tables: Tables, now: datetime) -> int:
        """Give new subscribers the coming invitations that fit them, also those that wait for
        their hour or have been stopped, which go when those do; how many people were served.
        """
        addresses = tables.members.unserved(MOST_SERVED)
        coming = tables.sendings.unexpired(Purpose.INVITATION, now) if addresses else ()
        invitations = [one for one in coming if one.audience.group is Group.SUBSCRIBERS]
        for address in addresses:
            for sending in invitations:
                tables.outbox.put_fitting(sending, address, testers=self._testers)
            tables.members.serve(address)
        return len(addresses)

    def _is_left(self, sending: Sending, upto: str) -> bool:
        """Whether nobody makes the rows of an unfinished sending."""
        if sending.key in self._begun or sending.approved_at <= self._since:
            return True
        return (sending, upto) in self._seen

    async def _fill(self, sending: Sending, after: str) -> None:
        cursor: str | None = after
        while cursor is not None:
            cursor = await self._store.turn(partial(self._step, sending, cursor))
        self._wake()

    def _step(self, sending: Sending, after: str, tables: Tables) -> str | None:
        """One chunk of rows; the last one opens the sending, unless it was stopped meanwhile."""
        upto = self._more_rows(tables, sending, after)
        if upto is not None:
            tables.sendings.note_filled(sending.key, upto)
            return upto
        current = tables.sendings.get(sending.key)
        if current and current.state is State.PREPARING:
            tables.sendings.set_state(sending.key, State.OPEN)
        return None

    def _more_rows(self, tables: Tables, sending: Sending, after: str) -> str | None:
        """Make the next rows; where to go on from, or None at the end."""
        audience = sending.audience
        if audience.group is not Group.ONE:
            return tables.outbox.fill(sending, after, CHUNK, testers=self._testers)
        if not audience.of:
            return None  # a crash has left a sending whose one recipient was kept nowhere else
        texts, member = tables.sendings.texts(sending.key), tables.members.get(audience.of)
        language = member.language if member and member.language in texts else next(iter(texts))
        tables.outbox.put(sending, audience.of, language, testers=self._testers)
        return None

    def _sending(self, draft: Draft) -> Sending:
        return Sending(
            key=self._clock.chance()[:KEY_LENGTH],
            purpose=draft.purpose,
            subject=draft.subject,
            revision=draft.revision,
            audience=draft.audience,
            approved_by=draft.approved_by,
            approved_at=self._clock.now(),
            starts=draft.starts,
            expires=draft.expires,
            at_night=draft.at_night,
            silent=draft.silent,
        )


def _retry(key: str, state: RowState, after: int, tables: Tables) -> tuple[int, int | None]:
    return tables.outbox.retry(key, state, after, CHUNK)


def _discard(key: str, tables: Tables) -> bool:
    sending, progress = tables.sendings.get(key), tables.outbox.progress(key)
    untouched = progress.total == progress.count(RowState.QUEUED, RowState.DROPPED)
    if sending is None or sending.state is not State.STOPPED or not untouched:
        return False
    tables.outbox.remove(key)
    tables.sendings.remove(key)
    tables.erased = True
    return True
