"""A sending as staff see it: which phase it is in, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from types import MappingProxyType

from bot.domain.phase import Phase, phase_of
from bot.domain.quiet import next_decent
from bot.domain.sending import Progress, RowState, Sending
from bot.store.database import Tables
from bot.store.marks import Mark

NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class View:
    """One sending as it is shown. `seconds` are those to the first message while it is held, and
    to the last while it goes; `morning` is when it goes on where people sleep now.
    """

    sending: Sending
    progress: Progress
    phase: Phase
    title: str
    seconds: int = 0
    speed: float = 0.0
    morning: datetime | None = None

    def at_speed(self, speed: float) -> "View":
        """The same with what is known of its speed, and so of the time left."""
        if self.phase is not Phase.RUNNING or speed <= 0:
            return self
        return replace(self, speed=speed, seconds=ceil(self.progress.waiting / speed))

    @property
    def settled(self) -> int:
        """Rows that need no more work."""
        return self.progress.total - self.progress.waiting

    @property
    def sent(self) -> int:
        """Messages that arrived."""
        return self.progress.count(RowState.SENT)

    @property
    def underway(self) -> int:
        """Messages that have left and not been answered for."""
        return self.progress.count(RowState.SENDING)

    @property
    def queued(self) -> int:
        """Messages that have not left."""
        return self.progress.count(RowState.QUEUED)

    @property
    def failed(self) -> int:
        """Messages that did not arrive."""
        return self.progress.count(RowState.FAILED)

    @property
    def uncertain(self) -> int:
        """Messages that may have arrived."""
        return self.progress.count(RowState.UNCERTAIN)

    @property
    def dropped(self) -> int:
        """Messages let go of before they left."""
        return self.progress.count(RowState.DROPPED)


def view_of(
    tables: Tables, key: str, now: datetime, frauds: Mapping[str, str] = NO_NAMES
) -> View | None:
    """One sending, or None. `frauds` names what a warning can be about."""
    sending = tables.sendings.get(key)
    return _view(tables, sending, now, frauds) if sending else None


def views_of(
    tables: Tables, now: datetime, most: int, frauds: Mapping[str, str] = NO_NAMES
) -> tuple[View, ...]:
    """The newest sendings."""
    return tuple(_view(tables, one, now, frauds) for one in tables.sendings.latest(most))


def views_about(tables: Tables, subject: str, now: datetime) -> tuple[View, ...]:
    """All about one meeting or warning, the newest first."""
    return tuple(_view(tables, one, now) for one in tables.sendings.about(subject))


def title_of(tables: Tables, sending: Sending, frauds: Mapping[str, str]) -> str:
    """What a sending is about, as staff call it; a correction is about what it corrects."""
    if meeting := tables.meetings.get(sending.subject):
        return meeting.title
    question = tables.questions.get(sending.subject)
    if question and (meeting := tables.meetings.get(question.meeting)):
        return meeting.title
    if alert := tables.alerts.get(sending.subject):
        return frauds.get(alert.kind, "")
    original = tables.sendings.get(sending.subject)
    return title_of(tables, original, frauds) if original else ""


def _view(
    tables: Tables, sending: Sending, now: datetime, frauds: Mapping[str, str] = NO_NAMES
) -> View:
    progress = tables.outbox.progress(sending.key)
    paused = tables.marks.words(Mark.PAUSED) is not None
    phase = phase_of(sending, progress, now, paused=paused)
    held = max(0, ceil((sending.starts - now).total_seconds()))
    return View(
        sending,
        progress,
        phase,
        title_of(tables, sending, frauds),
        seconds=held if phase is Phase.HOLD else 0,
        morning=next_decent(now) if phase is Phase.QUIET else None,
    )
