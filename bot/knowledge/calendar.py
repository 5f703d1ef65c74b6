"""A meeting as a calendar file (RFC 5545), with the icalendar library."""

from datetime import datetime

from bot.domain.meeting import Meeting, Standing
from bot.domain.message import File

MEDIA_TYPE = "text/calendar"


def calendar_file(meeting: Meeting, owner: str, now: datetime) -> File:
    """The meeting for a phone's calendar. The same meeting keeps its UID, so that a phone that
    has it already changes it instead of adding another.
    """
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", f"{meeting.key}@medborgardialog")
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts)
    event.add("dtend", meeting.ends)
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("description", "\n".join(filter(None, (meeting.about, meeting.directions))))
    cancelled = meeting.standing is Standing.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", f"-//{owner}//Medborgardialog//SV")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return File(f"traff-{meeting.key}.ics", MEDIA_TYPE, calendar.to_ical())
