"""The rooms that every way of running the bot needs, built from Settings."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.conversation.menu import ROOMS
from bot.conversation.required import BUTTONS, LINES
from bot.delivery.broadcast import Broadcasts
from bot.errands import Errands
from bot.errors import SettingsError
from bot.follow_up import PURPOSE, FollowUp
from bot.key_file import KeyFile
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.lockfile import locked
from bot.pictures import Pictures
from bot.reception import Reception
from bot.settings import Settings
from bot.store.database import is_current, open_database
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.custody.sealing import Sealer


@dataclass(frozen=True, slots=True)
class House:
    """What the channels and the commands are given."""

    settings: Settings
    clock: Clock
    library: Library
    reader: Reader
    store: Store
    pictures: Pictures
    reception: Reception
    broadcasts: Broadcasts
    sealer: "Sealer | None" = None
    follow_up: FollowUp | None = None


def load_library(settings: Settings) -> Library:
    """The texts, known to hold everything that the conversation says.

    Raises:
        SettingsError: there is no such folder.
        ContentError: the first fault, with file, line and cure.
    """
    refuse_missing_content(settings)
    library = Library(settings.content_dir)
    library.require(LINES, BUTTONS, ROOMS)
    return library


def refuse_missing_content(settings: Settings) -> None:
    """Name the setting where the folder of texts is not there at all.

    Raises:
        SettingsError: it is no folder, or cannot be read.
    """
    folder = settings.content_dir
    if not os.path.isfile(folder / "municipality.toml"):  # noqa: PTH113
        raise SettingsError(
            f"Texterna finns inte i mappen {folder}: municipality.toml går inte att läsa. "
            "Ändra CONTENT_DIR till mappen med texterna."
        )


@contextmanager
def open_house(settings: Settings, clock: Clock | None = None) -> Iterator[House]:
    """A house whose store is closed afterwards. The texts are read before any file is made.

    Raises:
        BotError: content, folder or database cannot be used; the sentence says what to do.
    """
    clock = clock or Clock()
    library = load_library(settings)
    reader = Reader(settings.content_dir)
    follow_up = _follow_up(settings, reader, clock)
    store = Store(settings.database)
    pictures = Pictures()
    try:
        broadcasts = Broadcasts(store, clock, live=settings.live)
        reception = Reception(
            store,
            library,
            reader,
            clock,
            live=settings.live,
            address=settings.public_url,
            pictures=pictures,
        )
        sealer = sealer_of(settings.seal_key)
        reception.confide(follow_up, sealer)
        reception.connect(Errands(broadcasts, library, clock).run)
        yield House(
            settings,
            clock,
            library,
            reader,
            store,
            pictures,
            reception,
            broadcasts,
            sealer,
            follow_up,
        )
    finally:
        store.close()


def _follow_up(settings: Settings, reader: Reader, clock: Clock) -> FollowUp:
    """Codes that hold as long as the key file does."""
    salt = KeyFile(settings.secret_file).derived(PURPOSE)
    return FollowUp(reader.codewords, salt, clock)


def sealer_of(keys: str) -> "Sealer | None":
    """What seals to the public keys in a setting; None where it is empty."""
    if not keys:
        return None
    from bot.custody.sealing import Sealer, read_recipients

    return Sealer(read_recipients(keys))


def ensure_database(settings: Settings) -> None:
    """Make or migrate the file, which only a holder of the data folder may do.

    Raises:
        BotError: another bot holds the folder, or the file cannot be used.
    """
    there = os.path.exists(settings.database)  # noqa: PTH110 - False where it may not look
    if there and is_current(settings.database):
        return
    with locked(settings.data_dir):
        open_database(settings.database).close()
