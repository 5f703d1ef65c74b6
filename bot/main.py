"""Builds the house and runs it: the only file that knows every room."""

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.bells import Bells
from bot.channels.telegram.preview import preview as telegram_preview
from bot.channels.webchat.chat import WebChat
from bot.channels.webchat.outlet import WebOutlet
from bot.channels.webchat.preview import preview as web_preview
from bot.channels.webchat.ringer import Ringer
from bot.console.cases import CASES as QUEUE
from bot.console.console import Console
from bot.custody.vault import Vault
from bot.delivery.check_ins import check_in
from bot.delivery.clockwork import Clockwork
from bot.delivery.corrections import Amender
from bot.delivery.outlet import Outlet
from bot.delivery.recurring import housekeeping
from bot.delivery.rounds import deliver
from bot.delivery.staff_notice import StaffNotice, Tell, by_chat, by_mail
from bot.delivery.worker import Worker
from bot.domain.sweden import STOCKHOLM
from bot.doors import Doors
from bot.errors import BotError, SettingsError
from bot.examples import renew_examples
from bot.house import House, open_house
from bot.lockfile import locked
from bot.logbook import log, open_logbook
from bot.mailbox import Mailbox
from bot.nightly import nightly
from bot.notice_board import NoticeBoard
from bot.open_data import OpenData
from bot.push_key import PushKey, open_push_key
from bot.readiness import missing_for_live
from bot.settings import Settings
from bot.store.marks import Mark

if TYPE_CHECKING:
    from bot.channels.telegram.channel import Telegram

Say = Callable[[str], object]


def run(settings: Settings, say: Say = print) -> None:
    """Run until Ctrl-C or SIGTERM.

    Raises:
        BotError: it cannot start; the sentence says what to do.
    """
    open_logbook()
    with locked(settings.data_dir), open_house(settings) as house:
        _runner()(_serve(house, say))


def _runner() -> Callable[[Coroutine[Any, Any, None]], None]:
    """Uvloop where it is available, else the standard loop."""
    with suppress(ImportError):
        import uvloop

        return uvloop.run
    return asyncio.run


async def _serve(house: House, say: Say) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await _refuse_unless_ready(house)
    await renew_examples(house.store, house.settings, house.clock)
    await house.store.turn(lambda tables: tables.outbox.recover())
    console = _console(house)
    telegram = _telegram(house)
    push_key = _push_key(house)
    doors = Doors(house.settings)
    try:
        await doors.open(_chat(house, push_key), console, telegram)
        await _greet_staff(house, console, doors, say)
        gc.collect()
        gc.freeze()
        await _until(stop, [asyncio.create_task(work) for work in _work(house, telegram, push_key)])
    finally:
        await doors.close()
    say("Boten är stängd.")


def _work(
    house: House, telegram: "Telegram | None", push_key: PushKey | None
) -> Iterator[Coroutine[Any, Any, None]]:
    """All that goes on beside the answering."""
    outlets: list[Outlet] = [WebOutlet()]
    yield housekeeping(house.store, house.clock, house.library.municipality.retention)
    yield nightly(house.settings, house.library.municipality.retention, house.store, house.clock)
    if push_key:
        yield Ringer(house.store, house.clock, push_key).run()
    if telegram:
        outlets.append(telegram.outlet)
        yield telegram.run()
        yield Amender(house.store, telegram.outlet).run()
        yield check_in(house.store, house.library, house.clock, telegram.push)
    if tell := _teller(house, telegram):
        yield StaffNotice(house.store, house.clock, tell).run()
    workers = [Worker(house.store, outlet, house.library, house.clock) for outlet in outlets]
    yield Clockwork(house.broadcasts, house.library, house.clock).run(house.store)
    yield deliver(house.store, house.broadcasts, house.clock, workers)
    for worker in workers:
        yield worker.run()


def _teller(house: House, telegram: "Telegram | None") -> Tell | None:
    """How staff are told in the morning: by a letter, else in their linked chats, else not."""
    settings, library = house.settings, house.library
    if url := settings.smtp_url.get_secret_value():
        from bot.post import PostOffice

        staff_url = settings.staff_url and f"{settings.staff_url}{QUEUE}"
        return by_mail(PostOffice.read(url, settings.mail_to), library, staff_url)
    if telegram is None:
        return None
    from bot.channels.telegram.updates import ADDRESS

    return by_chat(house.store, library, telegram.push, prefix=ADDRESS, live=settings.live)


async def _until(stop: asyncio.Event, tasks: list[asyncio.Task[None]]) -> None:
    """Wait for the stop, or for a task that ends with an error; then end them all.

    Raises:
        BotError: a task ended by itself. Whoever keeps the bot running has to see that it failed.
    """
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({stopping, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    for task in (stopping, *tasks):
        task.cancel()
    for outcome in await asyncio.gather(stopping, *tasks, return_exceptions=True):
        if isinstance(outcome, BotError):
            raise outcome
        if isinstance(outcome, Exception):
            log.error("a task ended", exc_info=outcome)
            raise BotError("Boten stannade av ett fel, som står i loggen. Starta den igen.")


def _chat(house: House, push_key: PushKey | None) -> WebChat:
    chat = WebChat(
        house.reception,
        house.library,
        house.clock,
        NoticeBoard(house.store, house.clock, live=house.settings.live),
        Mailbox(house.store, house.library, house.clock),
        OpenData(house.store, house.library),
        public_url=house.settings.public_url,
        live=house.settings.live,
    )
    if push_key:
        chat.offer(Bells(house.store, push_key.public))
    return chat


def _push_key(house: House) -> PushKey | None:
    """What proves to push services who we are, where there is somebody for them to turn to."""
    contact = house.settings.push_contact
    return open_push_key(house.settings.push_key, contact) if contact else None


def _console(house: House) -> Console:
    url = house.settings.staff_url
    return Console(
        house.store,
        house.library,
        house.clock,
        public_url=url,
        secure=url.startswith("https://"),
        live=house.settings.live,
        broadcasts=house.broadcasts,
        previews={"Telegram": telegram_preview, "Webbchatt": web_preview},
        chat_url=house.settings.public_url,
        pictures=house.pictures,
        reader=house.reader,
        case_codes=house.follow_up,
        sealer=house.sealer,
        vault=Vault(house.settings.key_folder, house.sealer),
    )


def _telegram(house: House) -> "Telegram | None":
    """The Telegram channel, if there is a token; its library takes seconds to import."""
    settings = house.settings
    if not settings.telegram_token.get_secret_value():
        return None
    from bot.channels.telegram.channel import Telegram
    from bot.channels.telegram.gate import Gate
    from bot.channels.telegram.webhook import Webhook

    url = settings.webhook_url
    return Telegram(
        house.reception,
        house.library,
        settings.telegram_token,
        api=settings.telegram_api,
        webhook=Webhook(url, settings.webhook_secret) if url else None,
        gate=Gate(settings.send_rate),
    )


async def _refuse_unless_ready(house: House) -> None:
    """Live operation begins only when all that must be checked has been.

    Raises:
        SettingsError: everything that is missing, a line each.
    """
    settings = house.settings
    if not settings.live:
        return
    today = house.clock.now().astimezone(STOCKHOLM).date()
    been_live = await house.store.read(lambda tables: tables.marks.get(Mark.LIVE_SINCE))
    missing = missing_for_live(
        house.library,
        today=today,
        been_live=been_live is not None,
        public_url=settings.public_url,
        webhook_url=settings.webhook_url,
        webhook_secret=settings.webhook_secret.get_secret_value(),
        has_admin_with_second_factor=await house.store.read(
            lambda tables: tables.staff.has_secured_administrator()
        ),
    )
    if missing:
        lines = "\n".join(f"- {sentence}" for sentence in missing)
        raise SettingsError(f"Boten kan inte gå i skarp drift än. Det här saknas:\n{lines}")
    if been_live is None:
        await house.store.turn(lambda tables: tables.marks.put(Mark.LIVE_SINCE, today))


async def _greet_staff(house: House, console: Console, doors: Doors, say: Say) -> None:
    mode = "skarp drift" if house.settings.live else "provläge"
    say(f"Boten är igång ({mode}).")
    say(f"  Webbchatt för invånare:  {doors.chat_url}/")
    say(f"  Sidor för personal:      {doors.console_url}/personal")
    link = await console.first_login_link(doors.console_url)
    if link:
        say(f"  Logga in första gången:  {link}")
    if house.settings.telegram_token.get_secret_value():
        say("  Telegram:                på")
    if house.settings.push_contact:
        say("  Pling i webbläsaren:     på")
    if not house.pictures.reads_text:
        say(
            "  Bilder: läser QR-koder men inte text. "
            "Installera tesseract-ocr och tesseract-ocr-swe för att läsa text i bilder."
        )
    say("Avsluta med Ctrl-C.")
