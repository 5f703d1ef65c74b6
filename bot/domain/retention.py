"""What is erased when: the municipality's plan, and which concerns it has come to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.weeks import week_after, weeks_between


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan in whole weeks. Words of a concern go `concerns` weeks after something last
    happened with it, those of a question `questions` weeks after its meeting; staff are told
    `warning` weeks before.
    """

    concerns: int
    questions: int
    warning: int


@dataclass(frozen=True, slots=True)
class Aged:
    """A concern that still has words: `active` is the latest week in which it was told, added to,
    answered or given a state. `unread` says that staff have not read all of it.
    """

    key: str
    category: str
    week: str
    active: str
    unread: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the plan has come to, what it would have come to had staff read it, and how many go in
    each of the coming weeks that staff are warned of.
    """

    due: tuple[Aged, ...]
    held: tuple[Aged, ...]
    coming: dict[str, int] = field(default_factory=dict)

    @property
    def soon(self) -> int:
        """How many go within the weeks of warning."""
        return sum(self.coming.values())


@dataclass(frozen=True, slots=True)
class Disposal:
    """One line of the protocol: what was erased in a week, counted; never what it said. `told` is
    the week in which it was told, and `category` what it was about.
    """

    week: str
    kind: str
    told: str
    category: str
    number: int


def look_out(aged: Iterable[Aged], plan: Plan, week: str) -> Outlook:
    """What happens in `week`, and in those that staff are warned of."""
    due: list[Aged] = []
    held: list[Aged] = []
    coming: dict[str, int] = {}
    for one in aged:
        goes = week_after(one.active, plan.concerns + 1)
        if goes <= week:
            (held if one.unread else due).append(one)
        elif not one.unread and weeks_between(week, goes) <= plan.warning:
            coming[goes] = coming.get(goes, 0) + 1
    return Outlook(tuple(due), tuple(held), dict(sorted(coming.items())))
