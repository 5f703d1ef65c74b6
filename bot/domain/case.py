"""A concern as staff work with it, and as the one who told it can follow it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.concern import Addition, Often, Origin


class ConcernState(StrEnum):
    """How far it has come. Closed is not fixed: each state says what was really done."""

    RECEIVED = "received"
    READ = "read"
    FORWARDED = "forwarded"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({ConcernState.DONE, ConcernState.DECLINED, ConcernState.WITHDRAWN})
"""States in which nobody waits for staff."""


@dataclass(frozen=True, slots=True)
class Case:
    """One concern with all that was done about it; no time in it is finer than a week.

    `sealed` is the text encrypted, and `text` is then empty. `reason` (why, or whereto) and
    `answer` are staff's words to the person behind the code; `note` is staff's own. `merged` is
    the key of the concern this one was found to be the same as, and `meeting` that of the meeting
    on whose agenda it is. `erased` says that the words are gone, by withdrawal or by age.
    `followed` says that there is a code.
    """

    key: str
    week: str
    category: str
    district: str
    part_of_day: str
    text: str
    often: Often = Often.UNSAID
    origin: Origin = Origin.SELF
    followed: bool = False
    sealed: bytes | None = None
    state: ConcernState = ConcernState.RECEIVED
    reason: str = ""
    answer: str = ""
    changed_week: str = ""
    merged: str = ""
    note: str = ""
    meeting: str = ""
    erased: bool = False
    additions: tuple[Addition, ...] = ()

    @property
    def told(self) -> "tuple[Case | Addition, ...]":
        """All that was said: itself, then what was added."""
        return (self, *self.additions)

    @property
    def unread(self) -> bool:
        """Whether something of it has not been read by staff."""
        return self.state is ConcernState.RECEIVED or any(one.unread for one in self.additions)


@dataclass(frozen=True, slots=True)
class ConcernCount:
    """How many concerns of one kind were told in one week; exact, so never for anybody outside."""

    week: str
    category: str
    district: str
    part_of_day: str
    often: Often
    origin: Origin
    state: ConcernState
    number: int
