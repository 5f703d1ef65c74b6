"""Published figures about concerns, from the command line: shown, published, and saved as files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.clock import Clock
from bot.commands.confirming import sure
from bot.commands.database import turn
from bot.domain.quarter import Quarter, quarter_named
from bot.errors import BotError
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.domain.figures import Picture, Published
    from bot.knowledge.library import Library
    from bot.situation import Situation

LANGUAGE = "sv"


@click.group(invoke_without_command=True)
@click.pass_context
def figures(context: click.Context) -> None:
    """Visa lägesbildens siffror, publicera ett kvartal, eller spara dem som fil."""
    if context.invoked_subcommand is not None:
        return
    library, situation = _situation()
    published, waiting = turn(
        lambda tables: (tables.figures.published(), situation.waiting(tables, Clock().now()))
    )
    words = library.figure_words(LANGUAGE)
    for one in published:
        _show(library, one.picture)
    if not published:
        click.echo(words.open.none)
    for quarter in waiting:
        click.echo(f"{words.name(quarter)} kan publiceras: concerns figures publish {quarter}")


@figures.command("publish")
@click.argument("quarter")
def figures_publish(quarter: str) -> None:
    """Publicera QUARTER, till exempel 2026-Q3. Det går inte att ändra efteråt."""
    wanted = _quarter(quarter)
    library, situation = _situation()
    now = Clock().now()
    picture = turn(
        lambda tables: (
            situation.preview(tables, wanted) if wanted in situation.waiting(tables, now) else None
        )
    )
    if picture is None:
        raise BotError(f"{wanted} kan inte publiceras: det är för tidigt, eller redan gjort.")
    _show(library, picture)
    sure("Siffrorna blir öppna för alla och kan inte ändras efteråt. Ska de publiceras?")
    if not turn(lambda tables: situation.publish(tables, wanted, now)):
        raise BotError(f"{wanted} är redan publicerat.")
    click.echo("Kvartalet är publicerat.")


@figures.command("save")
@click.option(
    "--quarter",
    default="",
    help="Ett kvartal, till exempel 2026-Q3. Annars alla, eller det nyaste som PDF.",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def figures_save(file: Path, *, quarter: str) -> None:
    """Spara publicerade siffror i FILE. Ändelsen väljer form: .csv, .xlsx, .db eller .pdf."""
    library, _ = _situation()
    published = turn(lambda tables: tables.figures.published())
    wanted = _quarter(quarter) if quarter else None
    chosen = [one for one in published if wanted in (None, one.picture.quarter)]
    if not chosen:
        raise BotError("Inget kvartal är publicerat." if not quarter else f"{quarter} saknas.")
    try:
        file.write_bytes(_maker(file, library, published)(chosen))
    except OSError as error:
        raise BotError(f"Filen {file} går inte att skriva: {error.strerror}.") from error
    click.echo(f"Siffrorna ligger i {file}.")


def _maker(
    file: Path, library: "Library", published: "Sequence[Published]"
) -> "Callable[[Sequence[Published]], bytes]":
    """What makes a file of this kind."""
    from bot.open_data import notes_on
    from bot.printing.quarter_report import printed
    from bot.printing.tables import csv_file, workbook
    from bot.store.open_data import open_data

    words = library.figure_words(LANGUAGE)
    past = {one.picture.quarter: one for one in published}
    makers: dict[str, Callable[[Sequence[Published]], bytes]] = {
        ".csv": lambda chosen: csv_file(chosen, words),
        ".xlsx": lambda chosen: workbook(chosen, words),
        ".db": lambda chosen: open_data(chosen, notes_on(library, LANGUAGE)),
        ".pdf": lambda chosen: printed(
            library, chosen[0], past.get(chosen[0].picture.quarter.a_year_before)
        ),
    }
    if file.suffix not in makers:
        raise BotError(f"Välj en ändelse: {', '.join(makers)}.")
    return makers[file.suffix]


def _situation() -> "tuple[Library, Situation]":
    from bot.house import load_library
    from bot.situation import Situation

    settings = load_settings()
    library = load_library(settings)
    return library, Situation(library, live=settings.live)


def _quarter(name: str) -> Quarter:
    quarter = quarter_named(name)
    if quarter is None:
        raise BotError(f"”{name}” är inget kvartal. Skriv till exempel 2026-Q3.")
    return quarter


def _show(library: "Library", picture: "Picture") -> None:
    words = library.figure_words(LANGUAGE)
    click.echo(f"{words.name(picture.quarter)}. {words.span(picture.quarter)}")
    click.echo(f"  {words.total}: {words.total_of(picture)}")
    for chart, rows in picture.charts.items():
        click.echo(f"  {words.chart(chart)}")
        for row in rows:
            click.echo(f"    {row.figure!s:>5}  {row.label}")
