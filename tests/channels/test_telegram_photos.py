"""Pictures on Telegram: the largest that fits is fetched, and a failure is a kind answer."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import telegram as ptb
from aiogram.types import Document, Message, PhotoSize
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.photos import picture_in
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.pictures import LARGEST_PICTURE, Pictures, Seen
from bot.reception import Reception
from bot.store.store import Store
from tests.conftest import START, HeldClock
from tests.fakes.gates import quick_gate
from tests.fakes.pictures import SMS, KnownPictures, code_picture
from tests.fakes.telegram import TelegramEmulator, faults
from tests.journeys.running import telegram_running

PHOTO = code_picture("photo")


@pytest.fixture
async def emulator() -> AsyncIterator[TelegramEmulator]:
    """A server of our own; whatever the bot did wrong fails the test at the end."""
    async with TelegramEmulator() as running:
        yield running
        running.assert_clean()


@pytest.fixture
def pictures() -> KnownPictures:
    """A reader that knows one picture."""
    return KnownPictures({PHOTO: Seen(SMS)})


@pytest.fixture(autouse=True)
async def telegram(
    emulator: TelegramEmulator,
    store: Store,
    library: Library,
    reader: Reader,
    clock: HeldClock,
    pictures: KnownPictures,
) -> AsyncIterator[Telegram]:
    """The bot, polling."""
    reception = Reception(store, library, reader, clock, live=True, pictures=pictures)
    channel = Telegram(
        reception, library, SecretStr(emulator.token), api=emulator.url, gate=quick_gate()
    )
    async with telegram_running(channel):
        yield channel


@pytest.mark.parametrize("caption", [None, "Är det här äkta?"])
async def test_a_photo_is_fetched_and_judged(
    emulator: TelegramEmulator, caption: str | None
) -> None:
    """With a caption or without, the words in the picture are what counts."""
    chat = emulator.chat("Astrid")
    chat.sends_photo(PHOTO, caption)
    assert "Det här liknar bedrägeri" in (await chat.next_reply()).text


async def test_a_picture_sent_as_a_file_is_read_too(emulator: TelegramEmulator) -> None:
    """Who sends it uncompressed gets the same answer; another file is not fetched at all."""
    chat = emulator.chat("Astrid")
    chat.sends_document("IMG_0001.png", PHOTO)
    assert "Det här liknar bedrägeri" in (await chat.next_reply()).text
    fetched = [call.method for call in emulator.calls].count("getFile")
    chat.sends_document("brev.pdf", b"%PDF-1.7")
    assert "kan inte öppna filer" in (await chat.next_reply()).text
    assert [call.method for call in emulator.calls].count("getFile") == fetched


@pytest.mark.parametrize("fault", [faults.server_error(), faults.cut_before()])
async def test_a_failed_download_is_a_kind_answer(
    emulator: TelegramEmulator, fault: faults.Fault, pictures: KnownPictures
) -> None:
    """What cannot be fetched is asked for with three taps."""
    emulator.faults.play(fault, method="getFile")
    chat = emulator.chat("Astrid")
    chat.sends_photo(PHOTO)
    reply = await chat.next_reply()
    assert "kan inte läsa vad som står" in reply.text
    assert "Banken" in reply.labels
    assert pictures.looked_at == [b""]


async def test_a_file_that_is_gone_is_a_kind_answer(
    emulator: TelegramEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram names the file and then does not have it."""
    monkeypatch.setattr(emulator.ground.files, "at", lambda _path: None)
    chat = emulator.chat("Astrid")
    chat.sends_photo(PHOTO)
    assert "kan inte läsa vad som står" in (await chat.next_reply()).text


async def test_a_photo_as_an_iphone_keeps_it_is_told_of(
    emulator: TelegramEmulator, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends a file of a kind nobody here opens reads what to send instead."""
    monkeypatch.setattr(telegram._reception, "_pictures", Pictures())
    chat = emulator.chat("Astrid")
    chat.sends_document("IMG_0001.heic", b"\x00\x00\x00\x18ftypheic" + bytes(100))
    reply = await chat.next_reply()
    assert "Ta en bild av skärmen i stället" in reply.text
    assert "Banken" in reply.labels


async def test_a_slow_picture_holds_up_nobody_else(
    emulator: TelegramEmulator, pictures: KnownPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one picture is read others are answered, and what its sender writes next waits."""
    read, looking, done = pictures.read, asyncio.Event(), asyncio.Event()

    async def slowly(picture: bytes) -> Seen:
        looking.set()
        await done.wait()
        return await read(picture)

    monkeypatch.setattr(pictures, "read", slowly)
    astrid, bertil = emulator.chat("Astrid"), emulator.chat("Bertil")
    sent = astrid.sends_photo(PHOTO)
    await looking.wait()
    astrid.types("meny")
    for words in ("meny", "äkta"):
        bertil.types(words)
        await bertil.next_reply()
    assert not astrid.replies
    assert emulator.pending
    done.set()
    assert "Det här liknar bedrägeri" in (await astrid.next_reply()).text
    assert "Vad vill du göra" in (await astrid.next_reply()).text
    assert sent


async def test_a_file_larger_than_it_said_is_let_go(
    emulator: TelegramEmulator, monkeypatch: pytest.MonkeyPatch, pictures: KnownPictures
) -> None:
    """Not more is held than fits, whatever the message claimed."""
    monkeypatch.setattr("bot.channels.telegram.photos.LARGEST_PICTURE", len(PHOTO))
    chat = emulator.chat("Astrid")
    sent = chat.sends_photo(PHOTO)
    await chat.next_reply()
    assert sent.file_id
    kept = emulator.ground.files.find(sent.file_id)
    object.__setattr__(kept, "content", PHOTO + b"more")
    chat.sends(photo=[ptb.PhotoSize(kept.file_id, kept.unique_id, 8, 6, 5)])
    assert "kan inte läsa vad som står" in (await chat.next_reply()).text
    assert pictures.looked_at == [PHOTO, b""]


def _message(**content: object) -> Message:
    return Message.model_validate(
        {"message_id": 1, "date": START, "chat": {"id": 1, "type": "private"}, **content}
    )


def _size(name: str, size: int | None) -> PhotoSize:
    return PhotoSize(file_id=name, file_unique_id=name, width=9, height=9, file_size=size)


def test_the_largest_that_fits_is_chosen() -> None:
    """Of the sizes Telegram offers, the one with most to read."""
    sizes = [_size("thumb", 900), _size("large", 90_000), _size("huge", LARGEST_PICTURE + 1)]
    assert picture_in(_message(photo=sizes)) == "large"
    assert picture_in(_message(photo=[_size("unknown", None)])) == "unknown"
    assert picture_in(_message(photo=sizes[2:])) == ""
    file = Document(file_id="file", file_unique_id="file", mime_type="image/png", file_size=9)
    assert picture_in(_message(document=file)) == "file"
    assert picture_in(_message(text="hej")) == ""
