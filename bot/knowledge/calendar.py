"""Meetings for calendars (RFC 5545), with the icalendar library: one as a file, all as a feed."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.meeting import Meeting, Standing
from bot.domain.message import File
from bot.domain.sweden import STOCKHOLM

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

MEDIA_TYPE = "text/calendar"
FRESH = timedelta(hours=4)
"""How often a calendar is asked to look for changes in the feed."""
_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)
_CHANGES = (
    ("DAYLIGHT", "CEST", _WINTER, _SUMMER, datetime(1996, 3, 31, 2), 3),  # noqa: DTZ001
    ("STANDARD", "CET", _SUMMER, _WINTER, datetime(1996, 10, 27, 3), 10),  # noqa: DTZ001
)
"""When Swedish clocks change: at 01 UTC on the last Sunday of March and of October
(directive 2000/84/EC). Each begins at the hour shown by the clock until then.
"""


def calendar_file(meeting: Meeting, owner: str, now: datetime) -> File:
    """The meeting for a phone's calendar. The same meeting keeps its UID, so that a phone that
    has it already changes it instead of adding another.
    """
    calendar = _calendar(owner)
    calendar.add_component(_event(meeting, now))
    return File(f"traff-{meeting.key}.ics", MEDIA_TYPE, calendar.to_ical())


def calendar_feed(
    meetings: Iterable[Meeting],
    owner: str,
    now: datetime,
    *,
    title: str,
    link: Callable[[Meeting], str],
) -> bytes:
    """Meetings as a calendar that others subscribe to, in Swedish time; `link` gives each
    meeting's page.
    """
    calendar = _calendar(owner)
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", "Europe/Stockholm")
    calendar.add("refresh-interval", FRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    calendar.add_component(_stockholm())
    for meeting in meetings:
        event = _event(meeting, meeting.changed or now, local=True)
        event.add("url", link(meeting))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(owner: str) -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//{owner}//Medborgardialog//SV")
    calendar.add("version", "2.0")
    return calendar


def _event(meeting: Meeting, stamp: datetime, *, local: bool = False) -> "Event":
    """One meeting. The sequence rises with the revision: so a calendar knows a newer one."""
    from icalendar import Event

    zone = STOCKHOLM if local else UTC
    event = Event()
    event.add("uid", f"{meeting.key}@medborgardialog")
    event.add("dtstamp", stamp)
    event.add("dtstart", meeting.starts.astimezone(zone))
    event.add("dtend", meeting.ends.astimezone(zone))
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("description", "\n".join(filter(None, (meeting.about, meeting.directions))))
    event.add("sequence", meeting.revision)
    cancelled = meeting.standing is Standing.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def _stockholm() -> "Timezone":
    """Swedish time by its rule; the library's own list of dates begins summer an hour late."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    kinds = {"DAYLIGHT": TimezoneDaylight, "STANDARD": TimezoneStandard}
    zone = Timezone()
    zone.add("tzid", "Europe/Stockholm")
    for kind, name, before, after, first, month in _CHANGES:
        change = kinds[kind]()
        change.add("dtstart", first)
        change.add("tzname", name)
        change.add("tzoffsetfrom", before)
        change.add("tzoffsetto", after)
        change.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(change)
    return zone
