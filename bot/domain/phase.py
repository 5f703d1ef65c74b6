"""Which phase a sending is in, as people say it."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.quiet import is_quiet
from bot.domain.sending import HOLD, Progress, Sending, State


class Phase(StrEnum):
    """Where a sending stands, as people say it."""

    PREPARING = "preparing"
    HOLD = "hold"
    SCHEDULED = "scheduled"
    PAUSED = "paused"
    QUIET = "quiet"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


MOVING = (Phase.PREPARING, Phase.HOLD, Phase.QUIET, Phase.RUNNING, Phase.PAUSED, Phase.SCHEDULED)
"""What is looked at again and again."""


def phase_of(sending: Sending, progress: Progress, now: datetime, *, paused: bool) -> Phase:
    """Where a sending stands at a moment."""
    if sending.state is State.PREPARING:
        return Phase.PREPARING
    unmade = sending.state is State.STOPPED and not progress.total
    if not progress.waiting and not unmade:
        return Phase.DONE
    if sending.state is State.STOPPED:
        return Phase.STOPPED
    if now < sending.starts:
        held = sending.starts - sending.approved_at <= HOLD + timedelta(seconds=1)
        return Phase.HOLD if held else Phase.SCHEDULED
    if paused:
        return Phase.PAUSED
    quiet = is_quiet(now) and not sending.at_night
    return Phase.QUIET if quiet else Phase.RUNNING
