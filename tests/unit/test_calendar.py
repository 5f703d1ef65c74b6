"""Meetings in a phone's calendar, and days as they are said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar

from bot.domain.meeting import Standing
from bot.knowledge.calendar import calendar_file
from bot.knowledge.dates import day, hours, short_day
from tests.conftest import START, coming


def _entry(content: bytes) -> icalendar.Event:
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    return calendar.events[0]


def test_the_file_holds_the_meeting_at_its_hour() -> None:
    """A phone shows the right time, whatever its zone, and all that one needs to get there."""
    file = calendar_file(coming(), "Karlshamns kommun", START)
    event = _entry(file.content)
    assert event.start == coming().starts
    assert event.end == coming().ends
    assert str(event["summary"]) == "Kaffe och prat om bedrägeri"
    assert "Ingång från torget" in str(event["description"])
    assert file.name == "traff-k7p2m.ics"


def test_a_meeting_that_is_moved_or_cancelled_is_the_same_entry() -> None:
    """The phone changes what it has instead of adding a second meeting."""
    moved = replace(coming(), starts=coming().starts + timedelta(days=1))
    cancelled = replace(coming(), standing=Standing.CANCELLED)
    entries = [
        _entry(calendar_file(one, "x", START).content) for one in (coming(), moved, cancelled)
    ]
    assert len({str(entry["uid"]) for entry in entries}) == 1
    assert str(entries[2]["status"]) == "CANCELLED"


def test_days_and_hours_are_said_in_swedish_time() -> None:
    """Late on a winter evening in UTC it is the next day in Sweden."""
    evening = datetime(2026, 12, 2, 23, 30, tzinfo=UTC)
    assert day(evening, "sv") == "torsdag 3 december 2026"
    assert day(evening, "en") == "Thursday 3 December 2026"
    assert short_day(evening, "sv") == "tors 3 dec"
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert hours(summer, summer + timedelta(hours=2), "sv") == "14.00–16.00"
    assert hours(summer, summer + timedelta(hours=2), "en") == "14:00–16:00"
