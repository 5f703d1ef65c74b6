"""Guessing over many hours and many accounts, counted without a server (S8)."""

from itertools import pairwise

import pytest

from bot.console.throttle import (
    FORGOTTEN_AFTER,
    HOUSE_BURST,
    LONGEST_WAIT,
    MOST_HELD,
    Throttle,
)


def test_ten_thousand_guesses_at_one_account() -> None:
    """At most five in any minute, and soon no more often than every 42 seconds."""
    throttle, now, tried = Throttle(0), 0.0, []
    for _ in range(10_000):
        if throttle.admit("anna", now) == 0:
            tried.append(now)
        now += 1
    for start in tried:
        assert sum(start <= at < start + 60 for at in tried) <= 5
    waits = [after - before for before, after in pairwise(tried)]
    assert waits[0] <= 1
    assert waits[-1] == LONGEST_WAIT
    assert max(waits) <= 60
    assert len(tried) <= 10_000 / LONGEST_WAIT + 10


def test_the_wait_that_is_told_is_enough() -> None:
    """Whoever waits as long as asked is let in, and one who slips twice waits not at all."""
    throttle, now = Throttle(0), 0.0
    assert [throttle.admit("anna", now) for _ in range(2)] == [0.0, 0.0]
    for _ in range(40):
        wait = throttle.admit("anna", now)
        assert 0 < wait <= 60
        assert throttle.admit("anna", now + wait - 0.01) > 0
        now += wait
        assert throttle.admit("anna", now) == 0


def test_a_thousand_accounts_share_what_the_house_allows() -> None:
    """Spreading the guesses over names gains nothing past the cap of the house."""
    throttle = Throttle(0)
    tried = sum(
        throttle.admit(f"name {second % 1000}", float(second)) == 0 for second in range(3600)
    )
    assert tried <= HOUSE_BURST + 3600 * 0.5


def test_success_forgives_and_tells() -> None:
    """After a login the next slip costs nothing, and the failures before it are told."""
    throttle, now = Throttle(0), 0.0
    for _ in range(7):
        now += throttle.admit("anna", now)
        throttle.admit("anna", now)
    assert throttle.succeeded("anna", "device") >= 6
    now += 60
    assert throttle.admit("anna", now) == 0
    assert throttle.succeeded("anna") == 0


def test_many_logins_in_a_minute_are_no_guesses() -> None:
    """Somebody who logs in and out again and again with the right password is not slowed."""
    throttle = Throttle(0)
    for second in range(20):
        assert throttle.admit("anna", float(second)) == 0
        throttle.succeeded("anna")


def test_a_quarter_of_an_hour_forgets() -> None:
    """Nobody is kept out longer, and nothing is held for ever."""
    throttle, now = Throttle(0), 0.0
    for _ in range(50):
        now += throttle.admit("anna", now)
    now += FORGOTTEN_AFTER
    assert [throttle.admit("anna", now) for _ in range(2)] == [0.0, 0.0]


@pytest.mark.parametrize("kind", ["many names", "one name"])
def test_memory_is_bounded(kind: str) -> None:
    """However many names are tried, a bounded number is held."""
    throttle = Throttle(0, forgotten=1e9)
    for number in range(MOST_HELD + 100):
        throttle.admit(f"name {number}" if kind == "many names" else "name", number * 60.0)
    assert len(throttle._tries) <= MOST_HELD
