"""Never more than the permitted rate in any second, and hardly less than it over a minute."""

import asyncio
import random
from bisect import bisect_left
from heapq import heappop, heappush
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.gate import CHAT_BURST, Gate
from bot.domain.pace import Pace
from tests.fakes.held_time import held_loop, in_held_time

FEW = settings(max_examples=60)
moments = st.floats(0, 2, allow_nan=False)


def most_in_a_second(gone: list[float]) -> int:
    """The largest number within any window of one second, its end left out."""
    gone = sorted(gone)
    return max((bisect_left(gone, start + 1.0) - n for n, start in enumerate(gone)), default=0)


@given(
    rate=st.integers(1, 60),
    steps=st.lists(st.tuples(moments, st.integers(0, 40), st.integers(0, 40)), max_size=80),
)
@FEW
def test_no_second_holds_more_than_the_rate(rate: int, steps: list[tuple[float, int, int]]) -> None:
    """However late permits are used, and however many are given back (TRUST R5)."""
    pace, now, held, gone = Pace(rate), 0.0, 0, []
    for passed, wanted, used in steps:
        held += pace.take(now, wanted)
        now += passed
        for _ in range(min(used, held)):
            pace.go(now)
            gone.append(now)
            held -= 1
        if used % 3 == 0:
            pace.give_back(held)
            held = 0
    assert most_in_a_second(gone) <= rate


@pytest.mark.parametrize("rate", [1, 7, 30, 300])
def test_no_second_holds_more_than_the_rate_where_they_arrive(rate: int) -> None:
    """However unevenly messages travel: some late on their way, others their answers (R5)."""
    chance, pace, now = random.Random(7), Pace(rate), 0.0
    arrived: list[float] = []
    travelling: list[tuple[float, float]] = []
    for _ in range(20 * rate):
        while not pace.take(now):
            now += 0.001
            while travelling and travelling[0][0] <= now:
                landed, left = heappop(travelling)
                pace.land(left, landed)
        pace.go(now)
        there, back = (0.02 + 0.3 * chance.random() ** 3 for _ in range(2))
        arrived.append(now + there)
        heappush(travelling, (now + there + back, now))
    assert most_in_a_second(arrived) <= rate
    assert len(arrived) / now > 0.6 * rate


def test_a_constant_journey_costs_no_share_of_the_rate() -> None:
    """A far-off end takes as many a second as a near one, once the way there is known."""

    async def sent() -> list[float]:
        gate, gone = Gate(25), []

        async def carry() -> None:
            with gate.under_way():
                gone.append(held_loop().time())
                await asyncio.sleep(0.1)

        carrying: list[asyncio.Task[None]] = []
        while len(gone) < 3000:
            for _ in range(await gate.permits(30)):
                assert gate.push(1000 + len(carrying)) == 0
                carrying.append(asyncio.create_task(carry()))
            await asyncio.sleep(0)
        return gone

    gone = in_held_time(sent())
    assert 500 / (gone[-1] - gone[-501]) >= 0.97 * 25


def test_a_demand_to_wait_eases_the_pace_for_a_minute() -> None:
    """Not the same wall again at once; several refused together count as one."""
    pace = Pace(100)
    for _ in range(5):
        pace.ease(0.0)
        pace.hold(2.0)

    def gone_in(start: float) -> int:
        gone = 0
        for tick in range(1000):
            granted = pace.take(start + tick / 1000, 100)
            for _ in range(granted):
                pace.go(start + tick / 1000)
            gone += granted
        return gone

    assert gone_in(2.0) <= 100 * 0.85
    assert gone_in(60.0) >= 98


def test_permits_that_were_not_used_are_not_lost() -> None:
    """Looking for work where there is none costs no share of the pace."""
    pace = Pace(10)
    for look in range(1000):
        pace.give_back(pace.take(look / 1000, 5))
    assert pace.taken == 0
    assert pace.wait(1.0) <= 0


def test_a_hold_is_the_longest_that_was_asked_for() -> None:
    """A shorter demand that comes later does not cut a longer one short."""
    pace = Pace(10)
    pace.hold(30)
    pace.hold(5)
    assert pace.take(29.9) == 0
    assert pace.take(30) == 1


async def _push(gate: Gate, number: int) -> list[float]:
    """Send to that many chats, a commit of a few milliseconds before each batch."""
    gone: list[float] = []
    while len(gone) < number:
        permits = await gate.permits(min(100, number - len(gone)))
        await asyncio.sleep(0.003)
        for _ in range(permits):
            assert gate.push(1000 + len(gone)) == 0
            gone.append(held_loop().time())
    return gone


@pytest.mark.parametrize("rate", [1, 25, 30, 1000])
def test_the_permitted_rate_is_used(rate: int) -> None:
    """At least 98 % of it over a minute, and no second above it, with slow commits between."""

    async def minute() -> list[float]:
        return await _push(Gate(rate), rate * 60)

    gone = in_held_time(minute())
    assert most_in_a_second(gone) <= rate
    assert (len(gone) - 1) / (gone[-1] - gone[0]) >= 0.98 * rate


def test_answers_overtake_pushes() -> None:
    """In the middle of a broadcast an answer waits a moment, not its turn (p95 < 2 s, R5)."""

    async def both() -> tuple[list[float], list[float], list[float]]:
        gate, waits, answered = Gate(25), [], []

        async def answers() -> None:
            for number in range(200):
                await asyncio.sleep(0.1)
                began = held_loop().time()
                await gate.answer(1_000_000 + number)
                answered.append(held_loop().time())
                waits.append(answered[-1] - began)

        pushing = asyncio.create_task(_push(gate, 700))
        await answers()
        return await pushing, answered, sorted(waits)

    pushed, answered, waits = in_held_time(both())
    assert waits[int(len(waits) * 0.95)] <= 0.1
    assert most_in_a_second(pushed + answered) <= 25


def test_somebody_who_writes_all_the_time_holds_up_nobody_else() -> None:
    """Answers that wait for their own chat's second do not stop a broadcast (TRUST S13)."""

    async def flood() -> float:
        gate = Gate(25)
        flooding = [asyncio.create_task(gate.answer(7)) for _ in range(200)]
        await asyncio.sleep(1)
        gone = await _push(gate, 250)
        for task in flooding:
            task.cancel()
        return gone[-1] - gone[0]

    assert in_held_time(flood()) < 11


def test_a_chat_hears_a_few_answers_at_once_and_pushes_one_a_second() -> None:
    """Answers may come three together, then one a second; a push never bursts."""

    async def one_chat() -> tuple[list[float], list[float]]:
        gate = Gate(1000)
        answers: list[float] = []
        pushes: list[float] = []
        for _ in range(6):
            await gate.answer(7)
            answers.append(held_loop().time())
        while len(pushes) < 4:
            await gate.permits(1)
            if wait := gate.push(8):
                await asyncio.sleep(wait)
            else:
                pushes.append(held_loop().time())
        return answers, pushes

    answers, pushes = in_held_time(one_chat())
    assert sum(moment < 0.1 for moment in answers) == CHAT_BURST
    assert answers[-1] >= len(answers) - CHAT_BURST
    assert all(later - earlier >= 1 for earlier, later in pairwise(pushes))


def test_a_hold_stops_answers_and_pushes_and_permits_already_taken() -> None:
    """429 is obeyed by everything, also by what had its permit before (TRUST R5)."""

    async def held() -> list[float]:
        gate, gone = Gate(25), []

        async def answer() -> None:
            await gate.answer(1)
            gone.append(held_loop().time())

        async def push() -> None:
            await gate.permits(1)
            assert gate.push(2) == 0
            gone.append(held_loop().time())

        await gate.permits(1)
        gate.hold(40)
        assert gate.push(3) == 40
        assert not gate.answer_now(4)
        await asyncio.gather(answer(), push())
        return gone

    assert min(in_held_time(held())) >= 40
