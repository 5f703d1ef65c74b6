"""Reception: one update is one transaction, repeats do nothing twice, floods are met calmly."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.meeting import Tally
from bot.domain.message import Incoming, Kind, plain
from bot.errors import StoreError
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.reception import Outcome, Reception
from bot.sessions import QUIET
from bot.store.store import Store
from tests.conftest import START, HeldClock, coming

ASTRID = Incoming("telegram", "1", "telegram:1", text="hej", address="telegram:1")


def _press(key: str, action: str) -> Incoming:
    return replace(ASTRID, key=key, kind=Kind.BUTTON, text="", action=action)


def _said(outcome: Outcome) -> str:
    return "\n".join(plain(reply.text) for reply in outcome.replies)


async def _concerns(store: Store) -> int:
    await store.turn(lambda t: t.concerns.release())
    return await store.read(lambda t: t.concerns.count())


async def _tell_until_send(reception: Reception) -> str:
    """Tell a concern until its code is shown; the action of the button that files."""
    outcome = await reception.receive(_press("c0", "concern"))
    presses = iter(range(100))
    while True:
        actions = [button.action for button in outcome.replies[-1].all_buttons]
        send = next((action for action in actions if action.endswith(":noted")), None)
        if send:
            return send
        step = next((a for a in actions if a.endswith(":send")), actions[0])
        outcome = await reception.receive(_press(f"p{next(presses)}", step))


async def test_a_repeated_update_has_one_effect_and_one_answer(
    reception: Reception, store: Store
) -> None:
    """Telegram may deliver an update again: the answer to a meeting is still one (TRUST R3)."""
    await store.turn(lambda t: t.meetings.put(coming()))
    first = await reception.receive(_press("7", "rsvp:k7p2m:yes:2"))
    again = await reception.receive(_press("7", "rsvp:k7p2m:yes:2"))
    assert first.replies
    assert again.replies == ()
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=2)


async def test_after_a_restart_a_repeated_update_shows_where_things_stand(
    reception: Reception, store: Store, library: Library, reader: Reader, clock: HeldClock
) -> None:
    """A kill between commit and answer costs a repeated answer, never silence (TRUST R2)."""
    await store.turn(lambda t: t.meetings.put(coming()))
    await reception.receive(_press("7", "rsvp:k7p2m:yes:2"))
    restarted = Reception(store, library, reader, clock, live=True)
    outcome = await restarted.receive(_press("7", "rsvp:k7p2m:yes:2"))
    assert "Du har svarat: Jag kommer" in _said(outcome)
    assert await store.read(lambda t: t.answers.tally("k7p2m")) == Tally(yes=1, people=2)


async def test_a_concern_sent_just_before_a_kill_is_told_of_and_is_one(
    reception: Reception, store: Store, library: Library, reader: Reader, clock: HeldClock
) -> None:
    """The press that filed a concern files once, and the person is not left wondering."""
    send = await _tell_until_send(reception)
    await reception.receive(_press("9", send))
    restarted = Reception(store, library, reader, clock, live=True)
    outcome = await restarted.receive(_press("9", send))
    assert "behöver inte skicka igen" in _said(outcome)
    assert await _concerns(store) == 1


async def test_twenty_presses_at_once_file_one_concern(
    reception: Reception, store: Store, clock: HeldClock
) -> None:
    """An impatient thumb files once, and sees no error (TRUST R4)."""
    send = await _tell_until_send(reception)
    clock.passes(seconds=60)
    outcomes = await asyncio.gather(
        *(reception.receive(_press(f"tap{n}", send)) for n in range(20))
    )
    assert await _concerns(store) == 1
    assert "nu har kommunen" in _said(outcomes[0])


async def test_a_talk_is_answered_in_order(reception: Reception) -> None:
    """Two messages sent together are answered one after the other, the first one first."""
    both = await asyncio.gather(
        reception.receive(replace(ASTRID, key="1", text="english")),
        reception.receive(replace(ASTRID, key="2", text="/meny")),
    )
    assert "Hello" in _said(both[0])
    assert "What would you like to do?" in _said(both[1])
    assert len(reception._turnstile) == 0


async def test_a_flood_is_met_with_one_plain_word_a_minute(
    reception: Reception, clock: HeldClock
) -> None:
    """A thousand messages in ten seconds: one answer a second at most, one “wait” (TRUST S13)."""
    answered = waits = 0
    for number in range(1000):
        clock.passes(seconds=0.01)
        outcome = await reception.receive(replace(ASTRID, key=str(number), text="/meny"))
        waits += "Vänta en liten stund" in _said(outcome)
        answered += bool(outcome.replies) and "Vänta en liten stund" not in _said(outcome)
    assert waits == 1
    assert answered <= 8 + 10
    clock.passes(seconds=60)
    assert (await reception.receive(replace(ASTRID, key="late", text="/meny"))).replies


async def test_the_word_of_waiting_holds_the_emergency_number(
    reception: Reception, clock: HeldClock
) -> None:
    """Even somebody who is asked to wait reads 112."""
    for number in range(20):
        outcome = await reception.receive(replace(ASTRID, key=str(number)))
        if "Vänta" in _said(outcome):
            assert "112" in _said(outcome)
            return
    pytest.fail("nobody was asked to wait")


async def test_a_silent_talk_is_forgotten(reception: Reception, clock: HeldClock) -> None:
    """What is remembered of a talk goes after half an hour."""
    await reception.receive(replace(ASTRID, text="english"))
    assert reception.session("telegram:1").language == "en"
    clock.passes(seconds=QUIET.total_seconds() + 1)
    assert reception.session("telegram:1").language == "sv"


async def test_merely_writing_stores_nothing_but_the_update(
    reception: Reception, store: Store, tmp_path: Path
) -> None:
    """Nothing about somebody who only asks is kept: not the chat, not a word."""
    await reception.receive(replace(ASTRID, text="hemligt-ord-om-mormor", person="telegram:987654"))
    await store.turn(lambda t: t.seen.forget(START + timedelta(days=3)))
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"hemligt-ord" not in files
    assert b"987654" not in files


async def test_a_store_that_fails_answers_nobody_and_keeps_nothing(
    reception: Reception, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The channel is told, so that the update is given again: nothing is lost, nothing doubled."""

    def refuse(*_: object) -> bool:
        raise StoreError("full")

    monkeypatch.setattr("bot.store.seen.Seen.add", refuse)
    with pytest.raises(StoreError):
        await reception.receive(ASTRID)
    monkeypatch.undo()
    assert (await reception.receive(ASTRID)).replies


async def test_what_no_person_means_to_write_is_taken_out(reception: Reception) -> None:
    """NUL, other control characters and half surrogates neither break nor are kept."""
    for number, text in enumerate(("a\x00b", "\ud800", "\x1b[31m", "\x00")):
        outcome = await reception.receive(replace(ASTRID, key=str(number), text=text))
        assert outcome.replies


async def test_try_mode_says_so_first(
    store: Store, library: Library, reader: Reader, clock: HeldClock
) -> None:
    """Nobody mistakes a trial for the municipality's ear; it is said once, in the first answer."""
    trial = Reception(store, library, reader, clock, live=False)
    first = await trial.receive(replace(ASTRID, text="/start"))
    second = await trial.receive(replace(ASTRID, key="2", text="/meny"))
    assert "Provläge" in _said(first)
    assert "Provläge" not in _said(second)


async def test_danger_comes_before_the_words_of_the_trial(
    store: Store, library: Library, reader: Reader, clock: HeldClock
) -> None:
    """112 is on the first line of the very first answer, also in try mode."""
    trial = Reception(store, library, reader, clock, live=False)
    outcome = await trial.receive(replace(ASTRID, text="hjälp någon bryter sig in nu"))
    assert "112" in _said(outcome).splitlines()[0]


async def test_somebody_who_blocks_the_bot_is_forgotten(reception: Reception, store: Store) -> None:
    """A chat that can no longer be reached keeps no row."""
    await store.turn(lambda t: t.meetings.put(coming()))
    await reception.receive(_press("1", "rsvp:k7p2m:yes"))
    await reception.forget("telegram:1")
    assert await store.read(lambda t: t.answers.of("telegram:1")) == {}
