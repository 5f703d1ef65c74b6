"""Rings the bells: a notice without a word in it, by the push service of each browser.

It stands beside delivery and never in its way. A message that has arrived makes its bell due, in
the same transaction; each minute what is due rings once, however much has arrived.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar
from yarl import URL

from bot.clock import Clock
from bot.domain.bell import is_push_service
from bot.errors import StoreError
from bot.logbook import log
from bot.push_key import PushKey
from bot.store.database import Tables
from bot.store.store import Store

LOOK_EVERY = 60.0
"""Seconds between two looks: one bell rings at most so often."""
AT_ONCE = 20
"""Requests under way together."""
MOST_TAKEN = 500
"""Bells that are taken from the database together."""
MOST_TRIES = 5
FIRST_PAUSE = 60.0
"""Seconds before a second try; doubled each time, with half of it by chance."""
LONGEST_PAUSE = 3600.0
"""Seconds that a service may ask us to wait; one that asks for more is waited for so long."""
PATIENCE = 10.0
"""Seconds for one request, from its beginning to its end."""
KEPT_SECONDS = 24 * 60 * 60
"""How long a service keeps the notice for a telephone that is off."""
_HEADERS = {"TTL": str(KEPT_SECONDS), "Urgency": "normal", "Topic": "nytt"}
"""A notice takes the place of an earlier one that waits (RFC 8030, section 5.4)."""
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


@dataclass(slots=True)
class _Later:
    """A bell that is tried again, at `at` seconds, after so many tries."""

    at: float
    tries: int


class Ringer:
    """Takes due bells and tells their services. A notice that is lost loses nothing else."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        key: PushKey,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        allows: Callable[[str], bool] = is_push_service,
    ) -> None:
        """`allows` tells which endpoints may be asked."""
        self._store = store
        self._clock = clock
        self._key = key
        self._sleep = sleep
        self._chance = chance
        self._allows = allows
        self._places = asyncio.Semaphore(AT_ONCE)
        self._later: dict[str, _Later] = {}
        self._held: dict[str, float] = {}
        """Until when a service has asked us to wait."""

    async def run(self) -> None:
        """Ring until cancelled."""
        patience = ClientTimeout(total=PATIENCE)
        async with ClientSession(timeout=patience, cookie_jar=DummyCookieJar()) as session:
            while True:
                try:
                    while await self._round(session) == MOST_TAKEN:
                        pass
                except StoreError as error:
                    log.warning("bells wait", error=type(error).__name__)
                await self._sleep(LOOK_EVERY)

    async def _round(self, session: ClientSession) -> int:
        """Ring what is due now; how many bells that was."""
        now = self._clock.seconds()
        self._held = {origin: until for origin, until in self._held.items() if until > now}
        again = [address for address, later in self._later.items() if later.at <= now]
        again = again[:MOST_TAKEN]
        bells = await self._store.turn(lambda tables: tables.bells.take(again, MOST_TAKEN))
        tries = {address: self._later.pop(address).tries for address in again}
        await asyncio.gather(
            *(
                self._ring(session, address, endpoint, tries.get(address, 0))
                for address, endpoint in bells
            )
        )
        return len(bells)

    async def _ring(self, session: ClientSession, address: str, endpoint: str, tries: int) -> None:
        if not self._allows(endpoint):
            await self._forget(address)
            return
        async with self._places:
            where = URL(endpoint, encoded=True)
            origin = str(where.origin())
            if origin in self._held:
                self._again(address, tries, self._held[origin] - self._clock.seconds())
                return
            status, wait = await self._asked(session, where, origin)
            if wait:
                self._held[origin] = self._clock.seconds() + wait
        await self._settle(address, tries, status, wait)

    async def _asked(self, session: ClientSession, where: URL, origin: str) -> tuple[int, float]:
        """What a service answered, and for how many seconds it is to be left alone. Its answer's
        body is not read, and it leads nowhere else.
        """
        headers = {**_HEADERS, **self._key.proof(origin, self._clock.now())}
        try:
            async with session.post(where, headers=headers, allow_redirects=False) as response:
                return response.status, self._wait(response)
        except (ClientError, TimeoutError, OSError):
            return HTTPStatus.SERVICE_UNAVAILABLE, 0.0

    async def _settle(self, address: str, tries: int, status: int, wait: float) -> None:
        if status in _GONE:
            await self._forget(address)
        elif status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500:
            self._again(address, tries, wait)
        elif status >= 300:
            # Ours or theirs to mend, not the person's: their bell stays.
            log.warning("a push service refuses", status=status)

    def _again(self, address: str, tries: int, wait: float) -> None:
        """Later, by chance not all at the same moment, and a few times only."""
        if tries + 1 >= MOST_TRIES:
            return
        pause = max(wait, FIRST_PAUSE * 2**tries / 2) * (1 + self._chance() / 2)
        self._later[address] = _Later(self._clock.seconds() + pause, tries + 1)

    def _wait(self, response: ClientResponse) -> float:
        """For how long a service asks us to wait, within bounds; 429 always means some time."""
        wait = _seconds(response.headers.get("Retry-After", ""), self._clock.now())
        if not wait and response.status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = FIRST_PAUSE
        return min(wait, LONGEST_PAUSE)

    async def _forget(self, address: str) -> None:
        """Erase a bell that rings nowhere any more."""

        def work(tables: Tables) -> None:
            tables.erased |= tables.bells.forget(address)

        try:
            await self._store.turn(work)
        except StoreError as error:
            log.warning("bells wait", error=type(error).__name__)


def _seconds(written: str, now: datetime) -> float:
    """The value of Retry-After: seconds, or a moment (RFC 9110, section 10.2.3)."""
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        return max((parsedate_to_datetime(written) - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0
