"""A sending reaches those it is for, once, and what became of each message is known."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.delivery.broadcast import Broadcasts
from bot.delivery.outlet import Outcome, Receipt
from bot.domain.membership import Member, News
from bot.domain.sending import Audience, Progress, RowState
from bot.errors import AlreadySentError
from bot.store.marks import Mark
from bot.store.store import Store
from tests.conftest import HeldClock
from tests.delivery.conftest import draft, join
from tests.fakes.outlets import MemoryOutlet

Carry = Callable[[], Awaitable[None]]


async def _progress(store: Store, key: str) -> Progress:
    return await store.read(lambda t: t.outbox.progress(key))


async def test_everybody_gets_it_once_in_their_language(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """An invitation arrives once at each subscriber, in the language they chose."""
    await join(store, 1, 2)
    await join(store, 3, language="en")
    sending = await broadcasts.approve(draft(clock))
    await carry()
    await carry()
    assert sorted(outlet.delivered) == [
        ("telegram:1", "Välkommen", False),
        ("telegram:2", "Välkommen", False),
        ("telegram:3", "Welcome", False),
    ]
    assert (await _progress(store, sending.key)).rows == {RowState.SENT: 3}


async def test_the_same_send_twice_is_refused(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """Two coordinators, or one who presses twice, send one invitation."""
    await join(store, 1)
    await broadcasts.approve(draft(clock))
    with pytest.raises(AlreadySentError):
        await broadcasts.approve(draft(clock, approved_by="Bo"))
    await carry()
    assert len(outlet.delivered) == 1


async def test_places_and_kinds_choose_who_is_told(
    store: Store, broadcasts: Broadcasts, clock: HeldClock
) -> None:
    """Asarum's meeting goes to Asarum and to those who want to hear of everything."""
    wants = (News.INVITATIONS,)
    for member in (
        Member("telegram:1", "sv", ("asarum",), wants),
        Member("telegram:2", "sv", ("morrum",), wants),
        Member("telegram:3", "en", (), wants),
        Member("telegram:4", "sv", ("asarum",), (News.WARNINGS,)),
    ):
        await store.turn(lambda t, one=member: t.members.put(one))  # type: ignore[misc]
    count = broadcasts.audience_size
    assert await count(Audience.subscribers(News.INVITATIONS, ("asarum",))) == 2
    assert await count(Audience.subscribers(News.INVITATIONS)) == 3
    assert await count(Audience.subscribers(News.INVITATIONS, (), ("en",))) == 1
    assert await count(Audience.subscribers(News.WARNINGS)) == 1


async def test_quiet_hours_hold_what_nobody_asked_for(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """What is left at eight in the evening waits until nine; what was confirmed twice does not."""
    await join(store, 1)
    clock.passes(hours=8)
    await broadcasts.approve(draft(clock))
    await carry()
    assert outlet.delivered == []
    await broadcasts.approve(draft(clock, subject="other", at_night=True, silent=True))
    await carry()
    assert outlet.delivered == [("telegram:1", "Välkommen", True)]
    clock.passes(hours=11, minutes=59)
    await carry()
    assert len(outlet.delivered) == 1
    clock.passes(minutes=1)
    await carry()
    assert len(outlet.delivered) == 2


async def test_a_blocked_chat_is_forgotten_and_the_others_are_reached(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """403 leaves no address behind, in the list or in the outbox, and is tried once (TRUST R6)."""
    await join(store, 1, 2, 3)
    outlet.answers["telegram:2"] = [Receipt(Outcome.GONE, reason="blocked")] * 2
    sending = await broadcasts.approve(draft(clock))
    await carry()
    await carry()
    progress = await _progress(store, sending.key)
    assert progress.rows == {RowState.SENT: 2, RowState.FAILED: 1}
    assert progress.reasons == {"blocked": 1}
    assert await store.read(lambda t: t.members.get("telegram:2")) is None
    assert len(outlet.answers["telegram:2"]) == 1


async def test_after_a_crash_what_was_under_way_is_uncertain(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """Nobody is told twice by itself; staff may choose it, and then it says so."""
    await join(store, 1, 2)
    sending = await broadcasts.approve(draft(clock))
    now = clock.now()
    await store.turn(lambda t: t.outbox.claim(sending.key, "telegram", now, 1))
    assert await store.turn(lambda t: t.outbox.recover()) == 1
    await carry()
    assert [address for address, _, _ in outlet.delivered] == ["telegram:2"]
    assert await broadcasts.resend(sending.key, RowState.UNCERTAIN) == 1
    await carry()
    address, words, _ = outlet.delivered[-1]
    assert address == "telegram:1"
    assert words.startswith("Upprepat.")


async def test_a_refusal_for_now_is_tried_again_and_five_times_at_most(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """A network that comes back costs nothing; one that does not ends as a failure (TRUST R7)."""
    await join(store, 1, 2)
    refused = Receipt(Outcome.LATER, reason="network")
    outlet.answers = {"telegram:1": [refused] * 2, "telegram:2": [refused] * 9}
    sending = await broadcasts.approve(draft(clock))
    for _ in range(10):
        await carry()
        clock.passes(minutes=2)
    assert [address for address, _, _ in outlet.delivered] == ["telegram:1"]
    assert len(outlet.answers["telegram:2"]) == 9 - 5
    assert (await _progress(store, sending.key)).reasons == {"network": 1}


async def test_a_new_subscriber_gets_the_coming_invitation(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """Without anybody's work, and once also when they change what they want."""
    await join(store, 1)
    await broadcasts.approve(draft(clock))
    await carry()
    clock.passes(hours=2)
    for _ in range(2):
        await join(store, 2)
        await store.turn(lambda t: broadcasts.serve_new(t, clock.now()))
        await carry()
    assert [address for address, _, _ in outlet.delivered] == ["telegram:1", "telegram:2"]


async def test_stop_holds_what_has_not_left(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """After Stop nothing leaves, the count is exact, and it can be taken up again (TRUST S18)."""
    await join(store, 1, 2, 3)
    sending = await broadcasts.approve(draft(clock, starts=clock.now() + timedelta(minutes=1)))
    await carry()
    assert outlet.delivered == []
    await broadcasts.stop(sending.key)
    clock.passes(minutes=2)
    await carry()
    assert (await _progress(store, sending.key)).waiting == 3
    await broadcasts.go_on(sending.key)
    await carry()
    assert len(outlet.delivered) == 3


async def test_in_try_mode_only_linked_chats_are_reached(
    store: Store, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """A trial never reaches a resident by mistake."""
    await join(store, 1, 2)
    trial = Broadcasts(store, clock, live=False)
    await trial.approve(draft(clock))
    await carry()
    assert outlet.delivered == []


async def test_stopp_blanks_the_recipient_and_keeps_the_count(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """Whoever leaves while an invitation waits gets none, and stands in no row."""
    await join(store, 1, 2)
    sending = await broadcasts.approve(draft(clock))
    await store.turn(lambda t: t.forget("telegram:1"))
    await carry()
    assert [address for address, _, _ in outlet.delivered] == ["telegram:2"]
    assert (await _progress(store, sending.key)).rows == {RowState.SENT: 1, RowState.DROPPED: 1}


async def test_rows_that_a_crash_left_unmade_are_made_at_the_start(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """A kill while rows are being made loses nobody and doubles nobody (TRUST R1)."""
    await join(store, 1, 2, 3)
    sending = broadcasts._sending(draft(clock))
    replies = draft(clock).replies
    await store.turn(lambda t: t.sendings.add(sending, replies))
    await store.turn(lambda t: t.outbox.fill(sending, "", 2, testers=False))
    await carry()
    assert outlet.delivered == []
    await broadcasts.resume()
    await carry()
    assert len(outlet.delivered) == 3


async def test_nothing_leaves_while_the_service_is_paused(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """One switch holds sendings too; afterwards they go on where they were."""
    await join(store, 1)
    await broadcasts.approve(draft(clock))
    await store.turn(lambda t: t.marks.put_words(Mark.PAUSED, ""))
    await carry()
    assert outlet.delivered == []
    await store.turn(lambda t: t.marks.lift(Mark.PAUSED))
    await carry()
    assert len(outlet.delivered) == 1
