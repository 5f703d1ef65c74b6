"""Meetings from the command line."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.clock import Clock
from bot.commands.confirming import sure
from bot.commands.database import turn, with_store
from bot.domain.keys import KEY_LENGTH, spelled
from bot.domain.meeting import Meeting, Standing, Tally
from bot.errors import BotError
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.store.database import Tables
    from bot.store.store import Store


@click.group()
def meeting() -> None:
    """Lägg till och se träffar."""


@meeting.command("example")
def meeting_example() -> None:
    """Visa hur en fil för en träff ser ut."""
    from bot.knowledge.meeting_file import EXAMPLE

    click.echo(EXAMPLE)


@meeting.command("add")
@click.argument("file", type=click.Path(path_type=Path))
def meeting_add(file: Path) -> None:
    """Lägg till träffen i FILE."""
    from bot.knowledge.meeting_file import read_meeting

    now, key = Clock().now(), spelled(Clock().chance(), KEY_LENGTH)
    added = read_meeting(file).meeting(key, now)
    if not added.is_open(now):
        raise click.ClickException("Träffen har redan varit. Ändra date.")
    there = turn(lambda tables: _add(tables, added))
    if there:
        raise click.ClickException(
            f"Träffen finns redan, med nyckeln {there}. Inget är ändrat. "
            "Är det en annan träff? Ändra title, date eller start."
        )
    click.echo(f"Träffen är tillagd. Den finns i boten nu, med nyckeln {key}.")
    click.echo(f"Länk i Telegram: https://t.me/DIN_BOT?start=mote-{key}")


def _add(tables: "Tables", added: Meeting) -> str:
    """Add the meeting, unless one of that name begins at that time: then its key."""
    for one in tables.meetings.all():
        if one.standing is Standing.PUBLISHED and not one.example and _is_same(one, added):
            return one.key
    tables.meetings.put(added)
    return ""


def _is_same(one: Meeting, other: Meeting) -> bool:
    names = [" ".join(meeting.title.casefold().split()) for meeting in (one, other)]
    return one.starts == other.starts and names[0] == names[1]


@meeting.command("list")
def meeting_list() -> None:
    """Visa alla träffar och hur många som har svarat."""
    from bot.knowledge.dates import day, hours

    def look(tables: "Tables") -> list[tuple[Meeting, Tally]]:
        return [(one, tables.answers.tally(one.key)) for one in tables.meetings.all()]

    found = turn(look)
    for one, tally in found:
        click.echo(f"{one.key}  {one.title}{'  (exempel)' if one.example else ''}")
        click.echo(
            f"       {day(one.starts, 'sv')} {hours(one.starts, one.ends, 'sv')}, {one.place}"
        )
        click.echo(
            f"       kommer {tally.yes} ({tally.people} personer), kanske {tally.maybe}, "
            f"återbud {tally.withdrawn}"
        )
    if not found:
        click.echo("Det finns inga träffar. Lägg till en med: python bot.py meeting add FIL")


@meeting.command("cancel")
@click.argument("key")
@click.option("--yes", is_flag=True, help="Fråga inte.")
def meeting_cancel(key: str, *, yes: bool) -> None:
    """Ställ in träffen KEY, och säg till dem som har svarat att de kommer eller kanske kommer."""
    with_store(lambda store: _cancel(store, key, yes=yes))
    click.echo("Träffen är inställd. Boten säger det till alla som öppnar den.")


async def _cancel(store: "Store", key: str, *, yes: bool) -> None:
    from bot.delivery.announcements import cancelled
    from bot.delivery.broadcast import Broadcasts
    from bot.delivery.changes import make
    from bot.domain.message import plain
    from bot.domain.staff import COMMAND_LINE
    from bot.house import load_library

    settings, clock = load_settings(), Clock()
    broadcasts, now = Broadcasts(store, clock, live=settings.live), clock.now()
    found = await store.read(lambda tables: tables.meetings.get(key))
    if found is None:
        raise BotError(f"Ingen träff har nyckeln {key}. Se: python bot.py meeting list")
    if not found.is_open(now):
        raise BotError("Träffen är redan inställd, har redan varit eller är ett utkast.")
    library = load_library(settings)
    draft = cancelled(library, found, approved_by=COMMAND_LINE, now=now)
    count = await broadcasts.audience_size(draft.audience, key)
    click.echo(plain(draft.replies["sv"].text))
    if not yes:
        sure(f"\nStäll in, och skicka det här till {count} personer?")

    off = replace(found, standing=Standing.CANCELLED, changed=now)
    await store.turn(lambda tables: make(tables, broadcasts, library, off, draft, now))
