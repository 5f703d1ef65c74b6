"""One short transaction from the command line, beside a bot that may be running."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.store.database import Tables
    from bot.store.store import Store

Result = TypeVar("Result")


def turn(work: "Callable[[Tables], Result]") -> Result:
    """Run `work` in one transaction.

    Raises:
        BotError: the folder or the database cannot be used, or is held too long by another.
    """
    return with_store(lambda store: store.turn(work))


def with_store(use: "Callable[[Store], Awaitable[Result]]") -> Result:
    """Use the store for as long as `use` takes."""
    from bot.house import ensure_database
    from bot.store.store import Store

    settings = load_settings()
    ensure_database(settings)
    store = Store(settings.database)

    async def using() -> Result:
        return await use(store)

    try:
        return asyncio.run(using())
    finally:
        store.close()
