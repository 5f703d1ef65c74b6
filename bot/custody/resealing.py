"""Seals anew what is sealed to other keys than today's, and seals what was stored before sealing.

A few texts are one transaction, so it can be interrupted anywhere and goes on with what is left. A
text that staff change meanwhile is left for the next round.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bot.custody.sealing import Sealer, Unsealer
from bot.errors import SealError
from bot.store.database import Tables
from bot.store.seals import Stored
from bot.store.store import Store

CHUNK = 20
"""Texts in one transaction."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many texts were sealed now, and how many remain that this key does not open."""

    done: int
    left: int


def awaiting(tables: Tables, sealer: Sealer) -> tuple[Stored, ...]:
    """What is not sealed to exactly the keys of the settings."""
    return tuple(one for one in tables.seals.all() if not _is_settled(one, sealer))


async def reseal(store: Store, sealer: Sealer, unsealer: Unsealer | None) -> Tally:
    """Go through all there is. Without an `unsealer` only what is plain is sealed."""
    found = await store.read(lambda tables: awaiting(tables, sealer))
    done = 0
    for some in _chunks(found):
        fresh = [(one, text) for one in some if (text := _text(one, unsealer)) is not None]
        done += await store.turn(partial(_put, sealer, fresh))
    left = await store.read(lambda tables: len(awaiting(tables, sealer)))
    return Tally(done, left)


def _put(sealer: Sealer, fresh: Sequence[tuple[Stored, str]], tables: Tables) -> int:
    tables.erased = True
    return sum(tables.seals.change(one, sealer.seal(text)) for one, text in fresh)


def _text(one: Stored, unsealer: Unsealer | None) -> str | None:
    if one.sealed is None:
        return one.text
    try:
        return unsealer.open(one.sealed) if unsealer else None
    except SealError:
        return None


def _is_settled(one: Stored, sealer: Sealer) -> bool:
    try:
        return one.sealed is not None and sealer.seals_to_all(one.sealed)
    except SealError:
        return False


def _chunks(found: Sequence[Stored]) -> Iterator[Sequence[Stored]]:
    for at in range(0, len(found), CHUNK):
        yield found[at : at + CHUNK]
