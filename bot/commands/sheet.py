"""The sheet to print, from the command line."""

from pathlib import Path

import click

from bot.errors import BotError
from bot.settings import load_settings


@click.command()
@click.option(
    "--language",
    type=click.Choice(["sv", "en"]),
    default="sv",
    show_default=True,
    help="Språket på lappen.",
)
@click.option("--address", default="", help="Botens adress i QR-koden, i stället för PUBLIC_URL.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def sheet(file: Path, *, language: str, address: str) -> None:
    """Skriv lappen att ha vid telefonen som PDF till FILE."""
    from bot.house import load_library
    from bot.printing.sheet import sheet as printed

    settings = load_settings()
    address = address or settings.public_url
    if address and not address.startswith(("https://", "http://")):
        raise click.BadParameter("Skriv en adress som börjar med https://.", param_hint="--address")
    content = printed(load_library(settings), language, address)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BotError(f"Filen {file} går inte att skriva: {error.strerror}.") from error
    click.echo(f"Lappen ligger i {file}.")
    if not address:
        click.echo("Den har ingen QR-kod. Ange PUBLIC_URL eller --address för att få en.")
