"""The bot on Telegram, against a Bot API server that is checked by another library."""

import asyncio
import io
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.webhook import Webhook
from bot.errors import ChannelError, StoreError
from bot.knowledge.library import Library
from bot.reception import Reception
from bot.store.store import Store
from tests.conftest import coming
from tests.fakes.gates import Waiting, quick_gate
from tests.fakes.telegram import TelegramEmulator, faults
from tests.journeys.running import telegram_running

SECRET = "planted-webhook-secret-0123456789"


@pytest.fixture
async def emulator() -> AsyncIterator[TelegramEmulator]:
    """A server of our own; whatever the bot did wrong fails the test at the end."""
    async with TelegramEmulator() as running:
        yield running
        running.assert_clean(allowed=["query is too old"])


@pytest.fixture
async def telegram(
    emulator: TelegramEmulator, reception: Reception, library: Library
) -> AsyncIterator[Telegram]:
    """The bot, polling; it never really waits."""
    channel = Telegram(
        reception,
        library,
        SecretStr(emulator.token),
        api=emulator.url,
        gate=quick_gate(),
        sleep=_no_wait,
    )
    async with telegram_running(channel):
        yield channel


async def _no_wait(_: float) -> None:
    await asyncio.sleep(0)


async def test_commands_are_registered_in_both_languages(
    emulator: TelegramEmulator, telegram: Telegram
) -> None:
    """Swedish is what everybody sees; English is what an English phone sees."""
    chat = emulator.chat("Astrid")
    chat.starts()
    await chat.next_reply()
    given = [call for call in emulator.calls if call.method == "setMyCommands"]
    assert len(given) == 2
    assert "english" in str(given[0].params["commands"])


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("sends_photo", "kan inte läsa"),
        ("sends_voice", "kan inte lyssna"),
        ("sends_sticker", "Tack!"),
        ("sends_location", "sparar inte var du är"),
        ("sends_contact", "tar inte emot telefonnummer"),
    ],
)
async def test_every_kind_of_message_gets_a_kind_answer(
    emulator: TelegramEmulator, telegram: Telegram, action: str, words: str
) -> None:
    """A photo or a sticker is never met with silence, and there is always a way on."""
    chat = emulator.chat("Astrid")
    getattr(chat, action)()
    reply = await chat.next_reply()
    assert words in reply.text
    assert "Meny" in reply.labels


async def test_files_edits_and_unknown_commands_are_answered(
    emulator: TelegramEmulator, telegram: Telegram
) -> None:
    """What is left: a document, a changed message, a command that does not exist."""
    chat = emulator.chat("Astrid")
    chat.sends_document("brev.pdf", b"%PDF-1.7")
    assert "kan inte öppna filer" in (await chat.next_reply()).text
    written = chat.types("/finnsinte")
    assert (await chat.next_reply()).labels
    chat.edits(written, "/finnsintealls")
    assert "ändrade" in (await chat.next_reply()).text


async def test_in_a_group_the_bot_asks_to_be_alone(
    emulator: TelegramEmulator, telegram: Telegram
) -> None:
    """Nobody tells of fraud in front of others."""
    group = emulator.group("Släkten")
    group.adds_bot()
    group.types("/start@provbot")
    assert "egen chatt" in (await group.next_reply()).text


async def test_danger_in_the_caption_of_a_photo_comes_first(
    emulator: TelegramEmulator, telegram: Telegram
) -> None:
    """Words of danger are read wherever they stand."""
    chat = emulator.chat("Astrid")
    chat.sends_photo(caption="hjälp någon bryter sig in nu")
    assert "112" in (await chat.next_reply()).text.splitlines()[0]


async def test_a_tap_is_answered_at_once_and_the_message_is_changed_in_place(
    emulator: TelegramEmulator, telegram: Telegram, store: Store
) -> None:
    """The button stops spinning, and the answer stands where the invitation stood."""
    await store.turn(lambda t: t.meetings.put(coming()))
    chat = emulator.chat("Astrid")
    chat.starts("mote-k7p2m")
    invitation = await chat.next_reply()
    tap = chat.taps("Jag kommer")
    await tap.answered()
    changed = await chat.next_reply()
    assert changed.id == invitation.id
    assert "Du har svarat: Jag kommer" in changed.text


async def test_the_calendar_file_can_be_opened(
    emulator: TelegramEmulator, telegram: Telegram, store: Store
) -> None:
    """The file that is sent is a calendar with the meeting in it."""
    await store.turn(lambda t: t.meetings.put(coming()))
    chat = emulator.chat("Astrid")
    chat.starts("mote-k7p2m")
    await chat.next_reply()
    chat.taps("Lägg i kalendern")
    content = chat.opens(await chat.next_reply())
    assert content.startswith(b"BEGIN:VCALENDAR")
    assert "Rådhussalen".encode() in content


async def test_429_stops_every_send_until_its_time(
    emulator: TelegramEmulator, reception: Reception, library: Library
) -> None:
    """Asked to wait, the bot waits as long as it was asked, and the answer still comes."""
    waiting = Waiting()
    gate = quick_gate(waiting=waiting)
    channel = Telegram(reception, library, SecretStr(emulator.token), api=emulator.url, gate=gate)
    emulator.faults.play(faults.too_many_requests(7), method="sendMessage")
    async with telegram_running(channel):
        chat = emulator.chat("Astrid")
        chat.starts()
        assert "trygghetsboten" in (await chat.next_reply()).text
    assert any(6 < seconds <= 7 for seconds in waiting.slept)


@pytest.mark.parametrize("fault", [faults.server_error(), faults.cut_before()])
async def test_a_passing_fault_costs_a_try_and_not_the_answer(
    emulator: TelegramEmulator, telegram: Telegram, fault: faults.Fault
) -> None:
    """A broken connection or a 500 is tried again."""
    emulator.faults.play(fault, method="sendMessage")
    chat = emulator.chat("Astrid")
    chat.starts()
    assert "trygghetsboten" in (await chat.next_reply()).text


async def test_somebody_who_blocks_the_bot_is_forgotten(
    emulator: TelegramEmulator, telegram: Telegram, store: Store
) -> None:
    """A chat that is closed to us leaves no address behind."""
    await store.turn(lambda t: t.meetings.put(coming()))
    chat = emulator.chat("Astrid")
    chat.starts("mote-k7p2m")
    await chat.next_reply()
    chat.taps("Jag kommer")
    await chat.next_reply()
    assert await store.read(lambda t: t.answers.of(f"telegram:{chat.id}"))
    chat.blocks_bot()
    other = emulator.chat("Bertil")
    other.starts()
    await other.next_reply()
    assert await store.read(lambda t: t.answers.of(f"telegram:{chat.id}")) == {}


async def test_a_malformed_update_harms_no_other(
    emulator: TelegramEmulator, telegram: Telegram
) -> None:
    """One bad update in a batch is passed over, and the next person is answered."""
    emulator.inject({"message": {"text": 7, "chat": "no"}})
    chat = emulator.chat("Astrid")
    chat.starts()
    assert await chat.next_reply()


async def test_an_update_is_confirmed_only_when_it_is_kept(
    emulator: TelegramEmulator,
    telegram: Telegram,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While the database is shut the person reads kind words once, and is answered afterwards."""
    turns = 0
    receive = Reception._answer

    async def shut(self: Reception, incoming: object) -> object:
        nonlocal turns
        turns += 1
        if turns <= 3:
            raise StoreError("locked")
        return await receive(self, incoming)  # type: ignore[arg-type]

    monkeypatch.setattr(Reception, "_answer", shut)
    chat = emulator.chat("Astrid")
    chat.starts()
    assert "Försök igen" in (await chat.next_reply()).text
    assert "trygghetsboten" in (await chat.next_reply()).text
    assert len(chat.replies) == 2


async def test_a_wrong_token_is_a_plain_sentence(
    emulator: TelegramEmulator, reception: Reception, library: Library
) -> None:
    """An operator who pasted the wrong token reads which setting to mend."""
    telegram = Telegram(
        reception, library, SecretStr("123456789:AAwrongwrongwrongwrong"), api=emulator.url
    )
    with pytest.raises(ChannelError, match="TELEGRAM_TOKEN"):
        await telegram.run()
    emulator.failures.clear()


class TestWebhook:
    """Delivery by Telegram: known by its secret, and answered only when it is kept."""

    @pytest.fixture
    async def address(
        self, emulator: TelegramEmulator, reception: Reception, library: Library
    ) -> AsyncIterator[str]:
        """The bot behind a webhook."""
        app = web.Application(client_max_size=1024 * 1024)
        runner = web.AppRunner(app, access_log=None)
        hook = Webhook("http://127.0.0.1/telegram", SecretStr(SECRET))
        channel = Telegram(
            reception,
            library,
            SecretStr(emulator.token),
            api=emulator.url,
            webhook=hook,
            gate=quick_gate(),
        )
        app.add_routes(channel.webhook_route())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        object.__setattr__(hook, "url", address)
        async with telegram_running(channel):
            yield address
        await runner.cleanup()

    async def test_a_talk_by_webhook(self, emulator: TelegramEmulator, address: str) -> None:
        """The same talk, delivered instead of fetched; taps are answered in the response."""
        chat = emulator.chat("Astrid")
        chat.starts()
        await chat.next_reply()
        tap = chat.taps("Det händer nu")
        await tap.answered()
        assert "Vad har hänt?" in (await chat.next_reply()).text

    @pytest.mark.parametrize("secret", [None, "", "short", SECRET[:-1] + "x", SECRET + "x"])
    async def test_without_the_secret_nothing_is_handled(
        self, address: str, secret: str | None, store: Store
    ) -> None:
        """A forged update is refused, whatever is wrong with its secret (TRUST S1)."""
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        async with aiohttp.ClientSession() as session:
            answer = await session.post(address, json={"update_id": 1}, headers=headers)
            assert answer.status == 401
            assert (await session.get(address)).status == 405

    async def test_what_is_not_an_update_is_refused(self, address: str) -> None:
        """Other content, broken JSON and two megabytes: refused without being read further."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with aiohttp.ClientSession(headers=headers) as session:
            assert (await session.post(address, data="x=1")).status == 415
            json = {"Content-Type": "application/json"}
            assert (await session.post(address, data="{", headers=json)).status == 400
            big = await session.post(address, data=io.BytesIO(b"x" * 2_000_000), headers=json)
            assert big.status == 413
            assert (await session.post(address, json={"update_id": "x"})).status == 200
            assert (await session.post(address, json=[1])).status == 200

    async def test_the_same_delivery_again_and_again_is_one(
        self, emulator: TelegramEmulator, address: str, store: Store
    ) -> None:
        """A replayed body has one effect (TRUST S2)."""
        await store.turn(lambda t: t.meetings.put(coming()))
        chat = emulator.chat("Astrid")
        chat.starts("mote-k7p2m")
        await chat.next_reply()
        chat.taps("Jag kommer")
        await chat.next_reply()
        await emulator.until(lambda: not emulator.pending)
        update_id, _ = emulator.webhook.attempts[-1]
        assert update_id is not None
        before = len(emulator.webhook.attempts)
        for _ in range(20):
            emulator.redeliver(update_id)
            await emulator.until(lambda: not emulator.pending)
        assert [status for _, status in emulator.webhook.attempts[before:]] == [200] * 20
        assert (await store.read(lambda t: t.answers.tally("k7p2m"))).yes == 1
