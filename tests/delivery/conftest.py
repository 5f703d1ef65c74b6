"""Members, a sending that fits them, and a worker that runs until nothing is left to do."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import pytest

from bot.delivery.broadcast import Broadcasts, Draft
from bot.delivery.worker import Worker
from bot.domain.membership import Member, News
from bot.domain.message import Block, Reply, Span
from bot.domain.sending import Audience, Purpose
from bot.knowledge.library import Library
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import HeldClock
from tests.fakes.outlets import MemoryOutlet


def says(words: str) -> Reply:
    """A reply that says this and no more."""
    return Reply((Block((Span(words),)),))


def draft(clock: HeldClock, subject: str = "k7p2m", **changed: object) -> Draft:
    """An invitation to all subscribers, in two languages, for a week from now."""
    now = clock.now()
    fields: dict[str, object] = {
        "purpose": Purpose.INVITATION,
        "subject": subject,
        "audience": Audience.subscribers(News.INVITATIONS),
        "replies": {"sv": says("Välkommen"), "en": says("Welcome")},
        "approved_by": "Anna",
        "starts": now,
        "expires": now.replace(day=now.day + 5),
    }
    return Draft(**(fields | changed))  # type: ignore[arg-type]


async def join(store: Store, *numbers: int, language: str = "sv") -> None:
    """Let chats with these numbers subscribe."""
    members = [Member(f"telegram:{number}", language) for number in numbers]
    for member in members:
        await store.turn(partial(_put, member))


def _put(member: Member, tables: Tables) -> None:
    tables.members.put(member)


@pytest.fixture
def broadcasts(store: Store, clock: HeldClock) -> Broadcasts:
    """In live operation, so that everybody is reached."""
    return Broadcasts(store, clock, live=True)


@pytest.fixture
def outlet() -> MemoryOutlet:
    """A channel that takes everything."""
    return MemoryOutlet()


@pytest.fixture
def carry(
    store: Store, library: Library, clock: HeldClock, outlet: MemoryOutlet
) -> Callable[[], Awaitable[None]]:
    """Let a worker run until it rests."""

    async def run() -> None:
        rested = asyncio.Event()

        async def rest(_: float) -> None:
            if worker.is_idle:
                rested.set()
                await asyncio.Event().wait()
            await asyncio.sleep(0)

        worker = Worker(store, outlet, library, clock, sleep=rest, chance=lambda: 0.5)
        task = asyncio.create_task(worker.run())
        await asyncio.wait(
            {task, asyncio.ensure_future(rested.wait())}, return_when="FIRST_COMPLETED"
        )
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return run
