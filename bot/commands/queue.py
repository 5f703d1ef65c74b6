"""The queue of concerns and their states, from the command line."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from bot.commands.database import turn
from bot.errors import BotError
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.domain.case import Case
    from bot.knowledge.library import Library
    from bot.store.database import Tables

_PILES = {
    "waiting": "Väntar på oss",
    "read": "Lästa",
    "forwarded": "Skickade vidare",
    "closed": "Avslutade",
}
_STATES = {"last": "read", "vidare": "forwarded", "atgardat": "done", "gar-inte": "declined"}
"""States as they are written on the command line."""
_FAULTS = {
    "reason": "Skriv med --varfor vart, vad eller varför det inte går, med högst 300 tecken.",
    "answer": "Svaret får ha högst 1 000 tecken.",
}


def show_queue() -> None:
    """Every pile that holds something, what waits longest first."""
    from bot.domain.backlog import piles
    from bot.house import load_library

    library = load_library(load_settings())
    found = piles(turn(lambda tables: tables.concerns.released()))
    for pile, cases in found.items():
        if cases:
            click.echo(f"{_PILES[pile]}: {len(cases)}")
            _show(cases, library)
    if not any(found.values()):
        click.echo("Inget att visa än. Nya berättelser visas klockan 07.00.")


def _show(cases: "Iterable[Case]", library: "Library") -> None:
    from bot.domain.backlog import number

    for one in cases:
        labels = (one.category, one.district, one.part_of_day)
        what, where, part = (library.choice_label(label, "sv") for label in labels)
        click.echo(f"  {number(one.key)}  {one.week}  {what} – {where}, {part}")
        for told in one.told:
            if told.sealed:
                click.echo("             (låst: lås upp i konsolen)")
            elif told.text:
                click.echo(f"             {told.text}")


@click.command()
@click.argument("number")
@click.argument("state", type=click.Choice(tuple(_STATES)), metavar="LÄGE")
@click.option("--varfor", "reason", default="", help="Vart, vad ni har gjort, eller varför.")
@click.option("--svar", "answer", default=None, help="Svar till den som berättade.")
def state(number: str, state: str, reason: str, answer: str | None) -> None:
    """Sätt läge för berättelsen NUMBER: last, vidare, atgardat eller gar-inte.

    Den som har koden ser läget, skälet och svaret.
    """
    from bot.clock import Clock
    from bot.domain.case import ConcernState

    now = Clock().now()

    def work(tables: "Tables") -> bool:
        from bot.casework import settle
        from bot.domain.backlog import Outcome
        from bot.domain.backlog import number as number_of
        from bot.domain.staff import COMMAND_LINE, Action, LogEntry
        from bot.domain.sweden import week_of

        case = _found(tables, number)
        kept = case.answer if answer is None else answer.strip()
        outcome = Outcome(ConcernState(_STATES[state]), " ".join(reason.split()), kept)
        for field in outcome.faults:
            raise BotError(_FAULTS[field])
        entry = LogEntry(now, COMMAND_LINE, Action.CASE_ANSWERED, number_of(case.key))
        return settle(tables, case.key, outcome, week_of(now), entry)

    if not turn(work):
        raise BotError("Den som berättade har tagit tillbaka sina ord.")
    click.echo("Sparat. Den som har koden ser det nu.")


def _found(tables: "Tables", written: str) -> "Case":
    """The concern with a number, or with a whole key."""
    start = written.replace("-", "").casefold()
    found = [one for one in tables.concerns.released() if one.key.startswith(start)]
    if len(start) < 8 or not found:
        raise BotError("Ingen berättelse har det numret. Se numren med: python bot.py concerns")
    if len(found) > 1:
        raise BotError("Flera berättelser börjar så. Sätt läget i konsolen.")
    if found[0].merged:
        raise BotError("Den följer en annan berättelse. Sätt läget på den i stället.")
    return found[0]
