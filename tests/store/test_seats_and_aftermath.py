"""The queue, answers by telephone, and what is kept, and for how long, after a meeting."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.aftermath import Verdict
from bot.domain.meeting import Answer, Choice, Tally
from bot.domain.message import Block, Reply, Span
from bot.domain.sending import Audience, Group, Purpose, Sending
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import START, coming

KEY = "k7p2m"
ENDS = coming().ends


def _answer(tables: Tables, *addresses: str, choice: Choice = Choice.YES, number: int = 1) -> None:
    tables.meetings.put(coming())
    for address in addresses:
        tables.answers.put(address, Answer(KEY, choice, number), "sv")


async def test_telephone_answers_are_counted_without_a_person(store: Store) -> None:
    """“Kommer, 2” by telephone takes two seats; a correction never goes below none."""

    def work(tables: Tables) -> tuple[Tally, int, Tally]:
        _answer(tables, "telegram:1", number=3)
        tables.answers.add_phoned(KEY, Choice.YES, 2)
        tables.answers.add_phoned(KEY, Choice.MAYBE, 1)
        first, taken = tables.answers.tally(KEY), tables.seats.taken(KEY)
        tables.answers.add_phoned(KEY, Choice.YES, -5)
        return first, taken, tables.answers.tally(KEY)

    first, taken, corrected = await store.turn(work)
    assert first == Tally(yes=1, people=5, maybe=1, phoned=2)
    assert taken == 5
    assert corrected == Tally(yes=1, people=3, maybe=1)


async def test_who_cannot_come_is_not_counted_by_telephone(store: Store) -> None:
    """There is no such count, and so no mistake to make."""
    with pytest.raises(ValueError, match="may come"):
        await store.turn(lambda t: t.answers.add_phoned(KEY, Choice.NO, 1))


async def test_the_queue_keeps_its_order_and_forgets_on_request(store: Store) -> None:
    """Changing the number keeps the place; leaving, Stopp and the meeting's start erase it."""

    def work(tables: Tables) -> list[tuple[str, int]]:
        tables.meetings.put(replace(coming(), seats=1))
        for address, number in (("web:a", 1), ("web:b", 2), ("web:c", 1), ("web:a", 4)):
            tables.seats.join(address, KEY, number, "sv")
        tables.forget("web:c")
        return [(one.address, one.number) for one in tables.seats.queue(KEY)]

    assert await store.turn(work) == [("web:a", 4), ("web:b", 2)]
    assert await store.turn(lambda t: t.seats.leave("web:a", KEY))
    assert not await store.turn(lambda t: t.seats.erase_past(START))
    assert await store.turn(lambda t: t.seats.erase_past(coming().starts))
    assert await store.turn(lambda t: t.seats.queue(KEY)) == ()


async def test_an_offer_that_runs_out_leaves_the_queue(store: Store) -> None:
    """What was held is free again, and its number in the order is never used for another."""

    def work(tables: Tables) -> tuple[int, int]:
        tables.meetings.put(replace(coming(), seats=1))
        tables.seats.join("web:a", KEY, 1, "sv")
        first = tables.seats.queue(KEY)[0]
        tables.seats.hold(replace(first, until=START))
        tables.seats.join("web:a", KEY, 5, "sv")
        assert tables.seats.queue(KEY)[0].number == 1
        assert tables.seats.expire(START) == 1
        tables.seats.join("web:a", KEY, 1, "sv")
        return first.place, tables.seats.queue(KEY)[0].place

    first, second = await store.turn(work)
    assert second > first


async def test_a_verdict_is_counted_once_and_belongs_to_nobody(store: Store) -> None:
    """Two presses are one; without an answer that is kept there is none."""

    def work(tables: Tables) -> list[bool]:
        _answer(tables, "telegram:1", "telegram:2")
        rate = tables.aftermath.rate
        presses = (("1", Verdict.YES), ("1", Verdict.NO), ("2", Verdict.PARTLY), ("3", Verdict.NO))
        return [rate(f"telegram:{number}", KEY, verdict) for number, verdict in presses]

    assert await store.turn(work) == [True, False, True, False]
    counts = await store.read(lambda t: t.aftermath.verdicts(KEY))
    assert counts == {Verdict.YES: 1, Verdict.PARTLY: 1}


async def test_answers_go_after_a_fortnight_but_for_those_who_want_to_know(store: Store) -> None:
    """“Berätta vad det blev av” keeps the address; the counts are the same before and after."""
    await store.turn(lambda t: _answer(t, "telegram:1", "telegram:2", number=2))
    assert await store.turn(lambda t: t.aftermath.want("telegram:1", KEY, tell=True))
    assert not await store.turn(lambda t: t.aftermath.want("telegram:9", KEY, tell=True))
    late = ENDS + timedelta(days=15)
    assert await store.turn(lambda t: t.answers.erase_old(late))
    assert await store.read(lambda t: t.answers.of("telegram:2")) == {}
    assert await store.read(lambda t: t.answers.of("telegram:1")) != {}
    assert await store.read(lambda t: t.answers.tally(KEY)) == Tally(yes=2, people=4)
    assert not await store.turn(lambda t: t.answers.erase_old(late))


async def test_who_wanted_to_know_is_forgotten_when_it_has_been_told(store: Store) -> None:
    """The three-month message is the last: when its time is over the address goes."""
    told = ENDS + timedelta(days=100)

    def tell(tables: Tables) -> None:
        _answer(tables, "telegram:1")
        tables.aftermath.want("telegram:1", KEY, tell=True)
        sending = Sending(
            key="later",
            purpose=Purpose.YOU_SAID_LATER,
            subject=KEY,
            revision=1,
            audience=Audience(Group.ANSWERED, KEY),
            approved_by="Klockan",
            approved_at=told,
            starts=told,
            expires=told + timedelta(days=7),
        )
        tables.sendings.add(sending, {"sv": Reply((Block((Span("Vi lagade lampan."),)),))})

    await store.turn(tell)
    assert not await store.turn(lambda t: t.answers.erase_old(told + timedelta(days=6)))
    assert await store.turn(lambda t: t.answers.erase_old(told + timedelta(days=7)))
    assert await store.read(lambda t: t.answers.tally(KEY)) == Tally(yes=1, people=1)


async def test_nobody_is_kept_for_ever_because_staff_forgot(store: Store) -> None:
    """Half a year after the meeting the address goes, told or not."""
    await store.turn(lambda t: _answer(t, "telegram:1"))
    await store.turn(lambda t: t.aftermath.want("telegram:1", KEY, tell=True))
    assert not await store.turn(lambda t: t.answers.erase_old(ENDS + timedelta(days=179)))
    assert await store.turn(lambda t: t.answers.erase_old(ENDS + timedelta(days=181)))


async def test_staff_see_what_waits_to_be_told(store: Store) -> None:
    """Three months after “Ni sa – vi gör”, unless it is written or nobody wants to know."""
    written = ENDS + timedelta(days=3)
    later = written + timedelta(days=93)
    await store.turn(lambda t: _answer(t, "telegram:1"))
    await store.turn(lambda t: t.aftermath.write(KEY, {"sv": "Lampan.", "en": ""}, written))
    assert await store.read(lambda t: t.aftermath.waiting(later)) == ()
    await store.turn(lambda t: t.aftermath.want("telegram:1", KEY, tell=True))
    assert await store.read(lambda t: t.aftermath.waiting(written + timedelta(days=80))) == ()
    assert await store.read(lambda t: t.aftermath.waiting(later)) == (KEY,)
    await store.turn(lambda t: t.aftermath.write(KEY, {"sv": "Den lyser."}, later, later=True))
    assert await store.read(lambda t: t.aftermath.waiting(later)) == ()
    said = await store.read(lambda t: t.aftermath.written(KEY))
    assert said
    assert (said.text["sv"], said.later["sv"], said.written_at) == (
        "Lampan.",
        "Den lyser.",
        written,
    )
