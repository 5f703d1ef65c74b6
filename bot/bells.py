"""“Pling i telefonen”: whether a browser on the web is told when something new has come."""

from enum import StrEnum

from bot.domain.bell import is_push_service
from bot.store.database import Tables
from bot.store.store import Store


class BellState(StrEnum):
    """How it stands for one device."""

    UNKNOWN = "unknown"
    """Nothing is kept of it, so there is nothing to be told of."""
    OFF = "off"
    ON = "on"


class Bells:
    """Turns bells on and off. Only where the operator has given a contact are there any."""

    def __init__(self, store: Store, public_key: str) -> None:
        """`public_key` is what a browser binds its notices to."""
        self._store = store
        self.public_key = public_key

    async def state(self, address: str) -> BellState:
        """How it stands for an address.

        Raises:
            StoreError: the database did not answer.
        """

        def look(tables: Tables) -> BellState:
            if not tables.bells.is_known(address):
                return BellState.UNKNOWN
            return BellState.ON if tables.bells.has(address) else BellState.OFF

        return await self._store.read(look)

    async def turn_on(self, address: str, endpoint: str) -> bool:
        """Keep where a browser is told; False, and nothing is kept, where it is no push service
        that we know or nobody whom we tell anything.

        Raises:
            StoreError: nothing was kept.
        """
        if not is_push_service(endpoint):
            return False
        return await self._store.turn(lambda tables: tables.bells.keep(address, endpoint))

    async def turn_off(self, address: str) -> None:
        """Erase it.

        Raises:
            StoreError: it is still there.
        """

        def work(tables: Tables) -> None:
            tables.erased |= tables.bells.forget(address)

        await self._store.turn(work)
