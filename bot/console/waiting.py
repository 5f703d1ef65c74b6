"""What waits for somebody here to do: drafts, questions, sendings, words on what came of it."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.console.cookies import ROOT
from bot.console.sending_view import views_of
from bot.delivery.disposal import outlook, seen
from bot.domain.meeting import Meeting, Standing
from bot.domain.phase import MOVING
from bot.domain.sweden import STOCKHOLM
from bot.knowledge.figure_words import FigureWords
from bot.knowledge.municipality import Retention
from bot.situation import Situation
from bot.store.database import Tables

LOOKED_AT = 30
"""Newest sendings looked through for what is under way or uncertain."""
TELL_WITHIN = timedelta(days=30)
"""How long after a meeting the overview asks for “Ni sa – vi gör”."""


class Task(StrEnum):
    """What kind of thing waits."""

    DRAFT = "draft"
    QUESTIONS = "questions"
    SENDING = "sending"
    STOPPED = "stopped"
    UNCERTAIN = "uncertain"
    YOU_SAID = "you_said"
    YOU_SAID_LATER = "you_said_later"
    FIGURES = "figures"
    FADING = "fading"
    UNREAD_OLD = "unread_old"
    ODD_DATE = "odd_date"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do, what it is about, and where."""

    task: Task
    title: str
    place: str
    number: int = 0


def waiting(tables: Tables, now: datetime) -> tuple[Waiting, ...]:
    """All that waits, what is under way first."""
    meetings, later = tables.meetings.all(), frozenset(tables.aftermath.waiting(now))
    return (
        *_sendings(tables, now),
        *(one for meeting in meetings for one in _about(tables, meeting, later, now)),
    )


def to_publish(
    tables: Tables, situation: Situation, words: FigureWords, now: datetime
) -> Iterator[Waiting]:
    """Quarters whose figures somebody may read and publish."""
    for quarter in situation.waiting(tables, now):
        yield Waiting(Task.FIGURES, words.name(quarter), f"{ROOT}/lagesbild/{quarter}")


def fading(tables: Tables, retention: Retention, now: datetime) -> Iterator[Waiting]:
    """What the retention plan is about to erase, what it would erase had it been read, and a date
    that nothing is erased for the sake of.
    """
    place = f"{ROOT}/gallring"
    if not seen(tables, now).is_trusted:
        yield Waiting(Task.ODD_DATE, "Gallringen väntar", place)
    if not retention.is_confirmed(now.astimezone(STOCKHOLM).date()):
        return
    ahead = outlook(tables, retention.plan, now)
    if ahead.held:
        yield Waiting(Task.UNREAD_OLD, "Gallringsplanen", place, len(ahead.held))
    if ahead.soon or ahead.due:
        yield Waiting(Task.FADING, "Gallringsplanen", place, ahead.soon + len(ahead.due))


def _sendings(tables: Tables, now: datetime) -> Iterator[Waiting]:
    for view in views_of(tables, now, LOOKED_AT):
        place = f"{ROOT}/utskick/{view.sending.key}"
        if view.phase in MOVING:
            yield Waiting(Task.SENDING, view.title, place, view.progress.waiting)
        elif view.phase == "stopped":
            yield Waiting(Task.STOPPED, view.title, place, view.queued)
        if view.uncertain and now < view.sending.expires:
            yield Waiting(Task.UNCERTAIN, view.title, place, view.uncertain)


def _about(
    tables: Tables, meeting: Meeting, later: Container[str], now: datetime
) -> Iterator[Waiting]:
    """What waits about one meeting; `later` are those of which the second word is due."""
    place = f"{ROOT}/traffar/{meeting.key}"
    if meeting.example:
        return
    if meeting.standing is Standing.DRAFT:
        yield Waiting(Task.DRAFT, meeting.title, place)
        return
    if questions := tables.questions.waiting(meeting.key):
        yield Waiting(Task.QUESTIONS, meeting.title, f"{place}#fragor", len(questions))
    if meeting.is_over(now) and meeting.standing is not Standing.CANCELLED:
        if tables.aftermath.written(meeting.key) is None:
            if now < meeting.ends + TELL_WITHIN:
                yield Waiting(Task.YOU_SAID, meeting.title, f"{place}/ni-sa")
        elif meeting.key in later:
            yield Waiting(Task.YOU_SAID_LATER, meeting.title, f"{place}/ni-sa")
