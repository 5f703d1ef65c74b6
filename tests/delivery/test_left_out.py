"""Nobody is left out: whoever joins at an awkward moment, and rows that nobody finished."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest

from bot.delivery import broadcast
from bot.delivery.broadcast import Broadcasts
from bot.delivery.outlet import Outcome, Receipt
from bot.delivery.rounds import forget_old
from bot.domain.sending import Audience, Group, Purpose, RowState, Settled, State
from bot.store.database import Tables
from bot.store.outbox import KEPT
from bot.store.store import Store
from tests.conftest import HeldClock
from tests.delivery.conftest import draft, join, says
from tests.fakes.outlets import MemoryOutlet

Carry = Callable[[], Awaitable[None]]


def _reached(outlet: MemoryOutlet) -> list[str]:
    return sorted(address for address, _, _ in outlet.delivered)


async def _serve(store: Store, broadcasts: Broadcasts, clock: HeldClock) -> None:
    await store.turn(lambda tables: broadcasts.serve_new(tables, clock.now()))


async def test_who_joins_before_the_hour_gets_it(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """An invitation approved in the evening for the morning reaches those who join at night."""
    await join(store, 1)
    await broadcasts.approve(draft(clock, starts=clock.now() + timedelta(hours=2)))
    await join(store, 2)
    await _serve(store, broadcasts, clock)
    clock.passes(hours=2)
    await carry()
    assert _reached(outlet) == ["telegram:1", "telegram:2"]


async def test_who_joins_while_it_is_stopped_gets_it_when_it_goes_on(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """A pause for thought does not cost anybody the invitation."""
    await join(store, 1)
    sending = await broadcasts.approve(draft(clock))
    await broadcasts.stop(sending.key)
    await join(store, 2)
    await _serve(store, broadcasts, clock)
    await carry()
    assert outlet.delivered == []
    await broadcasts.go_on(sending.key)
    await carry()
    assert _reached(outlet) == ["telegram:1", "telegram:2"]


async def test_a_stop_while_rows_are_made_loses_none_of_them(
    store: Store,
    broadcasts: Broadcasts,
    outlet: MemoryOutlet,
    carry: Carry,
    clock: HeldClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Stopped, killed before the last row was made, started, and taken up: everybody is reached."""
    monkeypatch.setattr(broadcast, "CHUNK", 2)
    await join(store, *range(1, 8))
    sending, replies = broadcasts._sending(draft(clock)), draft(clock).replies
    await store.turn(lambda tables: tables.sendings.add(sending, replies))
    await store.turn(partial(broadcasts._step, sending, ""))
    await broadcasts.stop(sending.key)
    await broadcasts.resume()
    await broadcasts.go_on(sending.key)
    await carry()
    assert len(_reached(outlet)) == len(set(_reached(outlet))) == 7


async def test_going_on_does_not_open_what_is_being_prepared(
    store: Store, broadcasts: Broadcasts, clock: HeldClock
) -> None:
    """A press on the wrong button sends nothing early."""
    sending, replies = broadcasts._sending(draft(clock)), draft(clock).replies
    await store.turn(lambda tables: tables.sendings.add(sending, replies))
    await broadcasts.go_on(sending.key)
    now = await store.read(lambda tables: tables.sendings.get(sending.key))
    assert now
    assert now.state is State.PREPARING


async def test_rows_that_a_locked_database_left_unmade_are_made_soon(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """The second round finds that a sending has come no further, and takes it up."""
    await join(store, 1, 2, 3)
    clock.passes(minutes=1)
    sending, replies = broadcasts._sending(draft(clock)), draft(clock).replies
    await store.turn(lambda tables: tables.sendings.add(sending, replies))
    await broadcasts.resume()
    await carry()
    assert outlet.delivered == []
    await broadcasts.resume()
    await carry()
    assert len(outlet.delivered) == 3


async def test_who_leaves_while_a_message_is_on_its_way_is_not_tried_again(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """The row says that they left, and holds no address to try."""
    await join(store, 1)
    sending = await broadcasts.approve(draft(clock))
    (parcel,) = await store.turn(
        lambda tables: tables.outbox.claim(sending.key, "telegram", clock.now(), 1)
    )
    await store.turn(lambda tables: tables.forget("telegram:1"))
    await store.turn(lambda t: t.outbox.settle([Settled(parcel.row, RowState.QUEUED)]))
    await carry()
    assert outlet.delivered == []
    progress = await store.read(lambda tables: tables.outbox.progress(sending.key))
    assert (progress.rows, progress.reasons) == ({RowState.DROPPED: 1}, {"left": 1})


async def test_a_language_without_a_text_gets_the_first_there_is(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """A text that nobody translated reaches people all the same, and stops no worker."""
    await join(store, 1)
    await join(store, 2, language="en")
    await broadcasts.approve(draft(clock, replies={"en": says("Welcome")}))
    await broadcasts.approve(draft(clock, subject="other", replies={"sv": says("Hej")}))
    await carry()
    assert sorted(words for _, words, _ in outlet.delivered) == ["Hej", "Hej", "Welcome", "Welcome"]
    with pytest.raises(ValueError, match="at least one language"):
        draft(clock, replies={})


async def test_what_failed_is_sent_anew_without_calling_it_a_repeat(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """Only what may have arrived before is marked; nobody who is gone is tried again."""
    await join(store, 1, 2)
    outlet.answers["telegram:1"] = [Receipt(Outcome.REFUSED, reason="refused")]
    outlet.answers["telegram:2"] = [Receipt(Outcome.GONE, reason="gone")]
    sending = await broadcasts.approve(draft(clock))
    await carry()
    assert await broadcasts.resend(sending.key, RowState.FAILED) == 1
    await carry()
    assert outlet.delivered == [("telegram:1", "Välkommen", False)]


async def test_one_fault_of_ours_harms_one_message(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """What raises in the middle of a send is uncertain, and the others go on."""

    def breaks(address: str) -> None:
        if address == "telegram:2":
            raise RuntimeError("ours")

    await join(store, 1, 2, 3)
    outlet.on_send = breaks
    sending = await broadcasts.approve(draft(clock))
    await carry()
    progress = await store.read(lambda tables: tables.outbox.progress(sending.key))
    assert progress.rows == {RowState.SENT: 2, RowState.UNCERTAIN: 1}


async def test_one_person_can_be_told_something(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """An audience of one gets it in their own language."""
    await join(store, 7, language="en")
    one = Audience(Group.ONE, "telegram:7")
    await broadcasts.approve(draft(clock, purpose=Purpose.SEAT_OFFER, audience=one))
    await carry()
    assert outlet.delivered == [("telegram:7", "Welcome", False)]


async def test_counts_follow_every_row(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """What staff read is what the rows say, after sending, leaving, and being too late."""
    await join(store, *range(1, 9))
    outlet.answers["telegram:3"] = [Receipt(Outcome.GONE, reason="blocked")]
    sending = await broadcasts.approve(draft(clock))
    await carry()
    later = await broadcasts.approve(draft(clock, subject="late", starts=clock.now() + KEPT))
    await store.turn(lambda tables: tables.forget("telegram:4"))
    clock.passes(days=6)
    dropped = await store.turn(lambda tables: tables.outbox.drop_late(clock.now(), 5))
    assert dropped == 5

    def counted(tables: Tables) -> dict[str, int]:
        rows = tables.outbox._connection.execute(
            "SELECT sending || state || reason, count(*) FROM outbox GROUP BY 1"
        )
        return dict(map(tuple, rows))

    def kept(tables: Tables) -> dict[str, int]:
        rows = tables.outbox._connection.execute(
            "SELECT sending || state || reason, rows FROM outbox_counts WHERE rows > 0"
        )
        return dict(map(tuple, rows))

    assert await store.read(counted) == await store.read(kept)
    progress = await store.read(lambda tables: tables.outbox.progress(later.key))
    assert progress.reasons == {"left": 1, "late": 5}
    assert sending.key != later.key


async def test_two_weeks_after_a_sending_no_row_tells_whom_it_was_for(
    store: Store, broadcasts: Broadcasts, carry: Carry, clock: HeldClock
) -> None:
    """Addresses go a piece at a time; the counts stay."""
    await join(store, *range(1, 6))
    sending = await broadcasts.approve(draft(clock))
    await carry()
    await forget_old(store, clock)

    def named(tables: Tables) -> int:
        rows = tables.outbox._connection.execute(
            "SELECT count(*) FROM outbox WHERE recipient LIKE 'telegram:%'"
        )
        return int(rows.fetchone()[0])

    assert await store.read(named) == 5
    clock.passes(days=5 + KEPT.days)
    await forget_old(store, clock)
    assert await store.read(named) == 0
    progress = await store.read(lambda tables: tables.outbox.progress(sending.key))
    assert progress.rows == {RowState.SENT: 5}
