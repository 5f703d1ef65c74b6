"""Keys for sealing, from the command line: made, listed, and changed for others."""

from typing import TYPE_CHECKING

import click

from bot.commands.database import with_store
from bot.errors import SealError
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.custody.resealing import Tally
    from bot.custody.sealing import Sealer, Unsealer
    from bot.store.store import Store


@click.group()
def keys() -> None:
    """Nycklar som berättelser och backuper förseglas med."""


@keys.command("make")
@click.argument("name")
def keys_make(name: str) -> None:
    """Gör ett nyckelpar som heter NAME, till exempel samordnaren. Lösenfrasen frågas efter."""
    from bot.custody.keyring import keep_key, make_key, refuse_weak

    settings = load_settings()
    phrase = _ask("Välj en lösenfras, fem eller sex ord")
    refuse_weak(phrase)
    if _ask("Skriv den en gång till") != phrase:
        raise SealError("De två lösenfraserna var olika. Inget är gjort.")
    key = make_key(phrase)
    path = keep_key(settings.key_folder, name, key)
    click.echo(f"Den hemliga nyckeln ligger i {path}, låst med lösenfrasen.")
    click.echo("Spara en kopia av filen på ett annat ställe: den finns inte med i backuper.")
    click.echo("Glöms lösenfrasen är allt som bara är förseglat till den här nyckeln borta.")
    click.echo(f"\nDen öppna nyckeln ({key.recipient.mark}) skrivs i bot.toml:")
    together = [part for part in (settings.seal_key, str(key.recipient)) if part]
    click.echo(f'seal_key = "{", ".join(together)}"')
    if not settings.seal_key:
        click.echo("\nGör gärna en nyckel till, för någon annan: då räcker det att en är kvar.")


@keys.command("list")
def keys_list() -> None:
    """Visa nycklarna, och hur många texter som inte är förseglade till dem."""
    from bot.custody.keyring import keys_in
    from bot.custody.resealing import awaiting
    from bot.house import sealer_of

    settings = load_settings()
    sealer = sealer_of(settings.seal_key)
    used = {one.name for one in sealer.recipients} if sealer else set()
    found = keys_in(settings.key_folder)
    for name, key in found.items():
        state = "förseglar nu" if key.recipient.name in used else "används inte till nya texter"
        click.echo(f"{key.recipient.mark}  {name}: {state}")
    kept = {key.recipient.name for key in found.values()}
    for one in sealer.recipients if sealer else ():
        if one.name not in kept:
            click.echo(f"{one.mark}  nyckelfilen finns inte i {settings.key_folder}")
    if not sealer:
        click.echo("SEAL_KEY är inte satt: nya berättelser förseglas inte.")
        return
    left = with_store(lambda store: store.read(lambda tables: len(awaiting(tables, sealer))))
    click.echo(f"Texter som inte är förseglade till just de nycklarna: {left}")


@keys.command("reseal")
@click.option("--key", "name", default="", help="Nyckeln som de gamla texterna öppnas med.")
def keys_reseal(name: str) -> None:
    """Försegla alla texter till nycklarna i SEAL_KEY. Kan avbrytas och fortsättas."""
    from bot.custody.keyring import keys_in
    from bot.house import sealer_of

    settings = load_settings()
    sealer = sealer_of(settings.seal_key)
    if sealer is None:
        raise SealError("SEAL_KEY är inte satt, så det finns inget att försegla till.")
    found = keys_in(settings.key_folder)
    if name and name not in found:
        raise SealError(f"Det finns ingen nyckel {name}. Se: python bot.py concerns keys list")
    unsealer = found[name].unlock(_ask("Lösenfras")) if name else None
    tally = with_store(lambda store: _reseal(store, sealer, unsealer))
    click.echo(f"Förseglade nu: {tally.done}. Kvar: {tally.left}.")
    if tally.left:
        click.echo("De som är kvar är förseglade till en annan nyckel. Ange den med --key.")


async def _reseal(store: "Store", sealer: "Sealer", unsealer: "Unsealer | None") -> "Tally":
    from bot.custody.resealing import reseal

    return await reseal(store, sealer, unsealer)


def _ask(question: str) -> str:
    return str(click.prompt(question, hide_input=True, default="", show_default=False)).strip()
