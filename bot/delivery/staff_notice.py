"""The morning's word to staff: how many concerns wait to be read, and not a word of them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.domain.message import Reply, plain
from bot.domain.staff import Role, colleague
from bot.errors import PostError, StoreError
from bot.knowledge.library import LANGUAGES, Library
from bot.logbook import log
from bot.store.database import Tables
from bot.store.marks import Mark
from bot.store.staff_chats import StaffChat
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.post import PostOffice

LOOK_EVERY = 60.0
"""Seconds between two looks."""
PAUSES = (300.0, 900.0, 3600.0, 3600.0, 3600.0)
"""Seconds before each further try; after the last one the day goes without."""

Tell = Callable[[int], Awaitable[None]]
"""Tells staff that so many wait.

Raises:
    PostError: it did not get there. It may be tried again.
"""
Push = Callable[[str, Reply], Awaitable[None]]


class StaffNotice:
    """Tells once a day, after the concerns of that morning have been shown; nothing where none
    waits. Which day was told is kept, so that a restart tells nothing twice.
    """

    def __init__(self, store: Store, clock: Clock, tell: Tell) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell
        self._tries = 0
        self._next = 0.0

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except StoreError as error:
                log.warning("the notice to staff waits", error=type(error).__name__)
            await sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Tell, if it is time to and has not been done."""
        if self._clock.seconds() < self._next:
            return
        day, number = await self._store.read(_due)
        if day is None:
            return
        if number and not await self._told(number):
            return
        self._tries = 0
        await self._store.turn(lambda tables: tables.marks.put(Mark.NOTICED, day))

    async def _told(self, number: int) -> bool:
        """Whether the day is done with: told, or tried often enough."""
        try:
            await self._tell(number)
        except PostError as error:
            log.warning("staff were not told", error=type(error).__name__, count=self._tries + 1)
            if self._tries == len(PAUSES):
                return True
            self._next = self._clock.seconds() + PAUSES[self._tries]
            self._tries += 1
            return False
        return True


def _due(tables: Tables) -> tuple[date | None, int]:
    """The day whose morning has come and of which nothing was told, and how many wait."""
    released, noticed = tables.marks.get(Mark.RELEASED), tables.marks.get(Mark.NOTICED)
    if released is None or (noticed is not None and noticed >= released):
        return None, 0
    return released, tables.concerns.count_unread()


def by_mail(office: "PostOffice", library: Library, address: str) -> Tell:
    """Tell by a letter. `address` is where staff log in, as far as it is known."""

    async def tell(number: int) -> None:
        subject = plain(library.say("staff.concerns_subject", LANGUAGES[0], number=number))
        body = plain(words(library, LANGUAGES[0], number, address).text)
        await office.hand_in(subject, f"{body}\n")

    return tell


def by_chat(store: Store, library: Library, push: Push, *, prefix: str, live: bool) -> Tell:
    """Tell in the linked chats of those who may read concerns; `prefix` begins the addresses
    that `push` reaches.
    """

    async def tell(number: int) -> None:
        chats = await store.read(lambda tables: _readers(tables, prefix, live=live))
        for address, language in chats:
            await push(address, words(library, language, number, ""))

    return tell


def words(library: Library, language: str, number: int, address: str) -> Reply:
    """What is told: a number, and where to go."""
    return Reply(library.say("staff.concerns", language, number=number, address=address))


def _readers(tables: Tables, prefix: str, *, live: bool) -> tuple[tuple[str, str], ...]:
    """The chats of those who may open the queue, as the console would let them in now."""
    return tuple(
        (chat.address, chat.language)
        for chat in tables.staff_chats.all()
        if chat.address.startswith(prefix) and _may_read(tables, chat, live=live)
    )


def _may_read(tables: Tables, chat: StaffChat, *, live: bool) -> bool:
    who = colleague(chat.account, tables.staff.get(chat.account), live=live)
    return who is not None and who.role.covers(Role.EDITOR)
