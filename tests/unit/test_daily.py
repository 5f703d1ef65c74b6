"""Once a day, without remembering who."""

from datetime import timedelta

from bot.daily import OncePerDay
from tests.conftest import START, HeldClock


def test_the_same_person_counts_once_a_day(clock: HeldClock) -> None:
    """Asking again the same day changes no figure; another person, kind or day does."""
    today = OncePerDay(clock)
    assert today.first("a", "romance", START)
    assert not today.first("a", "romance", START + timedelta(hours=3))
    assert today.first("b", "romance", START)
    assert today.first("a", "invoice", START)
    assert today.first("a", "romance", START + timedelta(days=1))


def test_nothing_in_memory_names_a_person(clock: HeldClock) -> None:
    """What is kept cannot be turned back into an address, and the key changes with the day."""
    today = OncePerDay(clock)
    today.first("telegram:4711", "romance", START)
    (mark,) = today._done
    assert b"4711" not in mark
    today.first("telegram:4711", "romance", START + timedelta(days=1))
    assert today._done != {mark}
    assert len(today._done) == 1
