"""Faults that a test plans: refusals, slowness and cut connections, per method and chat."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from tests.fakes.telegram.refusals import RefusedError

Stage = Literal["before", "after", "body"]
Wait = float | asyncio.Event


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        refusal: Answer with this and do not carry out the call.
        hold: Seconds to wait, or an event to wait for.
        held: Where to wait: "before" acceptance, "after" it, or halfway in the answer's "body".
        cut: Cut the connection "before" or "after" acceptance.
    """

    refusal: RefusedError | None = None
    hold: Wait | None = None
    held: Stage = "before"
    cut: Literal["before", "after"] | None = None


def too_many_requests(retry_after: int) -> Fault:
    """429; `retry_after` in seconds."""
    sentence = f"Too Many Requests: retry after {retry_after}"
    return Fault(RefusedError(429, sentence, retry_after=retry_after))


def blocked() -> Fault:
    """403: the person has blocked the bot."""
    return Fault(RefusedError(403, "Forbidden: bot was blocked by the user"))


def chat_not_found() -> Fault:
    """400: there is no such chat."""
    return Fault(RefusedError(400, "Bad Request: chat not found"))


def migrated(new_chat_id: int) -> Fault:
    """400: the group is a supergroup now, and lives at another id."""
    sentence = "Bad Request: group chat was upgraded to a supergroup chat"
    return Fault(RefusedError(400, sentence, migrate_to_chat_id=new_chat_id))


def server_error(status: int = 500) -> Fault:
    """500, or another status of that family."""
    return Fault(RefusedError(status, "Internal Server Error"))


def slow(wait: Wait, held: Stage = "before") -> Fault:
    """A slow answer; held "after" acceptance, a bot that gives up cannot know."""
    return Fault(hold=wait, held=held)


def cut_before() -> Fault:
    """The connection goes before the call has taken effect."""
    return Fault(cut="before")


def cut_after() -> Fault:
    """The call takes effect, and the connection goes before the answer."""
    return Fault(cut="after")


class Called(Protocol):
    """What a plan looks at in a call."""

    @property
    def method(self) -> str:
        """Method name."""

    @property
    def chat_id(self) -> int | str | None:
        """Chat, if any."""


Rule = Callable[[Called], Fault | None]


@dataclass(slots=True)
class _Planned:
    fault: Fault
    method: str | None
    chat_id: int | None
    times: int | None

    def fits(self, call: Called) -> bool:
        """Polling is spared unless it is named: a plan for any method means the bot's own calls."""
        if self.method is None and call.method == "getUpdates":
            return False
        return self.method in {None, call.method} and self.chat_id in {None, call.chat_id}


class FaultPlan:
    """Faults in the order they were planned; each call meets the first that fits it."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self._rules: list[Rule] = []

    @property
    def remaining(self) -> int:
        """How many planned faults have not been played (those without an end are not counted)."""
        return sum(plan.times or 0 for plan in self._planned)

    def play(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
    ) -> None:
        """Play `fault` on the next `times` calls that fit; None means on every one.

        Without a method it is played on any but getUpdates.
        """
        self._planned.append(_Planned(fault, method, chat_id, times))

    def rule(self, rule: Rule) -> None:
        """Ask `rule` about each call that no planned fault fits; for storms and chance."""
        self._rules.append(rule)

    def clear(self) -> None:
        """Forget every plan and rule: all is well again."""
        self._planned.clear()
        self._rules.clear()

    def choose(self, call: Called) -> Fault | None:
        """The fault to play on this call; planned ones are used up."""
        for plan in self._planned:
            if plan.fits(call):
                return self._use(plan)
        return next((fault for rule in self._rules if (fault := rule(call))), None)

    def _use(self, plan: _Planned) -> Fault:
        if plan.times is not None:
            plan.times -= 1
            if not plan.times:
                self._planned.remove(plan)
        return plan.fault
