"""The front door: which commands there are, and how an error is told."""

import asyncio
import sys

import click

from bot.commands.backup import backup, restore
from bot.commands.concerns import concerns
from bot.commands.content import content
from bot.commands.invite import invite
from bot.commands.meeting import meeting
from bot.commands.poster import poster
from bot.commands.questions import ask, check, screen
from bot.commands.sheet import sheet
from bot.commands.staff import staff
from bot.errors import BotError
from bot.settings import load_settings


def front_door() -> None:
    """Run the command line; an error with a name is one sentence, never a traceback."""
    try:
        cli(standalone_mode=False)
    except BotError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except click.ClickException as error:
        click.echo(_in_swedish(error), err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


def _in_swedish(error: click.ClickException) -> str:
    """What was wrong on the command line; our own sentences are Swedish already."""
    if not isinstance(error, click.UsageError):
        return error.format_message()
    command = error.ctx.command_path if error.ctx else "bot.py"
    match error:
        case click.NoSuchOption():
            fault = f"Det finns inget val {error.option_name}."
        case click.MissingParameter():
            fault = f"{error.param.human_readable_name if error.param else 'Något'} saknas."
        case click.BadParameter():
            fault = f"{error.param.human_readable_name if error.param else 'Något'} har fel värde."
        case _:
            fault = "Så går kommandot inte att skriva."
    return f"{fault} Se: python {command} --help"


@click.group(invoke_without_command=True)
@click.pass_context
def cli(context: click.Context) -> None:
    """Kommunens trygghetsbot. Utan kommando startar allt."""
    if context.invoked_subcommand is None:
        context.invoke(run)


@cli.command()
def run() -> None:
    """Starta boten."""
    from bot.main import run as run_house

    run_house(load_settings(), click.echo)


@cli.command()
def chat() -> None:
    """Samma samtal i terminalen. Skriv avsluta för att sluta."""
    from bot.channels.terminal import Terminal
    from bot.house import ensure_database, open_house

    settings = load_settings()
    ensure_database(settings)
    with open_house(settings) as house:
        terminal = Terminal(
            house.reception,
            house.library,
            house.clock,
            settings.data_dir,
            styled=sys.stdout.isatty(),
        )
        asyncio.run(terminal.run())


for command in (
    ask, check, screen, content, sheet, poster, meeting, invite, concerns, staff, backup, restore,
):  # fmt: skip
    cli.add_command(command)
