"""Concerns as staff take them up: in piles by what is left to do, and what waits longest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.case import CLOSED, Case, ConcernState
from bot.domain.concern import Addition
from bot.domain.weeks import weeks_between

LONGEST_REASON = 300
"""Characters of why, or whereto."""
LONGEST_ANSWER = 1000
LONGEST_NOTE = 1000
MOST_ALIKE = 20
"""Concerns listed as perhaps the same."""
NEAR = 4
"""Weeks within which something else in the same place may be the same."""
SETTABLE = (
    ConcernState.READ,
    ConcernState.FORWARDED,
    ConcernState.DONE,
    ConcernState.DECLINED,
)
"""States that staff set; the others come by themselves."""
REASONED = frozenset({ConcernState.FORWARDED, ConcernState.DONE, ConcernState.DECLINED})
"""States that say nothing without whereto, what, or why."""


class Pile(StrEnum):
    """What is left to do."""

    WAITING = "waiting"
    READ = "read"
    FORWARDED = "forwarded"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which concerns are looked for; an empty field lets all through."""

    category: str = ""
    district: str = ""
    week: str = ""

    def fits(self, case: Case) -> bool:
        """Whether a concern is one of these."""
        return (
            self.category in ("", case.category)
            and self.district in ("", case.district)
            and self.week in ("", case.week)
        )


EVERYTHING = Sieve()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the person behind the code is told: how far it has come, why, and an answer."""

    state: ConcernState
    reason: str = ""
    answer: str = ""

    @classmethod
    def of(cls, case: Case) -> "Outcome":
        """What is said of a concern now."""
        return cls(case.state, case.reason, case.answer)

    @property
    def faults(self) -> dict[str, str]:
        """What is wrong with it, by field."""
        faults = {}
        if self.state not in SETTABLE:
            faults["state"] = "case_state"
        if self.state in REASONED and not self.reason:
            faults["reason"] = "case_reason"
        if len(self.reason) > LONGEST_REASON:
            faults["reason"] = "case_long_reason"
        if len(self.answer) > LONGEST_ANSWER:
            faults["answer"] = "case_long_answer"
        return faults


def pile_of(case: Case, *, follows: bool = False) -> Pile | None:
    """Where a concern lies; None for one that follows another and tells nothing new."""
    if any(one.unread for one in case.additions):
        return Pile.WAITING
    if follows:
        return None
    if case.state is ConcernState.RECEIVED:
        return Pile.WAITING
    if case.state in CLOSED:
        return Pile.CLOSED
    return Pile.FORWARDED if case.state is ConcernState.FORWARDED else Pile.READ


def piles(cases: Iterable[Case], sieve: Sieve = EVERYTHING) -> dict[Pile, tuple[Case, ...]]:
    """Every pile: what waits longest lies first, what was closed last lies first. Within a week
    the random keys decide, which tell nothing. One that followed another stands for itself again
    when the other is taken back.
    """
    found: dict[Pile, list[Case]] = {pile: [] for pile in Pile}
    held = sorted(cases, key=lambda one: (since(one), one.key))
    heads = {one.key for one in held if one.state is not ConcernState.WITHDRAWN}
    for case in filter(sieve.fits, held):
        if pile := pile_of(case, follows=case.merged in heads):
            found[pile].append(case)
    found[Pile.CLOSED].sort(key=lambda one: one.changed_week, reverse=True)
    return {pile: tuple(held) for pile, held in found.items()}


def since(case: Case) -> str:
    """The week from which somebody waits for staff: that of what they have not read, if any."""
    unread = [one.week for one in case.additions if one.unread]
    if case.state is not ConcernState.RECEIVED and unread:
        return min(unread)
    return case.week


def number(key: str) -> str:
    """What staff call a concern among themselves: “3f1a-09bc”, the beginning of its random key."""
    return f"{key[:4]}-{key[4:8]}"


def unread_additions(case: Case) -> tuple[Addition, ...]:
    """What was added and nobody has read."""
    return tuple(one for one in case.additions if one.unread)


def resembling(case: Case, others: Iterable[Case]) -> tuple[Case, ...]:
    """Those that a concern may be the same as, the likeliest first: alike in what and where, and
    told in weeks near to it. One that follows another already, or was taken back, is none.
    """
    open_ones = (
        one
        for one in others
        if one.key != case.key and not one.merged and one.state is not ConcernState.WITHDRAWN
    )
    alike = [one for one in open_ones if case.category == one.category or _is_near(case, one)]
    return tuple(sorted(alike, key=lambda one: (*_unlikeness(case, one), one.key))[:MOST_ALIKE])


def _is_near(case: Case, other: Case) -> bool:
    return case.district == other.district and _weeks_apart(case, other) <= NEAR


def _unlikeness(case: Case, other: Case) -> tuple[int, int]:
    unlike = (case.category != other.category) + (case.district != other.district)
    return unlike, _weeks_apart(case, other)


def _weeks_apart(case: Case, other: Case) -> int:
    return max(weeks_between(case.week, other.week), weeks_between(other.week, case.week))
