"""The hours in which nobody is woken: 20 to 09, Swedish time."""

from datetime import UTC, datetime, time, timedelta

from bot.domain.sweden import STOCKHOLM

EVENING = time(20)
MORNING = time(9)


def is_quiet(moment: datetime) -> bool:
    """Whether a message that nobody asks for has to wait; `moment` is aware."""
    clock = moment.astimezone(STOCKHOLM).time()
    return clock >= EVENING or clock < MORNING


def next_decent(moment: datetime) -> datetime:
    """The moment itself where it is a decent hour, else nine the next morning, in UTC."""
    if not is_quiet(moment):
        return moment.astimezone(UTC)
    local = moment.astimezone(STOCKHOLM)
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    return datetime.combine(day, MORNING, STOCKHOLM).astimezone(UTC)
