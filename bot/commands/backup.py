"""Backups from the command line: made beside a running bot, restored without one."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.clock import Clock
from bot.commands.confirming import sure
from bot.errors import SealError
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.custody.keyring import KeyFile
    from bot.custody.sealing import Unsealer

_NAMES = {
    "meetings": "träffar",
    "answers": "svar till träffar",
    "members": "prenumeranter",
    "concerns": "berättelser om oro",
    "staff": "konton för personal",
}


@click.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path | None) -> None:
    """Gör en backup i FOLDER, eller i BACKUP_DIR. Boten får vara igång."""
    from bot.knowledge.municipality import load_municipality
    from bot.nightly import back_up

    settings = load_settings()
    town = load_municipality(settings.content_dir / "municipality.toml")
    made, gone = back_up(settings, town.retention, Clock().now(), folder)
    click.echo(f"Backupen ligger i {made.path}.")
    if not settings.backup_key:
        click.echo("Den är inte förseglad. Ange BACKUP_KEY för att försegla backuper.")
    if gone:
        click.echo(f"{len(gone)} äldre är borttagna.")


@click.command()
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="Nyckelfilen.")
@click.option("--yes", is_flag=True, help="Fråga inte.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def restore(file: Path, *, key: Path | None, yes: bool) -> None:
    """Återställ databasen från backupen FILE. Boten ska vara avstängd."""
    from bot.house import load_library
    from bot.restoring import restore as put_back

    settings, clock = load_settings(), Clock()
    unsealer = _unsealer(file, key, settings)
    if not yes:
        sure(f"Ersätt databasen i {settings.data_dir} med {file.name}?")
    done = put_back(file, settings, load_library(settings), clock, unsealer)
    click.echo("Databasen är återställd:")
    for table, number in done.rows.items():
        click.echo(f"  {_NAMES[table]}: {number}")
    if not done.compared:
        click.echo("Backupen hade ingen kontrollsumma, så bara databasens egen kontroll är gjord.")
    if done.aside:
        click.echo(
            f"Den gamla databasen ligger kvar i {done.aside}. Ta bort den när allt fungerar."
        )
    click.echo(f"Osäkra meddelanden: {done.uncertain}. Inget av dem går ut av sig själv.")
    click.echo(
        "Utskick på gång är stoppade, och reservkoder och engångslänkar gäller inte längre.\n"
        "Gå igenom det som har hänt sedan backupen: se “Restoring” i docs/operations.md."
    )


def _unsealer(file: Path, key: Path | None, settings: Settings) -> "Unsealer | None":
    """What opens a sealed backup: the key given, or the one in the data folder that fits."""
    from bot.custody.sealed_file import is_sealed

    if not file.is_file() or not is_sealed(file):
        return None
    from bot.custody.keyring import read_key

    chosen = read_key(key) if key else _fitting(file, settings)
    return chosen.unlock(click.prompt("Lösenfras", hide_input=True, default="", show_default=False))


def _fitting(file: Path, settings: Settings) -> "KeyFile":
    from bot.custody.keyring import key_for, keys_in
    from bot.custody.sealed_file import MAGIC, read_head

    with file.open("rb") as source:
        head = read_head(source).removeprefix(MAGIC)
    if found := key_for(head, keys_in(settings.key_folder)):
        return found
    raise SealError(
        f"Ingen nyckelfil i {settings.key_folder} passar till backupen. Ange en med --key."
    )
