"""A meeting's photo: kept, replaced, erased."""

from bot.domain.photo import Photo
from bot.store.store import Store

FIRST, SECOND = Photo(b"\xff\xd8\xff1", 4, 3), Photo(b"\xff\xd8\xff2", 3, 4)


async def test_a_meeting_has_one_photo(store: Store) -> None:
    """The newest; its name changes with it, so that no browser shows the old one."""
    for photo in (FIRST, SECOND):
        await store.turn(lambda tables, kept=photo: tables.photos.put("k7p2m", kept))  # type: ignore[misc]
    assert await store.read(lambda tables: tables.photos.get("k7p2m")) == SECOND
    assert FIRST.name != SECOND.name


async def test_it_can_be_erased(store: Store) -> None:
    """Once, and then there is none."""
    await store.turn(lambda tables: tables.photos.put("k7p2m", FIRST))
    assert await store.turn(lambda tables: tables.photos.erase("k7p2m"))
    assert not await store.turn(lambda tables: tables.photos.erase("k7p2m"))
    assert await store.read(lambda tables: tables.photos.get("k7p2m")) is None
