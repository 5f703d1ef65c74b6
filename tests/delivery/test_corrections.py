"""What was sent wrongly is put right where it lies, or said anew to exactly those who got it."""

from collections.abc import Awaitable, Callable

from bot.delivery.broadcast import Broadcasts
from bot.delivery.corrections import Amender, amended, begin_amending, correction
from bot.delivery.outlet import Outcome, Receipt
from bot.domain.membership import Member
from bot.domain.message import plain
from bot.domain.sending import RowState, Sending, Settled
from bot.knowledge.library import Library
from bot.store.store import Store
from tests.conftest import HeldClock
from tests.delivery.conftest import draft, join, says
from tests.fakes.outlets import MemoryOutlet

Carry = Callable[[], Awaitable[None]]
RIGHT = {"sv": says("Klockan fjorton"), "en": says("At two")}


async def _sent(store: Store, broadcasts: Broadcasts, clock: HeldClock, carry: Carry) -> Sending:
    """An invitation that arrived at 1, not at the blocked 2, and perhaps at 3."""
    await join(store, 1, 2, 3)
    sending = await broadcasts.approve(draft(clock))
    await carry()
    return sending


async def test_a_marked_correction_goes_to_those_who_got_it(
    store: Store,
    broadcasts: Broadcasts,
    outlet: MemoryOutlet,
    carry: Carry,
    clock: HeldClock,
    library: Library,
) -> None:
    """Whoever got the wrong words, or may have, gets the right ones; nobody else does."""
    outlet.answers["telegram:2"] = [Receipt(Outcome.REFUSED, reason="refused")]
    outlet.answers["telegram:3"] = [Receipt(Outcome.UNCERTAIN, reason="timeout")]
    sending = await _sent(store, broadcasts, clock, carry)
    await join(store, 4)
    outlet.delivered.clear()
    now = clock.now()
    await broadcasts.approve(
        correction(library, sending, RIGHT, number=1, approved_by="Anna", now=now)
    )
    await carry()
    assert sorted(address for address, _, _ in outlet.delivered) == ["telegram:1", "telegram:3"]
    assert all(words.startswith("Rättelse.") for _, words, _ in outlet.delivered)


async def test_a_message_is_changed_where_it_lies(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """Those who got it see the new words in place of the old, and those on the web too."""
    await store.turn(lambda t: t.members.put(Member("web:a", "sv")))
    sending = await _sent(store, broadcasts, clock, carry)
    now = clock.now()
    (row,) = await store.turn(lambda t: t.outbox.claim(sending.key, "web", now, 5))
    await store.turn(lambda t: t.outbox.settle([Settled(row.row, RowState.SENT)]))
    texts = amended(draft(clock).replies, {key: reply.text for key, reply in RIGHT.items()})
    await store.turn(lambda t: begin_amending(t, sending.key, texts))
    amender = Amender(store, outlet)
    while await amender.step():
        pass
    assert sorted(outlet.amended) == [
        (f"telegram:{n}", message, "Klockan fjorton")
        for message, n in enumerate((1, 2, 3), start=1)
    ]
    state = await store.read(lambda t: t.amendments.get(sending.key))
    assert state
    assert (state.changed, state.failed, state.done) == (3, 0, True)
    (letter,) = await store.read(lambda t: t.outbox.unread("web:a"))
    assert plain(letter.reply.text) == "Klockan fjorton"


async def test_what_has_not_left_yet_leaves_with_the_new_words(
    store: Store, broadcasts: Broadcasts, outlet: MemoryOutlet, carry: Carry, clock: HeldClock
) -> None:
    """A correction in the middle of a sending reaches the rest of it too."""
    await join(store, 1)
    sending = await broadcasts.approve(draft(clock))
    texts = amended(draft(clock).replies, {"sv": RIGHT["sv"].text})
    await store.turn(lambda t: begin_amending(t, sending.key, texts))
    await carry()
    assert outlet.delivered == [("telegram:1", "Klockan fjorton", False)]
