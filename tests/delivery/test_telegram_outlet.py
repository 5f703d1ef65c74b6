"""What became of a push, by everything that Telegram and the network can answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientTimeout

from bot.channels.telegram import outlet as module
from bot.channels.telegram.outlet import TelegramOutlet
from bot.delivery.outlet import Outcome, Receipt
from bot.domain.message import Button, Reply
from tests.delivery.conftest import says
from tests.fakes.gates import Waiting, quick_gate
from tests.fakes.telegram import Fault, TelegramEmulator, faults
from tests.fakes.telegram.refusals import RefusedError

CHAT = 4711
ADDRESS = f"telegram:{CHAT}"


@dataclass
class Wire:
    """The outlet, with the emulator at the other end and no real waiting."""

    emulator: TelegramEmulator
    outlet: TelegramOutlet
    waiting: Waiting

    async def deliver(self, reply: Reply | None = None, *, silent: bool = False) -> Receipt:
        """Push to the chat as the worker does, with a permit, after the chat's second."""
        self.waiting.now += 5
        assert await self.outlet.permits(1) == 1
        return await self.outlet.deliver(ADDRESS, reply or says("Välkommen"), silent=silent)

    async def amend(self, message: int, reply: Reply) -> Receipt:
        """Change a message, the same way."""
        self.waiting.now += 5
        assert await self.outlet.permits(1) == 1
        return await self.outlet.amend(ADDRESS, message, reply)

    @property
    def sends(self) -> int:
        """Requests to send that have come."""
        return len(self.emulator.calls_of("sendMessage"))


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A chat that takes everything, until a test plans otherwise."""
    async with TelegramEmulator() as emulator:
        emulator.chat(id=CHAT)
        session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
        waiting = Waiting()
        async with Bot(emulator.token, session=session) as bot:
            gate = quick_gate(waiting=waiting)
            outlet = TelegramOutlet(bot, session, gate, waiting.sleep)
            yield Wire(emulator, outlet, waiting)
            assert gate._pace.taken == 0


async def test_it_arrives_as_it_was_written(wire: Wire) -> None:
    """Text, emphasis and buttons as previewed, in one request without objects in between."""
    reply = Reply(
        says("Välkommen <b> & \u00e5\u00e4\u00f6").text, ((Button("Kommer", "rsvp:k7p2m:yes:1"),),)
    )
    receipt = await wire.deliver(reply, silent=True)
    (call,) = wire.emulator.calls_of("sendMessage")
    shown = wire.emulator.chats[CHAT].messages[receipt.message]
    assert receipt.outcome is Outcome.SENT
    assert shown.text == "Välkommen <b> & åäö"
    assert [button.label for button in shown.buttons] == ["Kommer"]
    assert call.params["disable_notification"] is True
    wire.emulator.assert_clean()


async def test_a_text_too_long_for_one_message_goes_in_parts(wire: Wire) -> None:
    """The buttons stand under the last."""
    reply = Reply(says("ord " * 1500).text, ((Button("Kommer", "rsvp:k7p2m:yes:1"),),))
    receipt = await wire.deliver(reply)
    first, last = wire.emulator.chats[CHAT].replies
    assert receipt == Receipt(Outcome.SENT, last.id)
    assert (bool(first.buttons), bool(last.buttons)) == (False, True)
    wire.emulator.assert_clean()


async def test_half_a_text_is_uncertain(wire: Wire) -> None:
    """Once a part has arrived it is never sent again by itself."""
    wire.emulator.faults.rule(lambda _: faults.too_many_requests(3) if wire.sends == 1 else None)
    receipt = await wire.deliver(Reply(says("ord " * 1500).text))
    assert receipt == Receipt(Outcome.UNCERTAIN, reason="partly")


def _refusal(status: int, description: str, **parameters: int) -> Fault:
    return Fault(RefusedError(status, description, **parameters))


@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        (faults.blocked(), Outcome.GONE, "blocked"),
        (_refusal(403, "Forbidden: user is deactivated"), Outcome.GONE, "blocked"),
        (faults.chat_not_found(), Outcome.GONE, "gone"),
        (_refusal(400, "Bad Request: PEER_ID_INVALID"), Outcome.GONE, "gone"),
        (faults.migrated(-1001), Outcome.GONE, "gone"),
        (_refusal(400, "Bad Request: BUTTON_DATA_INVALID"), Outcome.REFUSED, "refused"),
        (_refusal(413, "Request Entity Too Large"), Outcome.REFUSED, "refused"),
        (_refusal(405, "Method Not Allowed"), Outcome.REFUSED, "refused"),
        (faults.too_many_requests(17), Outcome.LATER, "busy"),
        (_refusal(429, "Too Many Requests"), Outcome.LATER, "busy"),
        (_refusal(401, "Unauthorized"), Outcome.LATER, "token"),
        (_refusal(404, "Not Found"), Outcome.LATER, "token"),
        (_refusal(409, "Conflict"), Outcome.LATER, "token"),
        (faults.server_error(), Outcome.UNCERTAIN, "server"),
        (faults.server_error(502), Outcome.UNCERTAIN, "server"),
        (faults.cut_before(), Outcome.UNCERTAIN, "timeout"),
        (faults.cut_after(), Outcome.UNCERTAIN, "timeout"),
    ],
)
async def test_each_answer_says_what_became_of_it(
    wire: Wire, fault: Fault, outcome: Outcome, reason: str
) -> None:
    """A clear no is told from a doubt, and each is one request (TRUST R6, R7)."""
    wire.emulator.faults.play(fault, method="sendMessage")
    receipt = await wire.deliver()
    assert (receipt.outcome, receipt.reason) == (outcome, reason)
    assert wire.sends == 1
    assert (await wire.deliver()).outcome is Outcome.SENT


@pytest.mark.parametrize("stage", ["before", "after", "body"])
async def test_an_answer_that_does_not_come_is_a_doubt(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, stage: faults.Stage
) -> None:
    """Whoever gives up waiting cannot know, and does not ask again (TRUST R7)."""
    wire.emulator.faults.play(faults.slow(asyncio.Event(), stage), method="sendMessage")
    with monkeypatch.context() as hurried:
        hurried.setattr(module, "PATIENCE", ClientTimeout(sock_read=0.2))
        assert await wire.deliver() == Receipt(Outcome.UNCERTAIN, reason="timeout")
    assert wire.sends == 1
    assert (await wire.deliver()).outcome is Outcome.SENT


async def test_a_connection_that_was_never_made_carried_nothing(wire: Wire) -> None:
    """A network that is down leaves nothing in doubt: it is tried again."""
    await wire.emulator.stop()
    assert await wire.deliver() == Receipt(Outcome.LATER, reason="network")
    await wire.emulator.start()
    assert (await wire.deliver()).outcome is Outcome.SENT


async def test_429_holds_whatever_comes_after(wire: Wire) -> None:
    """Also a message whose permit was taken before; nothing is asked of Telegram meanwhile."""
    wire.emulator.faults.play(faults.too_many_requests(60), method="sendMessage")
    assert await wire.outlet.permits(1) == 1
    first = await wire.deliver()
    second = await wire.outlet.deliver("telegram:4712", says("Välkommen"))
    assert (first.wait, second.wait) == (60, 60)
    assert wire.sends == 1
    before = wire.waiting.now
    await wire.outlet.permits(1)
    assert wire.waiting.now - before >= 60
    wire.outlet.give_back(1)


async def test_while_telegram_is_silent_no_further_message_is_risked(wire: Wire) -> None:
    """It is asked something harmless, more and more seldom, until it answers."""
    wire.emulator.faults.play(faults.server_error(), times=5)
    places = wire.outlet.in_flight
    assert (await wire.deliver()).outcome is Outcome.UNCERTAIN
    assert wire.outlet.in_flight == 1
    assert (await wire.deliver()).outcome is Outcome.SENT
    assert wire.outlet.in_flight == places > 1
    assert wire.sends == 2
    assert len(wire.emulator.calls_of("getMe")) == 5
    assert [wait for wait in wire.waiting.slept if wait >= 1.5] == [2, 4, 8, 16]


async def test_amending_can_be_done_again(wire: Wire) -> None:
    """A correction changes the message where it lies; what says so already has been changed."""
    lies = (await wire.deliver()).message
    for _ in range(2):
        assert await wire.amend(lies, says("Rättat")) == Receipt(Outcome.SENT, lies)
    assert wire.emulator.chats[CHAT].messages[lies].text == "Rättat"


async def test_what_cannot_be_amended_is_refused(wire: Wire) -> None:
    """A message the person has taken away, a text too long, a chat that is gone."""
    assert await wire.amend(99_999, says("Rättat")) == Receipt(Outcome.REFUSED, reason="missing")
    lies = (await wire.deliver()).message
    long = await wire.amend(lies, says("ord " * 1500))
    assert long == Receipt(Outcome.REFUSED, reason="long")
    wire.emulator.faults.play(faults.blocked())
    assert (await wire.amend(lies, says("Igen"))).outcome is Outcome.GONE


async def test_closing_waits_for_what_has_left_and_lets_nothing_more_leave(wire: Wire) -> None:
    """An orderly end leaves nothing in doubt (TRUST R16)."""
    answer = asyncio.Event()
    wire.emulator.faults.play(faults.slow(answer, "after"), method="sendMessage")
    sending = asyncio.create_task(wire.deliver())
    await wire.emulator.until(lambda: wire.sends == 1)
    closing = asyncio.create_task(wire.outlet.close())
    await asyncio.sleep(0)
    assert not closing.done()
    assert (await wire.deliver()).outcome is Outcome.LATER
    answer.set()
    assert (await sending).outcome is Outcome.SENT
    await closing
    assert wire.sends == 1


async def test_a_bad_address_is_refused(wire: Wire) -> None:
    """It costs no permit and harms nobody else."""
    await wire.outlet.permits(1)
    receipt = await wire.outlet.deliver("telegram:abc", says("Välkommen"))
    assert receipt.outcome is Outcome.REFUSED
    assert wire.sends == 0
