"""The service is paused: nobody is left without the numbers that matter."""

import pytest

from bot.store.marks import Mark
from bot.store.store import Store
from tests.journeys.residents import Resident


@pytest.fixture
async def paused(store: Store) -> None:
    """Staff have pressed the switch, with a sentence of their own."""
    await store.turn(lambda t: t.marks.put_words(Mark.PAUSED, "Vi är tillbaka i morgon <b>."))


async def test_a_paused_service_says_so_and_whom_to_ring(paused: None, resident: Resident) -> None:
    """112, 114 14 and the bank's own number are there whatever somebody writes."""
    await resident.opens()
    assert "vilar" in resident.text
    assert "i morgon <b>." in resident.text
    await resident.writes("banken ringde och ville ha min kod")
    for words in ("112", "114 14", "numret på ditt kort", "stopp"):
        assert words in resident.text


async def test_danger_is_answered_while_paused(paused: None, resident: Resident) -> None:
    """Somebody in danger gets the same answer as on any other day."""
    await resident.opens()
    await resident.writes("hjälp min man andas inte")
    assert resident.text.lstrip().startswith("Ring 112")


async def test_stopp_works_while_paused(paused: None, resident: Resident, store: Store) -> None:
    """Nobody is kept in a list because the service rests."""
    await resident.opens()
    await resident.writes("stopp")
    assert "inga" in resident.text
    await store.turn(lambda t: t.marks.lift(Mark.PAUSED))
    await resident.writes("meny")
    assert "vilar" not in resident.text
