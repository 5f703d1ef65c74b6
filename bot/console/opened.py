"""What somebody wrote, as far as this login can read it: sealed words are locked until a case
handler has unlocked them.
"""

from dataclasses import dataclass

from bot.console.sessions import Session
from bot.domain.case import Case
from bot.domain.concern import Addition
from bot.errors import SealError


@dataclass(frozen=True, slots=True)
class Words:
    """A text, perhaps none; `locked` where there is one that cannot be read now."""

    text: str = ""
    locked: bool = False


def opened(session: Session, told: Case | Addition) -> Words:
    """The words of a concern, or of something that was added to one."""
    if told.sealed is None:
        return Words(told.text)
    if session.unsealer is None:
        return Words(locked=True)
    try:
        return Words(session.unsealer.open(told.sealed))
    except SealError:
        return Words(locked=True)
