"""“Rätta”: what was sent is changed where it lies, or a marked correction goes to the same."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.delivery.broadcast import Draft
from bot.delivery.outlet import Outcome, Outlet, Receipt
from bot.domain.message import Reply, Text
from bot.domain.quiet import next_decent
from bot.domain.sending import Audience, Group, Parcel, Purpose, Sending
from bot.errors import StoreError
from bot.knowledge.library import LANGUAGES, Library
from bot.logbook import log
from bot.store.amendments import Amendment
from bot.store.database import Tables
from bot.store.store import Store

LOOK_EVERY = 2.0
"""Seconds between two looks for something to change."""
AT_ONCE = 20
"""Messages changed between two notes of how far it has come."""
FOR_DAYS = timedelta(days=3)
"""How long a correction may go out at least."""


def amended(replies: Mapping[str, Reply], texts: Mapping[str, Text]) -> dict[str, Reply]:
    """The same messages with other words; the buttons stay."""
    return {
        language: replace(reply, text=texts.get(language) or reply.text)
        for language, reply in replies.items()
    }


def begin_amending(tables: Tables, key: str, replies: Mapping[str, Reply]) -> None:
    """Say it anew: in the mailboxes on the web from this moment, in chats message by message, and
    in what has not left yet.
    """
    for language, reply in replies.items():
        tables.sendings.put_text(key, language, reply)
    tables.amendments.begin(key)


def correction(
    library: Library,
    original: Sending,
    replies: Mapping[str, Reply],
    *,
    number: int,
    approved_by: str,
    now: datetime,
) -> Draft:
    """A marked correction to exactly those who got a sending, or may have. `replies` holds the
    corrected messages, and `number` counts the corrections of it from 1.
    """
    marked = {
        language: replace(reply, text=library.say("sending.correction", language) + reply.text)
        for language, reply in replies.items()
    }
    return Draft(
        purpose=Purpose.CORRECTION,
        subject=original.key,
        audience=Audience(Group.RECEIVED, original.key),
        replies=marked,
        approved_by=approved_by,
        starts=next_decent(now),
        expires=max(original.expires, now + FOR_DAYS),
        revision=number,
    )


class Amender:
    """Changes the messages of one channel, as far as it can."""

    def __init__(
        self,
        store: Store,
        outlet: Outlet,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._outlet = outlet
        self._sleep = sleep

    async def run(self) -> None:
        """Change until cancelled. After a crash a message may be changed twice, to the same."""
        while True:
            try:
                while await self.step():
                    pass
            except StoreError as error:
                log.warning("amending waits", error=type(error).__name__)
            await self._sleep(LOOK_EVERY)

    async def step(self) -> bool:
        """Change the next few messages; False where there are none."""
        unfinished = await self._store.read(lambda tables: tables.amendments.unfinished())
        if not unfinished:
            return False
        for amendment in unfinished:
            await self._amend(amendment)
        return True

    async def _amend(self, amendment: Amendment) -> None:
        key, upto = amendment.sending, amendment.upto
        messages, texts = await self._store.read(
            lambda tables: (tables.outbox.messages(key, upto, AT_ONCE), tables.sendings.texts(key))
        )
        receipts = await asyncio.gather(
            *(self._change(message, parcel, texts) for message, parcel in messages)
        )
        changed = sum(receipt.outcome is Outcome.SENT for receipt in receipts)
        last = messages[-1][1].row if messages else upto

        def work(tables: Tables) -> None:
            tables.amendments.note(
                key, last, changed=changed, failed=len(receipts) - changed, done=not messages
            )

        await self._store.turn(work)

    async def _change(self, message: int, parcel: Parcel, texts: Mapping[str, Reply]) -> Receipt:
        """Change one message; told to wait, it waits. What happened to it otherwise is final."""
        reply = texts.get(parcel.language) or texts[LANGUAGES[0]]
        while True:
            await self._outlet.permits(1)
            receipt = await self._outlet.amend(parcel.recipient, message, reply)
            if receipt.outcome is not Outcome.LATER:
                return receipt
            await self._sleep(max(receipt.wait, LOOK_EVERY))
