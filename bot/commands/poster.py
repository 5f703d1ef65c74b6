"""A meeting's poster, from the command line."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.database import turn
from bot.errors import BotError
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.domain.meeting import Meeting
    from bot.printing.poster import Paper


@click.command()
@click.option(
    "--paper",
    type=click.Choice(["a4", "a3"]),
    default="a4",
    show_default=True,
    help="Papperets storlek.",
)
@click.option(
    "--language",
    type=click.Choice(["sv", "en"]),
    default="sv",
    show_default=True,
    help="Språket på affischen.",
)
@click.option("--address", default="", help="Botens adress i QR-koden, i stället för PUBLIC_URL.")
@click.argument("key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def poster(key: str, file: Path, *, paper: "Paper", language: str, address: str) -> None:
    """Skriv affischen för träffen KEY som PDF till FILE."""
    from bot.house import load_library
    from bot.printing.poster import printed

    settings = load_settings()
    address = address or settings.public_url
    if address and not address.startswith(("https://", "http://")):
        raise click.BadParameter("Skriv en adress som börjar med https://.", param_hint="--address")
    content = printed(load_library(settings), _meeting(key), address, paper, language)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BotError(f"Filen {file} går inte att skriva: {error.strerror}.") from error
    click.echo(f"Affischen ligger i {file}.")
    if not address:
        click.echo("Den har ingen QR-kod. Ange PUBLIC_URL eller --address för att få en.")


def _meeting(key: str) -> "Meeting":
    found = turn(lambda tables: tables.meetings.get(key))
    if found is None:
        raise click.ClickException(f"Ingen träff har nyckeln {key}. Se: python bot.py meeting list")
    return found
