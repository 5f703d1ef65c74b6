"""The Bot API emulator, used by both libraries over HTTP: what it gives, checks and refuses."""

import asyncio
import functools
import json
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiogram
import aiohttp
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReplyParameters,
)
from aiohttp import web
from telegram.ext import Updater
from telegram.request import HTTPXRequest

from tests.fakes.telegram import Chat, Shown, TelegramEmulator, Upload, faults, replay_with_ptb
from tests.fakes.telegram import __main__ as by_hand
from tests.fakes.telegram.entities import parse_html
from tests.fakes.telegram.files import TINY_PNG
from tests.fakes.telegram.refusals import RefusedError
from tests.fakes.telegram.shown import NoSuchButtonError


class Clock:
    """Time under the test's control."""

    def __init__(self) -> None:
        self.seconds = 1_795_000_000.0

    def __call__(self) -> float:
        return self.seconds


one_tls_context = functools.cache(ssl.create_default_context)


@pytest.fixture(autouse=True)
def share_the_tls_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both libraries load all certificates for each client, and here none is needed."""
    monkeypatch.setattr(ssl, "create_default_context", one_tls_context)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
async def emulator(clock: Clock) -> AsyncIterator[TelegramEmulator]:
    """A running emulator."""
    async with TelegramEmulator(seed=1, clock=clock) as running:
        yield running


@pytest.fixture
async def bot(emulator: TelegramEmulator) -> AsyncIterator[aiogram.Bot]:
    """The library the product uses."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
    yield aiogram.Bot(emulator.token, session=session)
    if session._session:  # its own close waits a quarter of a second for TLS, which is not here
        await session._session.close()


@pytest.fixture
async def ptb(emulator: TelegramEmulator) -> AsyncIterator[telegram.Bot]:
    """The other library."""
    requests = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    async with telegram.Bot(
        emulator.token,
        base_url=emulator.url + "/bot",
        base_file_url=emulator.url + "/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    ) as other:
        yield other


@pytest.fixture
def chat(emulator: TelegramEmulator) -> Chat:
    """Somebody who talks to the bot."""
    return emulator.chat("Anna")


def keyboard(**button: str) -> InlineKeyboardMarkup:
    """One button."""
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton.model_validate(button)]])


async def post(emulator: TelegramEmulator, method: str, **params: object) -> dict[str, Any]:
    """A call without any library."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{emulator.url}/bot{emulator.token}/{method}", json=params) as response,
    ):
        answer: dict[str, Any] = await response.json()
        return answer


# Both libraries.


async def test_both_libraries_read_the_same_bot(
    emulator: TelegramEmulator, bot: aiogram.Bot, ptb: telegram.Bot
) -> None:
    """GetMe is an answer that both libraries accept, with the id that the token begins with."""
    mine, theirs = await bot.get_me(), await ptb.get_me()
    assert mine.id == theirs.id == int(emulator.token.partition(":")[0])
    assert mine.username == theirs.username == "provbot"
    emulator.assert_clean()


async def test_aiogram_polls_and_answers(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """A person types, aiogram gets it by polling and the person reads the answer."""
    sent = chat.types("hej")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message is not None
    assert (update.update_id, update.message.text) == (sent.update_id, "hej")
    await bot.send_message(update.message.chat.id, "Hej <b>Anna</b>!", parse_mode="HTML")
    reply = await chat.next_reply()
    assert (reply.text, reply.html) == ("Hej Anna!", "Hej <b>Anna</b>!")
    emulator.assert_clean()


async def test_ptb_updater_polls_and_answers(
    emulator: TelegramEmulator, ptb: telegram.Bot, chat: Chat
) -> None:
    """The other library's own polling loop works too, and confirms what it took."""
    got: asyncio.Queue[object] = asyncio.Queue()
    async with Updater(ptb, got) as updater:
        await updater.start_polling(poll_interval=0, timeout=1, bootstrap_retries=0)
        chat.types("hej")
        update = await asyncio.wait_for(got.get(), 60)
        assert isinstance(update, telegram.Update)
        assert update.effective_message is not None
        await update.effective_message.reply_text("svar")
        assert (await chat.next_reply()).text == "svar"
        await emulator.until(lambda: not emulator.pending)
        await updater.stop()
    emulator.assert_clean()


async def test_every_kind_of_update_is_read_by_both_libraries(
    emulator: TelegramEmulator, bot: aiogram.Bot, ptb: telegram.Bot, chat: Chat
) -> None:
    """Photo, voice, sticker, place, contact, file, edit, block and group all arrive readable."""
    first = chat.starts("mote-k7p2m")
    chat.sends_photo(caption="Se här")
    chat.sends_voice()
    chat.sends_sticker()
    chat.sends_location()
    chat.sends_contact()
    chat.sends_document("brev.pdf", b"%PDF")
    chat.edits(first, "/start")
    chat.blocks_bot()
    chat.unblocks_bot()
    group = emulator.group()
    group.adds_bot()
    group.types("/hjalp")
    group.removes_bot()
    mine = await bot.get_updates()
    theirs = await ptb.get_updates()
    assert [u.update_id for u in mine] == [u.update_id for u in theirs]
    assert [u.event_type for u in mine] == [
        *["message"] * 7, "edited_message", *["my_chat_member"] * 3, *["message"] * 2,
        "my_chat_member",
    ]  # fmt: skip
    assert all(u.effective_chat for u in theirs)
    assert theirs[0].message is not None
    assert [e.type for e in theirs[0].message.entities] == ["bot_command"]
    emulator.assert_clean()


async def test_a_deep_link_and_an_address_are_marked_as_telegram_marks_them(chat: Chat) -> None:
    """Commands and addresses carry entities, in UTF-16 units after an emoji."""
    entities = chat.types("👵 /start x https://ex.se a@b.se @namnet #tagg").entities
    assert [(e.type, e.offset) for e in entities] == [
        ("bot_command", 3), ("url", 12), ("email", 26), ("mention", 33), ("hashtag", 41),
    ]  # fmt: skip


# Polling.


async def test_an_unconfirmed_batch_is_delivered_again(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """An update is forgotten only when a higher offset is asked for, so a killed bot loses none."""
    ids = [chat.types(word).update_id for word in ("ett", "två", "tre")]
    assert [u.update_id for u in await bot.get_updates()] == ids
    assert [u.update_id for u in await bot.get_updates(limit=2)] == ids[:2]
    assert ids[1] is not None
    assert [u.update_id for u in await bot.get_updates(offset=ids[1])] == ids[1:]
    assert emulator.pending == ids[1:]
    assert await bot.get_updates(offset=ids[1] + 2) == []
    assert emulator.pending == []


async def test_a_negative_offset_keeps_the_last(bot: aiogram.Bot, chat: Chat) -> None:
    """offset=-1 gives the newest update and forgets the others."""
    ids = [chat.types(word).update_id for word in ("ett", "två")]
    assert [u.update_id for u in await bot.get_updates(offset=-1)] == ids[1:]


async def test_a_long_poll_ends_with_the_first_update(bot: aiogram.Bot, chat: Chat) -> None:
    """A poll waits without asking again, and ends as soon as somebody writes."""
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    sent = chat.types("hej")
    assert [u.update_id for u in await poll] == [sent.update_id]


async def test_a_second_poller_ends_the_first(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """Two bots on one token: the older poll is told so with 409."""
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await emulator.until(lambda: emulator.calls)
    second = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates"):
        await first
    chat.types("hej")
    assert len(await second) == 1


async def test_polling_beside_a_webhook_is_a_conflict(bot: aiogram.Bot) -> None:
    """409 while a webhook is set; deleting it opens polling again."""
    await bot.set_webhook("https://exempel.se/hook")
    assert (await bot.get_webhook_info()).url == "https://exempel.se/hook"
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_only_kinds_asked_for_arrive(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """allowed_updates holds for what happens afterwards, and is remembered."""
    await bot.get_updates(allowed_updates=["callback_query"])
    assert chat.types("hej").update_id is None
    await bot.get_updates()
    assert chat.types("hej").update_id is None
    await bot.get_updates(allowed_updates=[])
    assert chat.types("hej").update_id is not None


async def test_updates_older_than_a_day_are_gone(
    bot: aiogram.Bot, chat: Chat, clock: Clock
) -> None:
    """A bot that was away for more than a day does not hear what it missed before that."""
    chat.types("igår")
    clock.seconds += 24 * 3600 + 1
    chat.types("idag")
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["idag"]


async def test_an_update_can_come_twice(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """A confirmed update can be brought once more, byte for byte, whatever the offset."""
    first = chat.types("hej").update_id
    assert first is not None
    await bot.get_updates()
    await bot.get_updates(offset=first + 1)
    emulator.redeliver(first)
    assert [u.update_id for u in await bot.get_updates(offset=first + 1)] == [first]
    assert await bot.get_updates(offset=first + 1) == []


async def test_a_malformed_update_is_delivered_as_planted(
    emulator: TelegramEmulator,
) -> None:
    """Updates that are none reach the bot: without fields, with surrogates, not even objects."""
    update_id = emulator.inject({"message": {"text": "\ud800"}})
    emulator.inject("[]")
    answer = await post(emulator, "getUpdates")
    assert answer["result"] == [{"update_id": update_id, "message": {"text": "\ud800"}}, []]


async def test_ids_begin_at_random_and_rise() -> None:
    """Nobody may count on small or shared numbers; a seed brings the same ones back."""
    ids = []
    for seed in (1, 1, 2):
        emulator = TelegramEmulator(seed=seed)
        chat = emulator.chat(id=5)
        ids.append([(s.id, s.update_id) for s in (chat.types("a"), chat.types("b"))])
        assert ids[-1][1][0] == ids[-1][0][0] + 1
    assert ids[0] == ids[1] != ids[2]


# Webhook.


class Hook:
    """A webhook of the test's own, which answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.answers: list[Callable[[dict[str, Any]], web.Response]] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        """One delivery."""
        update = await request.json()
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update))
        return self.answers.pop(0)(update) if self.answers else web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A listening webhook."""
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat, hook: Hook
) -> None:
    """Each update is brought once, with the secret in its header, and then forgotten."""
    await bot.set_webhook(hook.url, secret_token="hemligt_1")
    chat.types("ett")
    chat.types("två")
    await emulator.until(lambda: not emulator.pending)
    assert [(s, u["message"]["text"]) for s, u in hook.got] == [
        ("hemligt_1", "ett"), ("hemligt_1", "två"),
    ]  # fmt: skip
    assert [status for _, status in emulator.webhook.attempts] == [200, 200]
    first = hook.got[0][1]
    emulator.redeliver(first["update_id"])
    await emulator.until(lambda: len(hook.got) == 3)
    assert hook.got[2][1] == first


async def test_a_webhook_that_fails_is_tried_again_in_order(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat, hook: Hook
) -> None:
    """After 503 the same update comes again before the chat's next one."""
    hook.answers = [lambda _: web.Response(status=503)]
    await bot.set_webhook(hook.url)
    chat.types("ett")
    chat.types("två")
    await emulator.until(lambda: not emulator.pending)
    assert [u["message"]["text"] for _, u in hook.got] == ["ett", "ett", "två"]
    info = await bot.get_webhook_info()
    assert "503" in str(info.last_error_message)


async def test_a_webhook_that_is_gone_keeps_updates_waiting(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """Nobody listens: the update stays pending and the fault is told in getWebhookInfo."""
    await bot.set_webhook("http://127.0.0.1:9/hook")
    chat.types("hej")
    await emulator.until(lambda: emulator.webhook.last_error)
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 1
    assert "Connection failed" in str(info.last_error_message)


def _json_answer(update: dict[str, Any]) -> web.Response:
    chat_id = update["message"]["chat"]["id"]
    return web.json_response({"method": "sendMessage", "chat_id": chat_id, "text": "json"})


def _form_answer(update: dict[str, Any]) -> web.Response:
    body = f"method=sendMessage&text=formul%C3%A4r&chat_id={update['message']['chat']['id']}"
    return web.Response(text=body, content_type="application/x-www-form-urlencoded")


def _multipart_answer(update: dict[str, Any]) -> web.Response:
    writer = aiohttp.MultipartWriter("form-data")
    for name, value in (
        ("method", "sendMessage"),
        ("chat_id", str(update["message"]["chat"]["id"])),
        ("text", "delar"),
    ):
        writer.append(value).set_content_disposition("form-data", name=name)
    return web.Response(body=writer)


async def test_a_method_in_the_webhooks_response_is_carried_out(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat, hook: Hook
) -> None:
    """The answer's own method takes effect in each encoding, and is checked like any other."""
    hook.answers = [_json_answer, _form_answer, _multipart_answer]
    await bot.set_webhook(hook.url)
    for word in ("a", "b", "c"):
        chat.types(word)
    seen = [(await chat.next_reply()).text for _ in range(3)]
    assert seen == ["json", "formulär", "delar"]
    assert [call.via for call in emulator.calls_of("sendMessage")] == ["webhook"] * 3
    emulator.assert_clean()


async def test_ptb_webhook_server_takes_updates(
    emulator: TelegramEmulator, ptb: telegram.Bot, chat: Chat, hook: Hook
) -> None:
    """The other library registers a webhook too, and reads what is brought there."""
    await ptb.set_webhook(hook.url, secret_token="s", allowed_updates=["message"])
    chat.types("hej")
    await emulator.until(lambda: hook.got)
    update = telegram.Update.de_json(hook.got[0][1], ptb)
    assert update.message is not None
    assert update.message.text == "hej"


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "http://exempel.se/hook"}, "HTTPS"),
        ({"url": "https://exempel.se", "secret_token": "hål!"}, "unallowed characters"),
        ({"url": "https://exempel.se", "max_connections": 101}, "max_connections"),
    ],
)
async def test_a_wrong_webhook_is_refused(
    bot: aiogram.Bot, params: dict[str, Any], why: str
) -> None:
    """Plain HTTP outside the loopback, odd secrets and too many connections get 400."""
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.set_webhook(**params)


# Texts.


@pytest.mark.parametrize(
    ("text", "length"),
    [("a" * 4096, 4096), ("<b>" + "a" * 4096 + "</b>", 4096), ("👵" * 2048, 2048)],
    ids=["plain", "tags", "emoji"],
)
async def test_4096_characters_pass(bot: aiogram.Bot, chat: Chat, text: str, length: int) -> None:
    """The limit counts what is shown, in UTF-16 units: tags are free, an emoji counts as two."""
    await bot.send_message(chat.id, text, parse_mode="HTML")
    assert len(chat.last.text) == length


@pytest.mark.parametrize(
    "text", ["a" * 4097, "<b>" + "a" * 4097 + "</b>", "👵" * 2048 + "a"], ids=str
)
async def test_longer_texts_are_refused(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat, text: str
) -> None:
    """One more is one too many, and the record shows it."""
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(chat.id, text, parse_mode="HTML")
    with pytest.raises(AssertionError, match="too long"):
        emulator.assert_clean()
    emulator.assert_clean(allowed=["too long"])


@pytest.mark.parametrize("text", [" \n ", "<b></b>", "<i> </i>"])
async def test_empty_texts_are_refused(bot: aiogram.Bot, chat: Chat, text: str) -> None:
    """What leaves nothing to show is no message."""
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await bot.send_message(chat.id, text, parse_mode="HTML")


async def test_captions_have_their_own_limit(bot: aiogram.Bot, chat: Chat) -> None:
    """1,024 characters under a file; blanks around a text are not shown."""
    file = BufferedInputFile(b"x", "a.txt")
    await bot.send_document(chat.id, file, caption="  " + "a" * 1024 + "\n")
    assert chat.last.text == "a" * 1024
    with pytest.raises(TelegramBadRequest, match="caption is too long"):
        await bot.send_document(chat.id, file, caption="a" * 1025)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>a", 'end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("å<b><i>a</b></i>", "Unmatched end tag at byte offset 9"),
        ("<p>a</p>", 'Unsupported start tag "p"'),
        ("<span>a</span>", 'Unsupported start tag "span"'),
        ("1 < 2", "Unclosed tag at byte offset 2"),
        ("<b", "Unclosed tag"),
        ("<br/>", 'Unsupported start tag "br"'),
        ('<a href="x>a</a>', "Unclosed tag"),
        ("<b = >a</b>", "Unreadable attributes"),
        ("<tg-emoji>a</tg-emoji>", "Missing or wrong attribute"),
        ('<tg-time unix="nu">a</tg-time>', "Missing or wrong attribute"),
    ],
)
def test_wrong_markup_is_refused(source: str, why: str) -> None:
    """Every mistake in the markup gets the sentence that Telegram begins so."""
    with pytest.raises(RefusedError) as refused:
        parse_html(source)
    assert refused.value.description.startswith("Bad Request: can't parse entities: ")
    assert why.replace(" at byte offset 9", "") in refused.value.description


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("👵<u>å</u>", "👵å", [("underline", 2, 1)]),
        ("&lt;b&gt; &amp; &quot; &#229; &hellip; & &amp", '<b> & " å &hellip; & &', []),
        ('<a href="https://ex.se/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
        ("<a>ex.se</a>", "ex.se", [("text_link", 0, 5)]),
        ('<a href="tg://user?id=7">x</a>', "x", [("text_mention", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<pre>a</pre><code>b</code>", "ab", [("pre", 0, 1), ("code", 1, 1)]),
        ('<pre><code class="language-py">a</code></pre>', "a", [("pre", 0, 1)]),
        ("<blockquote><b>a</b></blockquote>", "a", [("blockquote", 0, 1), ("bold", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
        ('<tg-time unix="1795000000">nu</tg-time>', "nu", [("date_time", 0, 2)]),
        ("<B>a</B><b>b</>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
    ],
)
def test_markup_becomes_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    """Each documented tag gives its entity, at offsets in UTF-16 units."""
    parsed = parse_html(source)
    found = sorted((str(e.type), e.offset, e.length) for e in parsed.entities)
    assert (parsed.text, found, parsed.notes) == (text, sorted(entities), [])


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("<code><b>a</b></code>", "bold inside code"),
        ("<b><code>a</code></b>", "code inside bold"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "blockquote inside blockquote"),
        ('<a href="tel:+4645481000">ring</a>', "tel:"),
        ('<a href="javascript:x">x</a>', "javascript:"),
        ("<b>a</b>" * 101, "101 entities"),
    ],
)
async def test_markup_without_effect_is_a_failure(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat, text: str, note: str
) -> None:
    """What Telegram drops without a word is no refusal, but the bot is at fault all the same."""
    await bot.send_message(chat.id, text, parse_mode="HTML")
    with pytest.raises(AssertionError, match=note):
        emulator.assert_clean()


async def test_other_markups_are_refused(bot: aiogram.Bot, chat: Chat) -> None:
    """The emulator reads HTML; a mode it cannot check does not pass unchecked."""
    with pytest.raises(TelegramBadRequest, match="unsupported parse_mode"):
        await bot.send_message(chat.id, "*a*", parse_mode="MarkdownV2")


async def test_text_that_is_no_unicode_is_refused(emulator: TelegramEmulator, chat: Chat) -> None:
    """A lone surrogate cannot be sent on."""
    answer = await post(emulator, "sendMessage", chat_id=chat.id, text="\ud800")
    assert answer["description"] == "Bad Request: strings must be encoded in UTF-8"


# Buttons.


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": "å" * 32 + "a"}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "a"}, "text must not be empty"),
        ({"text": "x"}, "text buttons are unallowed"),
        ({"text": "x", "callback_data": "a", "url": "https://ex.se"}, "one action is allowed"),
        ({"text": "x", "url": "inte en adress"}, "BUTTON_URL_INVALID"),
        ({"text": "x", "url": "tel:112"}, "BUTTON_URL_INVALID"),
    ],
)
async def test_wrong_buttons_are_refused(
    bot: aiogram.Bot, chat: Chat, button: dict[str, Any], why: str
) -> None:
    """64 bytes of data, a label, and exactly one thing to do."""
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.send_message(chat.id, "Välj", reply_markup=keyboard(**button))
    assert not chat.replies


async def test_64_bytes_and_a_hundred_buttons_pass(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """Exactly at the limits all is well, one button more is not, and wide rows are noted."""
    button = InlineKeyboardButton(text="x", callback_data="å" * 32)
    rows = [[button] * 8] * 12 + [[button] * 4]
    await bot.send_message(chat.id, "a", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    emulator.assert_clean()
    rows[-1] = [button] * 5
    with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
        await bot.send_message(
            chat.id, "a", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows)
        )
    wide = InlineKeyboardMarkup(inline_keyboard=[[button] * 9])
    await bot.send_message(chat.id, "a", reply_markup=wide)
    assert emulator.failures == ["reply_markup: a row of 9 buttons is broken at eight"]


async def test_a_tap_is_answered_once(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """A tap reaches the bot with its data; the second answer and strangers' get 400."""
    await bot.send_message(chat.id, "?", reply_markup=keyboard(text="Ja", callback_data="ja:1"))
    tap = chat.taps("Ja")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.data, emulator.unanswered) == ("ja:1", [tap])
    await bot.answer_callback_query(tap.query_id, text="Tack!", show_alert=True)
    answer = await tap.answered()
    assert (answer.text, answer.alert, emulator.unanswered) == ("Tack!", True, [])
    for query_id in (tap.query_id, "12345"):
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await bot.answer_callback_query(query_id)
    with pytest.raises(TelegramBadRequest, match="TOO_LONG"):
        await bot.answer_callback_query(chat.taps("ja:1").query_id, text="a" * 201)


async def test_only_what_is_on_the_screen_can_be_tapped(bot: aiogram.Bot, chat: Chat) -> None:
    """A wrong label says which there are; an old screen can still be tapped; links are not told."""
    await bot.send_message(chat.id, "1", reply_markup=keyboard(text="Förr", callback_data="f"))
    before = chat.last
    await bot.edit_message_text(
        "2", chat_id=chat.id, message_id=before.id,
        reply_markup=keyboard(text="Nu", url="https://ex.se"),
    )  # fmt: skip
    with pytest.raises(NoSuchButtonError, match=r"newest message has \['Nu'\]"):
        chat.taps("Förr")
    with pytest.raises(NoSuchButtonError, match=r"opens https://ex\.se"):
        chat.taps("Nu")
    assert chat.taps("Förr", message=before).update_id is not None


# Editing and deleting.


async def test_an_edit_changes_the_screen(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """An edit is a reply too; buttons that are not given again go away."""
    sent = await bot.send_message(
        chat.id, "ett", reply_markup=keyboard(text="x", callback_data="x")
    )
    await bot.edit_message_text("två", chat_id=chat.id, message_id=sent.message_id)
    assert [(await chat.next_reply()).text for _ in range(2)] == ["ett", "två"]
    shown = chat.messages[sent.message_id]
    assert (shown.text, shown.edited, shown.buttons) == ("två", True, [])
    emulator.assert_clean()


async def test_edits_that_cannot_be_are_refused(bot: aiogram.Bot, chat: Chat) -> None:
    """Nothing new, nothing there, somebody else's, a file: each has its sentence."""
    mine, sent = chat.types("hej"), await bot.send_message(chat.id, "ett")
    document = await bot.send_document(chat.id, BufferedInputFile(b"x", "a.txt"))
    for message_id, why in (
        (sent.message_id, "message is not modified"),
        (1, "message to edit not found"),
        (mine.id, "message can't be edited"),
        (document.message_id, "there is no text in the message to edit"),
    ):
        with pytest.raises(TelegramBadRequest, match=why):
            await bot.edit_message_text("ett", chat_id=chat.id, message_id=message_id)


async def test_buttons_can_be_taken_away_alone(bot: aiogram.Bot, chat: Chat) -> None:
    """EditMessageReplyMarkup leaves the text; doing it twice changes nothing, which is refused."""
    sent = await bot.send_message(chat.id, "a", reply_markup=keyboard(text="x", callback_data="x"))
    await bot.edit_message_reply_markup(chat_id=chat.id, message_id=sent.message_id)
    assert chat.messages[sent.message_id].labels == []
    with pytest.raises(TelegramBadRequest, match="not modified"):
        await bot.edit_message_reply_markup(chat_id=chat.id, message_id=sent.message_id)
    assert len(chat.replies) == 1


async def test_messages_can_be_deleted_for_two_days(
    bot: aiogram.Bot, chat: Chat, clock: Clock
) -> None:
    """In a private chat also the person's own; not twice, and not after 48 hours."""
    mine, sent = chat.types("hej"), await bot.send_message(chat.id, "ett")
    await bot.delete_message(chat.id, mine.id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(chat.id, mine.id)
    clock.seconds += 48 * 3600 + 1
    with pytest.raises(TelegramBadRequest, match="can't be deleted"):
        await bot.delete_message(chat.id, sent.message_id)
    assert list(chat.messages) == [sent.message_id]


async def test_an_answer_to_a_message_that_is_gone_is_refused(bot: aiogram.Bot, chat: Chat) -> None:
    """A reply needs its message, unless it says that it can do without."""
    mine = chat.types("hej")
    await bot.send_message(chat.id, "a", reply_parameters=ReplyParameters(message_id=mine.id))
    assert chat.last.message.reply_to_message is not None
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(chat.id, "a", reply_parameters=ReplyParameters(message_id=1))
    alone = ReplyParameters(message_id=1, allow_sending_without_reply=True)
    await bot.send_message(chat.id, "a", reply_parameters=alone)


# Files and profile.


async def test_files_go_both_ways(
    emulator: TelegramEmulator, bot: aiogram.Bot, ptb: telegram.Bot, chat: Chat
) -> None:
    """A calendar file reaches the person, a photo reaches the bot, byte for byte."""
    await bot.send_document(chat.id, BufferedInputFile(b"BEGIN:VCALENDAR", "möte.ics"))
    reply = chat.last
    assert reply.message.document is not None
    assert (reply.message.document.file_name, chat.opens(reply)) == ("möte.ics", b"BEGIN:VCALENDAR")
    file_id = chat.sends_photo(TINY_PNG).file_id
    assert file_id is not None
    file = await bot.get_file(file_id)
    fetched = await bot.download_file(str(file.file_path))
    assert fetched is not None
    assert fetched.read() == TINY_PNG
    assert bytes(await (await ptb.get_file(file_id)).download_as_bytearray()) == TINY_PNG
    await bot.send_photo(chat.id, file_id)
    assert chat.last.file_id == file_id
    emulator.assert_clean()


async def test_files_that_cannot_be_are_refused(bot: aiogram.Bot, chat: Chat) -> None:
    """Unknown ids, empty files and pictures that are none get 400."""
    for file, why in (
        ("okänt", "wrong file identifier"),
        (BufferedInputFile(b"", "a.png"), "file must be non-empty"),
        (BufferedInputFile(b"text", "a.png"), "IMAGE_PROCESS_FAILED"),
    ):
        with pytest.raises(TelegramBadRequest, match=why):
            await bot.send_photo(chat.id, file)
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.get_file("okänt")


async def test_the_profile_is_kept_by_language(
    emulator: TelegramEmulator, bot: aiogram.Bot
) -> None:
    """Commands and descriptions come back as they were set, each in its language."""
    await bot.set_my_commands([BotCommand(command="start", description="Börja")])
    english = [BotCommand(command="start", description="Begin")]
    await bot.set_my_commands(english, language_code="en")
    (command,) = await bot.get_my_commands(language_code="en")
    assert command.description == "Begin"
    assert emulator.profile.commands_for("fi")[0]["description"] == "Börja"
    await bot.delete_my_commands(language_code="en")
    assert await bot.get_my_commands(language_code="en") == []
    await bot.set_my_description("Hjälp mot bedrägerier")
    assert (await bot.get_my_description()).description == "Hjälp mot bedrägerier"
    await bot.set_my_short_description("Hjälp", language_code="sv")
    assert (await bot.get_my_short_description("sv")).short_description == "Hjälp"
    await bot.set_my_name("Bot")
    assert (await bot.get_my_name()).name == "Bot"
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
    emulator.assert_clean()


@pytest.mark.parametrize(
    ("command", "description", "language", "why"),
    [
        ("Start", "a", None, "BOT_COMMAND_INVALID"),
        ("hjälp", "a", None, "BOT_COMMAND_INVALID"),
        ("a", " ", None, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("a", "a", "svenska", "language code"),
    ],
)
async def test_wrong_commands_are_refused(
    bot: aiogram.Bot, command: str, description: str, language: str | None, why: str
) -> None:
    """Commands are a-z, 0-9 and _, described, in a two-letter language."""
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.set_my_commands(
            [BotCommand(command=command, description=description)], language_code=language
        )


async def test_long_descriptions_and_odd_actions_are_refused(bot: aiogram.Bot, chat: Chat) -> None:
    """512 and 120 characters; only known actions."""
    await bot.send_chat_action(chat.id, "typing")
    assert chat.actions == ["typing"]
    with pytest.raises(TelegramBadRequest, match="512"):
        await bot.set_my_description("a" * 513)
    with pytest.raises(TelegramBadRequest, match="120"):
        await bot.set_my_short_description("a" * 121)
    with pytest.raises(TelegramBadRequest, match="action"):
        await bot.send_chat_action(chat.id, "dansar")
    with pytest.raises(TelegramBadRequest, match="TOO_MUCH"):
        await bot.set_my_commands([BotCommand(command="a", description="a")] * 101)


# Checks of calls.


async def test_an_unknown_method_is_a_failure(emulator: TelegramEmulator) -> None:
    """404, and the record is not clean."""
    answer = await post(emulator, "sendTelegram", chat_id=1)
    assert answer["error_code"] == 404
    with pytest.raises(AssertionError, match="sendTelegram: no such method"):
        emulator.assert_clean()


@pytest.mark.parametrize(
    ("params", "failure"),
    [
        ({"text": "a", "colour": "red"}, "sendMessage has no parameter colour"),
        ({"text": "a", "disable_web_page_preview": True}, "no parameter disable_web_page_preview"),
        ({"text": "a", "read_timeout": 1}, "no parameter read_timeout"),
        ({"text": "a", "link_preview_options": {"is_disabeld": True}}, "no field is_disabeld"),
        ({"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 5}]}, "outside"),
        (
            {"text": "a", "entities": [{"type": "bold", "offset": "0", "length": 1}]},
            r"entities\[0\].*takes",
        ),
        (
            {"text": "a", "reply_markup": {"inline_keyboard": [], "one_time": True}},
            "reply_markup: .one_time was True and became None",
        ),
        (
            {"text": "a", "reply_markup": {
                "inline_keyboard": [[{"text": "a", "callback_data": "b", "size": 1}]]}},
            "InlineKeyboardButton has no field size",
        ),
    ],
)  # fmt: skip
async def test_what_the_library_would_drop_is_a_failure(
    emulator: TelegramEmulator, chat: Chat, params: dict[str, Any], failure: str
) -> None:
    """Unknown names in a call or inside its objects do not pass for being ignored."""
    await post(emulator, "sendMessage", chat_id=chat.id, **params)
    with pytest.raises(AssertionError, match=failure):
        emulator.assert_clean()


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": 5}, "sendMessage.text takes"),
        ({}, "sendMessage lacks text"),
        ({"text": "a", "disable_notification": "ja"}, "takes bool"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [[{"url": "a"}]]}}, "is no Inline"),
        ({"text": "a", "reply_markup": "knappar"}, "takes InlineKeyboardMarkup"),
        ({"text": "a", "entities": {}}, "takes a list"),
        ({"text": "a", "link_preview_options": [1]}, "takes LinkPreviewOptions"),
        ({"text": "a", "message_thread_id": True}, "takes int"),
    ],
)
async def test_wrong_types_are_refused(
    emulator: TelegramEmulator, chat: Chat, params: dict[str, Any], why: str
) -> None:
    """A value that is not what the parameter takes gets 400, and the record is not clean."""
    answer = await post(emulator, "sendMessage", chat_id=chat.id, **params)
    assert answer["error_code"] == 400
    assert why in answer["description"]
    assert emulator.failures


async def test_a_body_that_cannot_be_read_is_refused(emulator: TelegramEmulator) -> None:
    """Broken JSON, JSON that is no object and broken UTF-8 get 400 instead of a crash."""
    url = f"{emulator.url}/bot{emulator.token}/sendMessage"
    form = "application/x-www-form-urlencoded"
    async with aiohttp.ClientSession() as session:
        for body, kind in ((b"{", "application/json"), (b"[]", "application/json"),
                           (b"text=%ff", form), (b"\xff", form)):  # fmt: skip
            async with session.post(url, data=body, headers={"Content-Type": kind}) as response:
                assert response.status == 400
    assert len(emulator.failures) == 4


async def test_a_wrong_token_is_unauthorized(emulator: TelegramEmulator) -> None:
    """401 for a stranger's token, 404 for what is no token, and nothing is recorded."""
    async with aiohttp.ClientSession() as session:
        for token, status in (("1:" + "a" * 35, 401), ("nej", 404)):
            async with session.get(f"{emulator.url}/bot{token}/getMe") as response:
                assert response.status == status
            async with session.get(f"{emulator.url}/file/bot{token}/x") as response:
                assert response.status == 404
    assert emulator.calls == []


async def test_a_wrong_token_is_told_to_aiogram(emulator: TelegramEmulator) -> None:
    """Aiogram gives the error that a start with a wrong token has to explain."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
    stranger = aiogram.Bot("1:" + "a" * 35, session=session)
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    assert session._session is not None
    await session._session.close()


async def test_method_names_and_queries_are_read_loosely(emulator: TelegramEmulator) -> None:
    """As in Telegram, case does not matter and parameters may stand in the address."""
    chat = emulator.chat()
    url = f"{emulator.url}/bot{emulator.token}/SENDMESSAGE?chat_id={chat.id}&text=hej"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 200
    assert (chat.last.text, emulator.calls[-1].method) == ("hej", "sendMessage")


async def test_calls_are_recorded_decoded(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat, clock: Clock
) -> None:
    """The record holds numbers, truth values, objects and files, with the emulator's time."""
    await bot.send_document(
        str(chat.id), BufferedInputFile(b"x", "a.ics"), protect_content=True,
        reply_markup=keyboard(text="a", callback_data="b"),
    )  # fmt: skip
    call = emulator.calls_of("sendDocument")[0]
    assert call.params == {
        "chat_id": chat.id,
        "document": Upload("a.ics", b"x"),
        "protect_content": True,
        "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]},
    }
    assert (call.time, call.accepted, call.chat_id) == (clock.seconds, True, chat.id)


# Faults.


async def test_faults_reach_aiogram_as_its_own_errors(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """429 with its seconds, 403, 400, a moved group and 500 each become the right exception."""
    for fault, error in (
        (faults.too_many_requests(17), TelegramRetryAfter),
        (faults.blocked(), TelegramForbiddenError),
        (faults.chat_not_found(), TelegramBadRequest),
        (faults.migrated(-100123), TelegramMigrateToChat),
        (faults.server_error(), TelegramServerError),
        (faults.server_error(502), TelegramServerError),
    ):
        emulator.faults.play(fault, method="sendMessage")
        with pytest.raises(error) as caught:
            await bot.send_message(chat.id, "a")
        if isinstance(caught.value, TelegramRetryAfter):
            assert caught.value.retry_after == 17
        if isinstance(caught.value, TelegramMigrateToChat):
            assert caught.value.migrate_to_chat_id == -100123
    assert (chat.replies, emulator.faults.remaining) == ([], 0)
    await bot.send_message(chat.id, "a")
    emulator.assert_clean()


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_faults_reach_ptb_as_its_own_errors(
    emulator: TelegramEmulator, ptb: telegram.Bot, chat: Chat
) -> None:
    """The other library understands the same answers."""
    for fault, error in (
        (faults.too_many_requests(17), telegram.error.RetryAfter),
        (faults.blocked(), telegram.error.Forbidden),
        (faults.migrated(-100123), telegram.error.ChatMigrated),
        (faults.server_error(), telegram.error.NetworkError),
        (faults.cut_before(), telegram.error.NetworkError),
    ):
        emulator.faults.play(fault)
        with pytest.raises(error):
            await ptb.send_message(chat.id, "a")


async def test_faults_can_be_planned_for_one_chat_and_by_rule(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """One chat has blocked the bot for ever; every second call of the rest meets a storm."""
    other = emulator.chat("Bo")
    emulator.faults.play(faults.blocked(), chat_id=other.id, times=None)
    storm = iter([faults.too_many_requests(1), None])
    emulator.faults.rule(lambda call: next(storm) if call.method == "sendMessage" else None)
    for _ in range(2):
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(other.id, "a")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(chat.id, "a")
    await bot.send_message(chat.id, "a")
    emulator.faults.clear()
    await bot.send_message(other.id, "a")
    assert len(other.replies) == 1


@pytest.mark.parametrize(
    ("fault", "accepted"), [(faults.cut_before(), False), (faults.cut_after(), True)]
)
async def test_a_cut_connection_leaves_the_bot_in_doubt(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat, fault: faults.Fault, accepted: bool
) -> None:
    """The bot gets the same error either way; only the record knows whether it took effect."""
    emulator.faults.play(fault)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(chat.id, "a")
    assert emulator.calls[-1].accepted is accepted
    assert len(chat.replies) == accepted


@pytest.mark.parametrize(("stage", "accepted"), [("before", 0), ("after", 1), ("body", 1)])
async def test_a_slow_answer_waits_for_the_test(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat, stage: faults.Stage, accepted: int
) -> None:
    """Held before acceptance, after it, or halfway in the answer, until the test lets go."""
    go = asyncio.Event()
    emulator.faults.play(faults.slow(go, stage))
    call = asyncio.create_task(bot.send_message(chat.id, "a"))
    await emulator.until(lambda: emulator.calls)
    if accepted:
        await emulator.until(lambda: emulator.calls[-1].accepted)
    assert (len(chat.replies), call.done()) == (accepted, False)
    go.set()
    assert (await call).text == "a"


async def test_a_slow_answer_can_take_seconds(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """A bot that gives up first cannot know that its message was taken."""
    emulator.faults.play(faults.slow(30, "after"))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(chat.id, "a", request_timeout=1)
    assert (await chat.next_reply()).text == "a"


async def test_the_server_can_go_away_and_come_back(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """Stopped, it refuses connections; started again, chats and updates are as they were."""
    await bot.send_message(chat.id, "a")
    chat.types("hej")
    url = emulator.url
    await emulator.stop()
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(chat.id, "b")
    await emulator.start()
    assert emulator.url == url
    await bot.send_message(chat.id, "c")
    assert [shown.text for shown in chat.messages.values()] == ["a", "hej", "c"]
    assert len(emulator.pending) == 1


async def test_stopping_lets_go_of_polls_and_held_calls(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """A test that ends in the middle does not hang."""
    emulator.faults.play(faults.slow(asyncio.Event()))
    waiting = [
        asyncio.create_task(bot.get_updates(timeout=30)),
        asyncio.create_task(bot.send_message(chat.id, "a")),
    ]
    await emulator.until(lambda: len(emulator.calls) == 2)
    await emulator.stop()
    await asyncio.gather(*waiting, return_exceptions=True)


# Chats that do not want the bot.


async def test_a_person_who_blocks_or_vanishes_is_told_as_403(bot: aiogram.Bot, chat: Chat) -> None:
    """Blocking ends sending and editing until it is undone; an erased account stays erased."""
    chat.blocks_bot()
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await bot.send_message(chat.id, "a")
    chat.unblocks_bot()
    await bot.send_message(chat.id, "a")
    chat.vanishes()
    with pytest.raises(TelegramForbiddenError, match="deactivated"):
        await bot.send_message(chat.id, "a")


async def test_chats_that_are_not_there_are_refused(
    emulator: TelegramEmulator, bot: aiogram.Bot
) -> None:
    """Nobody, no chat at all, a group that threw the bot out, and one that moved."""
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(1, "a")
    with pytest.raises(TelegramBadRequest, match="not specified"):
        await bot.edit_message_text("a", message_id=1)
    group = emulator.group()
    group.removes_bot()
    with pytest.raises(TelegramForbiddenError, match="kicked"):
        await bot.send_message(group.id, "a")
    group.adds_bot()
    group.becomes_supergroup(-100777)
    with pytest.raises(TelegramMigrateToChat):
        await bot.send_message(group.id, "a")


async def test_in_a_group_the_bot_reads_what_is_meant_for_it(
    emulator: TelegramEmulator, bot: aiogram.Bot
) -> None:
    """Commands and mentions arrive, talk does not; unless privacy mode is off."""
    group = emulator.group("Byalaget")
    assert group.types("god dag").update_id is None
    assert group.types("hej @provbot").update_id is not None
    assert group.types("/hjalp").update_id is not None
    group.bot_reads_all = True
    assert group.types("god dag").update_id is not None
    await bot.send_message(group.id, "hej")
    assert group.last.message.chat.title == "Byalaget"


# Waiting.


async def test_waiting_in_vain_says_what_is_on_the_screen(chat: Chat) -> None:
    """A test that times out shows what the person saw."""
    chat.types("är det någon här?")
    with pytest.raises(TimeoutError, match="är det någon här"):
        await chat.next_reply(timeout=0.01)
    with pytest.raises(LookupError, match="said nothing"):
        _ = chat.last
    with pytest.raises(LookupError, match="no file"):
        chat.opens(next(iter(chat.messages.values())))


async def test_a_person_can_take_a_message_away(chat: Chat, emulator: TelegramEmulator) -> None:
    """Deleting is not told to bots."""
    shown: Shown = chat.types("ångrar mig")
    chat.deletes(shown)
    assert (chat.messages, len(emulator.pending)) == ({}, 1)


# The second opinion.


async def test_python_telegram_bot_makes_the_same_calls(
    emulator: TelegramEmulator, bot: aiogram.Bot, chat: Chat
) -> None:
    """What aiogram sent, python-telegram-bot sends in the same words, objects and files alike."""
    markup = InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text="Ja", callback_data="rsvp:k7p2m:yes:2")],
            [InlineKeyboardButton(text="Läs", url="https://ex.se/?a=1&b=2")],
        ]
    )
    await bot.get_me()
    sent = await bot.send_message(
        chat.id, "<b>Hej</b> & 👵 å", parse_mode="HTML", reply_markup=markup,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
    )  # fmt: skip
    await bot.edit_message_text(
        "två", chat_id=chat.id, message_id=sent.message_id, reply_markup=markup
    )
    tap = chat.taps("Ja")
    await bot.get_updates(timeout=0, limit=10, allowed_updates=["message", "callback_query"])
    await bot.answer_callback_query(tap.query_id, text="Tack", show_alert=False)
    await bot.edit_message_reply_markup(chat_id=chat.id, message_id=sent.message_id)
    await bot.send_document(chat.id, BufferedInputFile(b"BEGIN", "möte.ics"), caption="Möte")
    await bot.send_photo(chat.id, BufferedInputFile(TINY_PNG, "a.png"))
    await bot.send_chat_action(chat.id, "typing")
    await bot.delete_message(chat.id, sent.message_id)
    commands = [BotCommand(command="start", description="Börja")]
    await bot.set_my_commands(commands, language_code="sv")
    await bot.get_my_commands()
    await bot.set_my_description("a")
    await bot.set_my_short_description("b", language_code="en")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    await bot.set_webhook("https://ex.se/h", secret_token="s", allowed_updates=["message"])
    await bot.get_webhook_info()
    await bot.delete_webhook(drop_pending_updates=True)
    await bot.get_file(str(chat.sends_photo().file_id))
    assert await replay_with_ptb(emulator.calls) == []
    emulator.assert_clean(allowed=["not modified"])


async def test_a_call_the_other_library_would_not_make_is_a_difference(
    emulator: TelegramEmulator, chat: Chat
) -> None:
    """Unknown methods and parameters, and objects that lose something, are all told."""
    for method, params in (
        ("sendTelegram", {}),
        ("sendMessage", {"text": "a", "colour": "red"}),
        ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [], "x": 1}}),
        ("sendMessage", {"text": "a", "link_preview_options": {"is_disabled": "x"}}),
    ):
        await post(emulator, method, chat_id=chat.id, **params)
    found = await replay_with_ptb(emulator.calls)
    assert [(d.method, d.parameter) for d in found] == [
        ("sendTelegram", ""), ("sendMessage", "colour"), ("sendMessage", ""), ("sendMessage", ""),
    ]  # fmt: skip
    assert json.dumps([d.ours for d in found])


# Trying by hand.


@pytest.fixture
async def page() -> AsyncIterator[tuple[aiohttp.ClientSession, dict[str, str]]]:
    """The emulator as started by hand, and what it told."""
    stopped = asyncio.Event()
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(by_hand.run(0, 1, stopped, told.set_result))
    words = (await told).split()
    given = dict(word.split("=", 1) for word in words if "=" in word)
    async with aiohttp.ClientSession(given["TELEGRAM_API"]) as session:
        yield session, given
    stopped.set()
    await running


async def test_the_page_chats_with_a_bot(
    page: tuple[aiohttp.ClientSession, dict[str, str]],
) -> None:
    """What is typed on the page reaches a bot started as told, and its answer shows."""
    session, given = page
    server = TelegramAPIServer.from_base(given["TELEGRAM_API"])
    bot = aiogram.Bot(given["TELEGRAM_TOKEN"], session=AiohttpSession(api=server))
    listed = await (await session.get("/hand/chats")).json()
    assert [one["name"] for one in listed["chats"]] == ["Anna (sv)", "Sam (en)", "Byalaget (group)"]
    chat = f"/hand/chats/{listed['chats'][0]['id']}"
    await session.post(chat, json={"do": "type", "text": "hej"})
    (update,) = await bot.get_updates()
    assert update.message is not None
    markup = keyboard(text="Ja", callback_data="ja")
    sent = await bot.send_message(update.message.chat.id, "<b>a", reply_markup=markup)
    seen = await (await session.get(chat)).json()
    assert [(m["mine"], m["html"]) for m in seen["messages"]] == [
        (True, "hej"), (False, "&lt;b&gt;a"),
    ]  # fmt: skip
    tapped = await session.post(chat, json={"do": "tap", "message": sent.message_id, "data": "ja"})
    assert await tapped.json() == {"tap": 0}
    changed = await session.get(f"{chat}?after={seen['version']}")
    assert changed.status == 200
    await bot.session._session.close()  # type: ignore[attr-defined]


async def test_everything_on_the_page_does_something(
    page: tuple[aiohttp.ClientSession, dict[str, str]],
) -> None:
    """Each deed changes the chat; wrong ones get a plain 400, other sites' none at all."""
    session, _ = page
    listed = await (await session.get("/hand/chats")).json()
    person, _, group = [f"/hand/chats/{one['id']}" for one in listed["chats"]]
    for deed in ("photo", "sticker", "voice", "location", "contact"):
        assert (await session.post(person, json={"do": deed})).status == 200
    for chat in (person, group):
        for on in (True, False):
            await session.post(chat, json={"do": "block", "on": on})
            assert (await (await session.get(chat)).json())["closed"] is on
    seen = (await (await session.get(person)).json())["messages"]
    picture = await session.get(f"/hand/files/{seen[0]['file']}")
    assert await picture.read() == TINY_PNG
    assert (await session.get("/hand/files/x")).status == 404
    wrong: list[object] = [
        {"do": "dansa"},
        {"do": "tap", "message": 1, "data": "x"},
        {"do": "type"},
        {"do": "photo", "hex": "å"},
        {"do": "edit", "message": 1, "text": "a"},
        [],
    ]
    for wish in wrong:
        assert (await session.post(person, json=wish)).status == 400
    assert (await session.post(person, data={"do": "voice"})).status == 415
    assert (await session.post("/hand/trouble", json={"name": "500"})).status == 200
    assert (await session.post("/hand/trouble", json={})).status == 400
    assert (await session.get("/hand/chats/1")).status == 404
    assert "<!doctype html>" in await (await session.get("/")).text()


def test_a_taken_port_is_told_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback when something else listens there, or when the port is no port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert by_hand.main([str(taken.getsockname()[1])]) == 1
    assert "cannot be used" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        by_hand.main(["70000"])
