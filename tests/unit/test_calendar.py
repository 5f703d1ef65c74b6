"""Meetings in a phone's calendar, and days as they are said."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import icalendar
from dateutil import tz  # type: ignore[import-untyped]

from bot.domain.meeting import Meeting, Standing
from bot.domain.sweden import STOCKHOLM
from bot.knowledge.calendar import calendar_feed, calendar_file
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


def _feed(*meetings: Meeting) -> bytes:
    return calendar_feed(
        meetings,
        "Karlshamns kommun",
        START,
        title="Träffar",
        link=lambda one: f"https://x/{one.key}",
    )


def test_the_feed_holds_every_meeting_once() -> None:
    """Stable names, rising sequence, and a cancelled one is struck out rather than missing."""
    moved = replace(coming("b"), standing=Standing.MOVED, revision=2, changed=START)
    cancelled = replace(coming("c"), standing=Standing.CANCELLED, revision=3)
    calendar = icalendar.Calendar.from_ical(_feed(coming("a"), moved, cancelled))
    assert isinstance(calendar, icalendar.Calendar)
    assert [str(event["uid"])[0] for event in calendar.events] == ["a", "b", "c"]
    assert [int(str(event["sequence"])) for event in calendar.events] == [1, 2, 3]
    statuses = [str(event["status"]) for event in calendar.events]
    assert statuses == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert str(calendar.events[1]["url"]) == "https://x/b"
    assert all(event.start == coming().starts for event in calendar.events)
    alone = _entry(calendar_file(cancelled, "x", START).content)
    assert (alone["uid"], alone["sequence"]) == (calendar.events[2]["uid"], 3)


def test_the_feed_keeps_to_the_standard() -> None:
    """Lines end as RFC 5545 says and none is longer than 75 octets; an empty feed is one too."""
    for content in (_feed(), _feed(replace(coming(), about="Å" * 900))):
        lines = content.split(b"\r\n")
        assert lines[0] == b"BEGIN:VCALENDAR"
        assert max(map(len, lines)) <= 75
        assert b"\n" not in b"".join(lines)


def test_swedish_time_in_the_feed_is_right_every_quarter_of_an_hour() -> None:
    """Read by another library: on both days of change, from 2026 to 2035, no minute is wrong."""
    text = _feed(coming()).decode()
    zone = tz.tzical(io.StringIO(text.replace("\r\n", "\n"))).get("Europe/Stockholm")
    days = {
        date for year in range(2026, 2036) for month in (3, 10) for date in _sundays(year, month)
    }
    for day_of_change in days:
        start = datetime.combine(day_of_change, time(), UTC) - timedelta(hours=3)
        for quarter in range(4 * 30):
            moment = start + timedelta(minutes=15 * quarter)
            assert _shown(moment, zone) == _shown(moment, STOCKHOLM), moment


def _shown(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _sundays(year: int, month: int) -> list[date]:
    last = date(year, month, 31)
    return [last - timedelta(days=(last.weekday() + 1) % 7)]
