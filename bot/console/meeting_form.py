"""The form of a meeting: what was typed, what is wrong by field, and the meeting it makes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from pydantic import ValidationError

from bot.console.fields import lines_of
from bot.domain.meeting import Meeting
from bot.domain.sweden import STOCKHOLM, moment_of
from bot.knowledge.meeting_file import MeetingFile

SPOKEN = ("sv", "en", "ar", "fi", "fa", "pl", "so", "ti", "uk")
"""Languages to choose among for what is spoken at a meeting (ISO 639-1)."""
FLAGS = ("lift", "hearing_loop", "toilet", "coffee")
LONG = ("about",)
LINES = ("title", "who", "place", "directions", "transport", "phone", "sentence")
WHOLE = ("title", "about", "who", "date", "start", "end", "place", "directions", *FLAGS, "phone")
"""What a complete invitation holds; the rest is the organiser's own choice."""
_FIELDS = (
    *("title", "about", "who", "starts", "ends", "place", "directions", *FLAGS, "transport"),
    *("phone", "seats", "languages", "districts", "sentence"),
)
_ANSWERS = {"yes": True, "no": False}
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Filled:
    """A form once it is read. `meeting` is there where nothing is wrong."""

    values: Mapping[str, str]
    faults: Mapping[str, str]
    meeting: Meeting | None = None


def read_form(form: Mapping[str, str], key: str, now: datetime, districts: Iterable[str]) -> Filled:
    """What somebody has filled in; every value is kept as it was typed."""
    table = _table(form, tuple(districts))
    try:
        written = MeetingFile.model_validate(table)
    except ValidationError as error:
        return Filled(form, _faults(error) | _phone_fault(table))
    faults = _phone_fault(table) | _hour_faults(written)
    if faults:
        return Filled(form, faults)
    meeting = written.meeting(key, now)
    if meeting.is_over(now):
        return Filled(form, {"date": "past"})
    return Filled(form, {}, meeting)


def changed(old: Meeting, new: Meeting) -> Meeting:
    """A meeting with what the form holds changed, and all else as it was."""
    return replace(old, **{name: getattr(new, name) for name in _FIELDS})


def typed(meeting: Meeting) -> dict[str, str]:
    """A meeting as the values of its form."""
    starts, ends = meeting.starts.astimezone(STOCKHOLM), meeting.ends.astimezone(STOCKHOLM)
    values = {name: str(getattr(meeting, name)) for name in (*LINES, *LONG)}
    values |= {"date": f"{starts:%Y-%m-%d}", "start": f"{starts:%H:%M}", "end": f"{ends:%H:%M}"}
    values |= {name: _shown(getattr(meeting, name)) for name in FLAGS}
    values["seats"] = "" if meeting.seats is None else str(meeting.seats)
    values |= {f"district_{one}": "1" for one in meeting.districts}
    return values | {f"spoken_{one}": "1" for one in meeting.languages}


def missing(values: Mapping[str, str]) -> tuple[str, ...]:
    """What a complete invitation still lacks, by field."""
    return tuple(name for name in WHOLE if not values.get(name, "").strip())


def clock_of(written: str) -> time | None:
    """A time of day as people write it, or None."""
    try:
        return time.fromisoformat(_clock(written))
    except ValueError:
        return None


def day_of(written: str) -> date | None:
    """A day as a date field sends it, or None."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def _table(form: Mapping[str, str], districts: tuple[str, ...]) -> dict[str, object]:
    """The form as the file of a meeting would hold it."""
    table: dict[str, object] = {name: " ".join(form.get(name, "").split()) for name in LINES}
    table |= {name: lines_of(form, name) for name in LONG}
    table |= {name: _ANSWERS.get(form.get(name, "")) for name in FLAGS}
    table["date"] = form.get("date", "").strip()
    table |= {name: _clock(form.get(name, "")) for name in ("start", "end")}
    table["seats"] = form.get("seats", "").strip() or None
    table["districts"] = tuple(one for one in districts if form.get(f"district_{one}"))
    table["languages"] = tuple(one for one in SPOKEN if form.get(f"spoken_{one}"))
    return table


def _clock(written: str) -> str:
    """“14.00” and “kl. 14” as “14:00”, which is how a time field sends it."""
    clock = written.casefold().strip().removeprefix("kl").strip(" .").replace(".", ":")
    return f"{clock}:00" if clock.isascii() and clock.isdigit() and len(clock) < 3 else clock


def _faults(error: ValidationError) -> dict[str, str]:
    """What is wrong, by field and by what to do about it."""
    faults: dict[str, str] = {}
    for one in error.errors():
        field = str(one["loc"][0]) if one["loc"] else "end"
        faults.setdefault(field, _fault(field, one["type"], one.get("input")))
    return faults


def _fault(field: str, kind: str, given: object) -> str:
    if kind == "string_too_long":
        return "long_text"
    if field in ("date", "start", "end"):
        shape = "day" if field == "date" else "clock"
        return "order" if kind == "value_error" else shape if given else "empty"
    return "seats" if field == "seats" else "empty"


def _phone_fault(table: Mapping[str, object]) -> dict[str, str]:
    """A number that nobody can ring is no number."""
    written = str(table["phone"])
    digits = sum(letter.isdigit() for letter in written)
    return {"phone": "phone"} if written and digits < _FEWEST_DIGITS else {}


def _hour_faults(written: MeetingFile) -> dict[str, str]:
    """Hours that summer time skips on the day."""
    if written.day is None:
        return {}
    clocks: dict[str, time] = {"start": written.start, "end": written.end}
    return {
        name: "skipped" for name, clock in clocks.items() if moment_of(written.day, clock) is None
    }


def _shown(flag: bool | None) -> str:
    return {True: "yes", False: "no"}.get(flag, "") if flag is not None else ""
