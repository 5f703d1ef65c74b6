"""“Hör av dig i morgon”: asked for in the middle of it, asked once the next day, and forgotten."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.delivery.check_ins import check_in
from bot.domain.message import Reply
from bot.domain.sweden import next_morning
from bot.knowledge.library import Library
from bot.reception import Reception
from bot.store.store import Store
from tests.conftest import HeldClock, coming
from tests.fakes.gates import quick_gate
from tests.journeys.conftest import checked_emulator
from tests.journeys.residents import OnTelegram, Resident
from tests.journeys.running import telegram_running


class _EnoughError(Exception):
    """The test has seen what it wanted."""


async def _until_the_last_step(resident: Resident) -> None:
    await resident.writes("/nu")
    await resident.taps("Jag lämnade ut något")
    while "Klart, nästa" in resident.labels:
        await resident.taps("Klart, nästa")


@asynccontextmanager
async def _astrid_waiting(
    reception: Reception, library: Library, store: Store, clock: HeldClock
) -> AsyncIterator[tuple[OnTelegram, Telegram]]:
    """Astrid on Telegram, who comes to a meeting and has asked to be asked tomorrow."""
    await store.turn(lambda t: t.meetings.put(coming()))
    async with checked_emulator() as emulator:
        telegram = Telegram(
            reception, library, SecretStr(emulator.token), api=emulator.url, gate=quick_gate()
        )
        async with telegram_running(telegram):
            astrid = OnTelegram(emulator.chat("Astrid"), clock)
            await astrid.opens("mote-k7p2m")
            await astrid.taps("Jag kommer")
            await _until_the_last_step(astrid)
            await astrid.taps("Hör av dig i morgon")
            yield astrid, telegram


async def test_only_those_who_asked_for_messages_are_offered_it(
    resident: Resident, store: Store
) -> None:
    """Nothing is stored about somebody in distress who has not asked to be told anything."""
    await resident.opens()
    await _until_the_last_step(resident)
    assert "Hör av dig i morgon" not in resident.labels


async def test_the_question_comes_once_the_next_morning(
    reception: Reception, library: Library, store: Store, clock: HeldClock
) -> None:
    """At ten, once, with ways on; and nothing of it is kept afterwards."""
    async with _astrid_waiting(reception, library, store, clock) as (astrid, telegram):
        assert "i morgon klockan tio" in astrid.text
        looks = 0

        async def sleep(_: float) -> None:
            nonlocal looks
            looks += 1
            if looks == 3:
                raise _EnoughError
            clock.passes(hours=24)

        with pytest.raises(_EnoughError):
            await check_in(store, library, clock, telegram.push, sleep)
        shown = await astrid.chat.next_reply()
        assert "Hur gick det?" in shown.text
        astrid.sees(shown)
        await astrid.taps("Ja, det är klart")
        assert "Vad skönt" in astrid.text
        asked = [reply for reply in astrid.chat.replies if "Hur gick det?" in reply.text]
        assert len(asked) == 1
    left = await store.turn(lambda t: t.check_ins.take(datetime(2100, 1, 1, tzinfo=UTC)))
    assert left == ()


async def test_stopp_takes_the_question_back(
    reception: Reception, library: Library, store: Store, clock: HeldClock
) -> None:
    """Whoever says stop is not asked anything the next day."""
    async with _astrid_waiting(reception, library, store, clock) as (astrid, _):
        await astrid.writes("stopp")
    left = await store.turn(lambda t: t.check_ins.take(datetime(2100, 1, 1, tzinfo=UTC)))
    assert left == ()


async def test_an_address_that_was_asked_is_in_no_file(
    store: Store, library: Library, clock: HeldClock
) -> None:
    """Kept until the question and no longer: no byte of it stays, in the -wal file either."""
    address = "telegram:9988776655"
    await store.turn(lambda t: t.check_ins.plan(address, clock.now(), "sv"))
    asked: list[str] = []

    async def push(to: str, _: Reply) -> None:
        asked.append(to)

    async def sleep(_: float) -> None:
        raise _EnoughError

    with pytest.raises(_EnoughError):
        await check_in(store, library, clock, push, sleep)
    assert asked == [address]
    await store.turn(lambda _: None)
    files = [path.read_bytes() for path in store.path.parent.iterdir() if path.is_file()]
    assert files
    assert not any(address.encode() in content for content in files)


@pytest.mark.parametrize(("day", "hour"), [(27, 8), (24, 9)])
def test_ten_is_ten_on_the_wall_clock(day: int, hour: int) -> None:
    """The day after is at ten in Sweden, across the change to summer time too."""
    evening = datetime(2027, 3, 27 if day == 27 else 23, 20, tzinfo=UTC)
    assert next_morning(evening).hour == hour
    assert next_morning(evening).day == (28 if day == 27 else 24)
