"""Talks in progress: remembered for half an hour, bounded, and never longer."""

from datetime import timedelta

import pytest

from bot import sessions
from bot.conversation.session import Session
from bot.sessions import QUIET, Sessions
from tests.conftest import START

ENGLISH = Session(language="en")


def test_a_talk_is_remembered_while_it_lasts() -> None:
    """Each thing said keeps the talk alive for another half hour."""
    held = Sessions()
    held.put("a", ENGLISH, START)
    held.put("a", ENGLISH, START + QUIET)
    assert held.get("a", START + QUIET * 2, "sv") is ENGLISH
    assert held.get("a", START + QUIET * 2 + timedelta(seconds=1), "sv") == Session()


def test_somebody_new_is_met_in_the_language_of_the_channel() -> None:
    """An English phone is greeted in English."""
    assert Sessions().get("a", START, "en").language == "en"


def test_the_longest_silent_goes_when_the_house_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of new talks costs the oldest, and no more memory."""
    monkeypatch.setattr(sessions, "MOST", 2)
    held = Sessions()
    for name in "abc":
        held.put(name, ENGLISH, START)
    assert held.get("a", START, "sv") == Session()
    assert held.get("c", START, "sv") is ENGLISH


def test_a_clock_set_back_does_not_keep_a_talk_for_ever() -> None:
    """A jump of more than half an hour in either direction ends the talk."""
    held = Sessions()
    held.put("a", ENGLISH, START)
    assert held.get("a", START - QUIET - timedelta(seconds=1), "sv") == Session()
