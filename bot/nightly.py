"""The backup that the bot makes of itself, each night."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.custody.backups import Backup, Rota, backups_in, forget_unfinished, make_backup, rotate
from bot.delivery.disposal import seen
from bot.domain.steadiness import Steadiness
from bot.domain.sweden import STOCKHOLM
from bot.errors import BackupError, BotError
from bot.house import sealer_of
from bot.knowledge.municipality import Retention
from bot.logbook import log
from bot.restoring import forget_aside
from bot.settings import Settings
from bot.store.store import Store

BACKUP_AT = time(3, 0)
"""When the day's backup is made, in Sweden. One that was missed is made at the next look."""
LOOK_EVERY = 300.0
"""Seconds between two looks; and between two tries, where the folder cannot be written."""


async def nightly(
    settings: Settings,
    retention: Retention,
    store: Store,
    clock: Clock,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Make each day's backup when its hour comes, where there is a folder for it, and let go of old
    databases that a restore put aside; run until cancelled.
    """
    forget_unfinished(settings.data_dir)
    steadiness = Steadiness()
    while True:
        now = clock.now()
        if steadiness.look(now, clock.seconds()):
            await _look(settings, retention, store, now)
        await sleep(LOOK_EVERY)


async def _look(settings: Settings, retention: Retention, store: Store, now: datetime) -> None:
    try:
        if is_due(settings, now):
            await asyncio.to_thread(back_up, settings, retention, now)
        if await store.read(lambda tables: seen(tables, now).is_trusted):
            forget_aside(settings.data_dir, now - timedelta(days=retention.backups))
    except BotError as error:
        log.error("no backup was made", error=type(error).__name__)


def is_due(settings: Settings, now: datetime) -> bool:
    """Whether there is no backup yet since this day's hour."""
    if settings.backup_dir is None:
        return False
    latest = next(iter(backups_in(settings.backup_dir)), None)
    return latest is None or _day(latest.made) < _day(now)


def back_up(
    settings: Settings, retention: Retention, now: datetime, folder: Path | None = None
) -> tuple[Backup, tuple[Backup, ...]]:
    """Make a backup and let go of those whose time is over: the new one, and those that went.

    Raises:
        BackupError: the folder is not set or cannot be written.
        StoreError: the database cannot be copied.
        DataFolderError: another backup is being made.
    """
    place = folder or settings.backup_dir
    if place is None:
        raise BackupError("Ange var backuperna ska ligga: en mapp efter backup, eller BACKUP_DIR.")
    made = make_backup(settings.database, place, sealer_of(settings.backup_key), now)
    longest = timedelta(days=retention.backups)
    rota = Rota(settings.backup_days, settings.backup_weeks, longest)
    gone = rotate(place, rota, now)
    return made, gone


def _day(moment: datetime) -> date:
    """The day that a moment belongs to, where days begin at `BACKUP_AT`."""
    local = moment.astimezone(STOCKHOLM)
    return local.date() if local.time() >= BACKUP_AT else local.date() - timedelta(days=1)
