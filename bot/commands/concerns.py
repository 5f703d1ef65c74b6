"""Concerns from the command line."""

import secrets

import click

from bot.commands.database import turn
from bot.commands.figures import figures
from bot.commands.keys import keys
from bot.settings import load_settings


@click.group(invoke_without_command=True)
@click.pass_context
def concerns(context: click.Context) -> None:
    """Visa det som invånare har berättat, siffror om det, eller hantera nycklar."""
    if context.invoked_subcommand is None:
        _show()


concerns.add_command(keys)
concerns.add_command(figures)


def _show() -> None:
    from bot.house import load_library

    library = load_library(load_settings())
    found = list(turn(lambda tables: tables.concerns.released()))
    secrets.SystemRandom().shuffle(found)
    found.sort(key=lambda one: one.week, reverse=True)
    for one in found:
        where = library.choice_label(one.district, "sv")
        part = library.choice_label(one.part_of_day, "sv")
        click.echo(f"{one.week}  {library.choice_label(one.category, 'sv')} – {where}, {part}")
        if one.text:
            click.echo(f"          {one.text}")
        elif one.sealed:
            click.echo("          (låst: lås upp i konsolen)")
    if not found:
        click.echo("Inget att visa än. Nya berättelser visas klockan 07.00.")
