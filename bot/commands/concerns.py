"""Concerns from the command line."""

import secrets

import click

from bot.commands.database import turn
from bot.settings import load_settings


@click.command()
def concerns() -> None:
    """Visa det som invånare har berättat."""
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
    if not found:
        click.echo("Inget att visa än. Nya berättelser visas klockan 07.00.")
