"""Accounts of staff from the command line."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import click

from bot.clock import Clock
from bot.commands.database import with_store
from bot.domain.staff import Role
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.store.store import Store


@click.group()
def staff() -> None:
    """Personalens konton."""


@staff.command("invite")
@click.argument("name")
@click.argument("role", type=click.Choice(["reader", "editor", "administrator"]))
def staff_invite(name: str, role: str) -> None:
    """Gör en engångslänk för ett nytt konto: NAME och ROLE."""
    from bot.console.invitations import invite

    _print_link(lambda store, clock: invite(store, clock, name, Role(role)))


@staff.command("renew")
@click.argument("name")
def staff_renew(name: str) -> None:
    """Gör en ny engångslänk för NAME, som inte kan logga in."""
    from bot.console.invitations import renew

    _print_link(lambda store, clock: renew(store, clock, name))


def _print_link(make: "Callable[[Store, Clock], Awaitable[str]]") -> None:
    from bot.console.invitations import invitation_path

    token = with_store(lambda store: make(store, Clock()))
    settings = load_settings()
    address = settings.staff_url or f"http://{settings.host}:{settings.port}"
    click.echo("Skicka länken till personen. Den fungerar en gång, i sju dagar:")
    click.echo(f"{address}{invitation_path(token)}")
