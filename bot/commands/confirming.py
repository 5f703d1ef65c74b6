"""A question that has to be answered with yes, in Swedish, before something weighty is done."""

import click

from bot.errors import BotError

YES = {"ja", "j"}


def sure(question: str) -> None:
    """Ask, and go on only after “ja”.

    Raises:
        BotError: anything else was answered; nothing has been done.
    """
    answer = click.prompt(f"{question} Skriv ja eller nej", default="nej", show_default=False)
    if str(answer).strip().casefold() not in YES:
        raise BotError("Inget är gjort.")
