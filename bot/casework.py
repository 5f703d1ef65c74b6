"""What staff do about a concern, the same from the console and from the command line."""

from bot.domain.backlog import Outcome
from bot.domain.case import ConcernState
from bot.domain.staff import LogEntry
from bot.store.database import Tables


def settle(tables: Tables, key: str, outcome: Outcome, week: str, entry: LogEntry) -> bool:
    """Say how far a concern has come, and answer it; twice is once. False where there is none, or
    where the person has taken their words back.
    """
    found = tables.concerns.get(key)
    if found is None or found.state is ConcernState.WITHDRAWN:
        return False
    was = Outcome.of(found)
    if was == outcome:
        return True
    if (was.state, was.reason) != (outcome.state, outcome.reason):
        tables.concerns.set_state(key, outcome.state, outcome.reason, week)
    if was.answer != outcome.answer:
        tables.concerns.answer(key, outcome.answer, week)
    tables.staff.note(entry)
    return True
