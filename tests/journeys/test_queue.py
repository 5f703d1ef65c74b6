"""The queue to a full meeting, on every channel."""

from dataclasses import replace

import pytest

from bot.domain.meeting import Answer, Choice
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import coming
from tests.journeys.residents import Resident

KEY = "k7p2m"


@pytest.fixture
async def two_of_three_seats_are_taken(store: Store) -> None:
    """One seat is left."""

    def work(tables: Tables) -> None:
        tables.meetings.put(replace(coming(), seats=3))
        tables.answers.put("web:a", Answer(KEY, Choice.YES, 2), "sv")

    await store.turn(work)


async def _says_whose_device(resident: Resident) -> None:
    if "Ja, min egen" in resident.labels:
        await resident.taps("Ja, min egen")


@pytest.mark.usefixtures("two_of_three_seats_are_taken")
async def test_too_few_seats_for_all(resident: Resident, store: Store) -> None:
    """Who comes stays as they were when more do not fit, and is told how many would."""
    await resident.opens(f"mote-{KEY}")
    await resident.taps("Jag kommer")
    await _says_whose_device(resident)
    await resident.taps("Vi är 3")
    assert "finns en plats kvar" in resident.text
    assert "Ditt svar står kvar" in resident.text
    assert await store.read(lambda t: t.seats.taken(KEY)) == 3


@pytest.mark.usefixtures("two_of_three_seats_are_taken")
async def test_waiting_and_changing_ones_mind(resident: Resident, store: Store) -> None:
    """In the queue with the number of people, seen on the meeting, and left with one tap."""
    await store.turn(lambda t: t.answers.put("web:b", Answer(KEY, Choice.YES), "sv"))
    await resident.opens(f"mote-{KEY}")
    assert "Träffen är full just nu" in resident.text
    await resident.taps("Kö för 2")
    await _says_whose_device(resident)
    assert "Nu står du i kö för 2 personer" in resident.text
    await resident.taps("Visa träffen")
    assert "Du står i kö för 2 personer" in resident.text
    assert [one.number for one in await store.read(lambda t: t.seats.queue(KEY))] == [2]
    await resident.taps("Lämna kön")
    assert await store.read(lambda t: t.seats.queue(KEY)) == ()
