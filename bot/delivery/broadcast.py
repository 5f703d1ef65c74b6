"""Decides that people are told something: makes the sending and its rows, stops it, resends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.clock import Clock
from bot.domain.message import Reply
from bot.domain.sending import Audience, Group, Purpose, RowState, Sending, State
from bot.errors import AlreadySentError
from bot.store.database import Tables
from bot.store.store import Store

CHUNK = 5_000
"""People looked at in one transaction while rows are made: some tens of milliseconds, so that
residents are answered in between.
"""
KEY_LENGTH = 8
MOST_SERVED = 500
"""New subscribers looked after in one transaction."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody approves: the same words that were previewed, by language."""

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

    def connect(self, wake: Callable[[], None]) -> None:
        """Whom to call when there is something to send."""
        self._wake = wake

    async def audience_size(self, audience: Audience, subject: str = "") -> int:
        """How many people an audience holds now."""
        return await self._store.read(
            lambda tables: tables.outbox.count(audience, subject, testers=self._testers)
        )

    async def approve(self, draft: Draft) -> Sending:
        """Make a sending and its rows. Nothing of it goes before all rows are there.

        Raises:
            AlreadySentError: the same has been sent before; nothing is changed.
            StoreError: nothing was kept, or rows remain to be made, which `resume` does.
        """
        sending = self._sending(draft)
        added = await self._store.turn(lambda tables: tables.sendings.add(sending, draft.replies))
        if not added:
            raise AlreadySentError(draft.subject)
        await self._fill(sending, "")
        return sending

    async def resume(self) -> None:
        """Make the rows that a crash left unmade. To be called at the start."""
        unfinished = await self._store.read(lambda tables: tables.sendings.preparing())
        for sending, after in unfinished:
            await self._fill(sending, after)

    async def stop(self, key: str) -> None:
        """Let nothing more of a sending leave; what is under way arrives."""
        await self._store.turn(lambda tables: tables.sendings.set_state(key, State.STOPPED))

    async def go_on(self, key: str) -> None:
        """Take a stopped sending up again."""
        await self._store.turn(lambda tables: tables.sendings.set_state(key, State.OPEN))
        self._wake()

    async def resend(self, key: str, state: RowState) -> int:
        """Queue once more what failed or is uncertain; how many messages."""
        queued = await self._store.turn(lambda tables: tables.outbox.retry(key, state))
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
        if sending.audience.group is Group.ONE:
            language = next(iter(draft.replies))
            tables.outbox.put(sending, sending.audience.of, language, testers=self._testers)
            after = None
        while after is not None:
            after = tables.outbox.fill(sending, after, CHUNK, testers=self._testers)
        tables.sendings.set_state(sending.key, State.OPEN)
        return True

    def serve_new(self, tables: Tables, now: datetime) -> int:
        """Give new subscribers the open invitations that fit them; how many people were served."""
        addresses = tables.members.unserved(MOST_SERVED)
        invitations = [
            sending
            for sending in tables.sendings.live(now)
            if sending.purpose is Purpose.INVITATION
        ]
        for address in addresses:
            for sending in invitations:
                tables.outbox.put_fitting(sending, address, testers=self._testers)
            tables.members.serve(address)
        return len(addresses)

    async def _fill(self, sending: Sending, after: str) -> None:
        cursor: str | None = after
        while cursor is not None:
            cursor = await self._store.turn(partial(self._step, sending, cursor))
        self._wake()

    def _step(self, sending: Sending, after: str, tables: Tables) -> str | None:
        """One chunk of rows; the last one opens the sending, unless it was stopped meanwhile."""
        upto = tables.outbox.fill(sending, after, CHUNK, testers=self._testers)
        if upto is not None:
            tables.sendings.note_filled(sending.key, upto)
            return upto
        current = tables.sendings.get(sending.key)
        if current and current.state is State.PREPARING:
            tables.sendings.set_state(sending.key, State.OPEN)
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
