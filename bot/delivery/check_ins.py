"""The question the next day, “Hur gick det?”, to those who asked for it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.clock import Clock
from bot.domain.message import Button, Reply
from bot.errors import StoreError
from bot.knowledge.library import Library
from bot.logbook import log
from bot.store.database import Tables
from bot.store.store import Store

Push = Callable[[str, Reply], Awaitable[None]]
"""Sends a reply to an address that nobody has just written from."""
LOOK_EVERY = 60.0
"""Seconds between two looks for what is due."""


async def check_in(
    store: Store,
    library: Library,
    clock: Clock,
    push: Push,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Ask each one when it is due; run until cancelled."""
    while True:
        try:
            due = await store.turn(lambda tables: _take(tables, clock.now()))
        except StoreError as error:
            log.warning("check-ins wait", error=type(error).__name__)
            due = ()
        for address, language in due:
            await push(address, question(library, language))
        await sleep(LOOK_EVERY)


def _take(tables: Tables, now: datetime) -> tuple[tuple[str, str], ...]:
    """Who is due, with their languages; no byte of the addresses is kept, in any file."""
    due = tables.check_ins.take(now)
    tables.erased |= bool(due)
    return due


def question(library: Library, language: str) -> Reply:
    """“Hur gick det?”, with the ways on."""
    actions = {"went_well": "went:well", "not_yet": "went:not", "human": "p:human"}
    rows = tuple((Button(library.label(key, language), act),) for key, act in actions.items())
    return Reply(library.say("check_in.question", language), rows)
