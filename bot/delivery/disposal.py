"""The retention plan carried out: words go, counts stay, and a protocol says how many went."""

from collections import Counter
from datetime import datetime, timedelta

from bot.domain.calendar import Calendar, read_calendar
from bot.domain.retention import Aged, Disposal, Outlook, Plan, look_out
from bot.domain.sweden import STOCKHOLM, week_of
from bot.knowledge.municipality import Retention
from bot.store.database import Tables
from bot.store.marks import Mark

CONCERN, QUESTION = "concern", "question"
"""What a line of the protocol is about."""


def outlook(tables: Tables, plan: Plan, now: datetime) -> Outlook:
    """What goes now and soon, and what is held because nobody has read it."""
    return look_out(tables.disposals.aging(), plan, week_of(now))


def dispose(tables: Tables, retention: Retention, now: datetime) -> int:
    """Erase what the plan has come to; nothing until the municipality has decided it. How many."""
    if not retention.is_confirmed(now.astimezone(STOCKHOLM).date()):
        return 0
    plan = retention.plan
    due = outlook(tables, plan, now).due
    tables.concerns.erase_text(one.key for one in due)
    questions = tables.disposals.erase_questions(now - timedelta(weeks=plan.questions))
    lines = _lines(week_of(now), due, questions)
    tables.disposals.note(lines)
    tables.erased |= bool(lines)
    return sum(line.number for line in lines)


def calendar(tables: Tables) -> Calendar | None:
    """What is known of the date since the last look; None where nothing has been looked at yet."""
    written = tables.marks.words(Mark.CALENDAR)
    if known := read_calendar(written or ""):
        return known
    released = tables.marks.get(Mark.RELEASED)
    return Calendar(released) if released else None


def seen(tables: Tables, now: datetime) -> Calendar:
    """The calendar with today's date looked at; nothing is noted."""
    today, known = now.astimezone(STOCKHOLM).date(), calendar(tables)
    return known.look(today) if known else Calendar(today)


def believes(tables: Tables, now: datetime) -> bool:
    """Look at the date, and say whether anything may be erased because of it: a clock that was set
    far ahead while the bot was off must not empty the house.
    """
    looked = seen(tables, now)
    if str(looked) != tables.marks.words(Mark.CALENDAR):
        tables.marks.put_words(Mark.CALENDAR, str(looked))
    return looked.is_trusted


def vouch(tables: Tables, now: datetime) -> None:
    """Somebody has looked at the date and says that it is right."""
    tables.marks.put_words(Mark.CALENDAR, str(Calendar(now.astimezone(STOCKHOLM).date())))


def _lines(week: str, due: tuple[Aged, ...], questions: dict[str, int]) -> list[Disposal]:
    told = Counter((one.week, one.category) for one in due)
    return [
        *(Disposal(week, CONCERN, *which, number) for which, number in told.items()),
        *(Disposal(week, QUESTION, which, "", number) for which, number in questions.items()),
    ]
