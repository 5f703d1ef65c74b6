"""The texts from the command line: checked, and reported on for those who write them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.knowledge.library import Gap
    from bot.knowledge.municipality import Contact
    from bot.knowledge.report import Report, Row

_HEADINGS = ("LIX", "medel", "längst", "meningar")
_MEASURES = ("lix", "average", "longest", "sentences")
_WIDTHS = (6, 8, 9, 11)


@click.command()
@click.option("--report", is_flag=True, help="Visa hur texterna mår: läsbarhet och vad som saknas.")
def content(*, report: bool) -> None:
    """Kontrollera alla texter i content/."""
    settings = load_settings()
    if report:
        click.echo("\n".join(_lines(_report(settings))))
        return
    from bot.house import load_library
    from bot.knowledge.reading import Reader

    library = load_library(settings)
    Reader(settings.content_dir)
    pages = len(library.pages("sv"))
    click.echo(f"Alla texter är rätt skrivna: {pages} sidor på svenska och engelska.")


def _report(settings: Settings) -> "Report":
    """The report, also on texts that do not fit together: those are what it is for."""
    from bot.clock import Clock
    from bot.domain.sweden import STOCKHOLM
    from bot.knowledge.library import Library
    from bot.knowledge.report import report
    from bot.readiness import unchecked

    library = Library(settings.content_dir, with_gaps=True)
    today = Clock().now().astimezone(STOCKHOLM).date()
    return report(library, unchecked(library, today))


def _lines(found: "Report") -> Iterator[str]:
    yield from _table(found.rows)
    yield from _list("Texter som saknas eller skiljer sig", map(_gap, found.untranslated))
    topics = (f"{place}: {topic}" for place, topic in found.unknown_topics)
    yield from _list("Ämnen som boten inte känner till", topics)
    yield from _list("Länkar som inte leder någonstans", map(_gap, found.dead_links))
    yield from _list("Fakta utan källa", found.without_source)
    yield from _list("Nummer att fylla i", _numbers(found.to_fill_in))
    yield from _list("Nummer som kommunen inte har kontrollerat", _numbers(found.unchecked))


def _table(rows: "tuple[Row, ...]") -> Iterator[str]:
    width = max((len(_name(row)) for row in rows), default=0)
    yield _line("Text", _HEADINGS, width)
    yield from (_line(_name(row), _cells(row), width) for row in rows)
    above = sum(bool(row.too_much) for row in rows)
    yield ""
    yield f"{len(rows)} texter, {above} över gränsen (märkt med *)."
    yield "Längst är ord i längsta meningen. Meningar är flest i ett och samma meddelande."
    yield "Gränserna för ord och LIX gäller svenska. Rader i en lista räknas inte i samtalet."


def _name(row: "Row") -> str:
    return f"{row.language}/{row.name}"


def _line(name: str, cells: Iterable[str], width: int) -> str:
    figures = "".join(cell.rjust(space) for cell, space in zip(cells, _WIDTHS, strict=True))
    return (name.ljust(width) + figures).rstrip()


def _cells(row: "Row") -> Iterator[str]:
    """The figures with a decimal comma; each ends in a mark or in a space for one."""
    written = (
        f"{row.lix:.0f}",
        f"{row.average:.1f}".replace(".", ","),
        str(row.longest),
        str(row.sentences),
    )
    for figure, measured in zip(written, _MEASURES, strict=True):
        yield figure + ("*" if measured in row.too_much else " ")


def _list(heading: str, entries: Iterable[str]) -> Iterator[str]:
    listed = list(entries)
    yield ""
    yield f"{heading}: {len(listed) or 'inget'}"
    yield from (f"  {entry}" for entry in listed)


def _gap(gap: "Gap") -> str:
    return f"{gap.place}: {gap.about}"


def _numbers(contacts: "Mapping[str, Contact]") -> Iterator[str]:
    """One number a line, by its name in contacts.toml; the required ones are said to be so."""
    width = max((len(key) for key in contacts), default=0)
    for key, contact in contacts.items():
        shown = f"{contact.owner} {contact.number}".rstrip()
        needed = " (krävs före skarp drift)" if contact.required and not contact.number else ""
        yield f"{key.ljust(width)}  {shown}{needed}"
