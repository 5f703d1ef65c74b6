"""Concerns from the command line."""

import click

from bot.commands.figures import figures
from bot.commands.keys import keys
from bot.commands.queue import show_queue, state


@click.group(invoke_without_command=True)
@click.pass_context
def concerns(context: click.Context) -> None:
    """Visa det som invånare har berättat, sätt läge, se siffror, eller hantera nycklar."""
    if context.invoked_subcommand is None:
        show_queue()


for command in (state, figures, keys):
    concerns.add_command(command)
