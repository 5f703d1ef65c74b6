"""A meeting's poster for the library and the shop: A4 or A3, as an accessible PDF."""

import asyncio
from pathlib import Path
from typing import Literal

from bot.domain.meeting import Meeting, Standing
from bot.knowledge.dates import day, hours
from bot.knowledge.library import Library
from bot.knowledge.meeting_link import meeting_link, spoken
from bot.printing.pdf import pdf
from bot.printing.qr import qr_code

LAYOUT = Path(__file__).with_name("poster.typ")
Paper = Literal["a4", "a3"]


async def poster(
    library: Library,
    meeting: Meeting,
    address: str,
    paper: Paper = "a4",
    language: str = "sv",
) -> bytes:
    """The PDF, made in a thread of its own. `address` is where the bot is reached, on the web or
    on Telegram; the QR code leads from there straight to the meeting. Without one the poster has
    no code and is whole all the same. Takes about a tenth of a second.

    Raises:
        ContentError: the page could not be set.
        ImportError: typst is not installed.
    """
    return await asyncio.to_thread(printed, library, meeting, address, paper, language)


def file_name(library: Library, meeting: Meeting, paper: Paper, language: str) -> str:
    """What the file is called when somebody keeps it."""
    return f"{library.poster(language).file}-{meeting.key}-{paper}.pdf"


def printed(library: Library, meeting: Meeting, address: str, paper: Paper, language: str) -> bytes:
    """The same at once, for who may wait."""
    filled = _filled(library, meeting, address, language) | {"paper": paper}
    return pdf(LAYOUT, "poster", filled, f"{language}/poster.toml")


def _filled(library: Library, meeting: Meeting, address: str, language: str) -> dict[str, object]:
    """All that the layout needs; what nobody has said is not there."""
    words = library.poster(language)
    notes = {Standing.MOVED: words.moved, Standing.CANCELLED: words.cancelled}
    link = meeting_link(address, meeting.key)
    shown = ("coffee", "hearing_loop", "lift", "toilet")
    return {
        "language": language,
        "municipality": library.municipality.name,
        "site": library.municipality.site,
        "words": words.model_dump(exclude={"file"}),
        "note": words.example if meeting.example else notes.get(meeting.standing, ""),
        "title": meeting.title,
        "about": meeting.about,
        "day": _dated(meeting, language),
        "times": f"{words.at} {hours(meeting.starts, meeting.ends, language)}",
        "place": meeting.place,
        "directions": meeting.directions,
        "has": [
            {"name": name, "said": getattr(words, name)} for name in shown if getattr(meeting, name)
        ],
        "phone": meeting.phone or library.contacts["vaxel"].number,
        # A deep link is not typed by hand; the bot's own address is.
        "address": spoken(address if "?" in link else link),
        "code": qr_code(link) if link else "",
    }


def _dated(meeting: Meeting, language: str) -> str:
    """Weekday and date with a capital; the year is the one in which the poster hangs."""
    written = day(meeting.starts, language).rpartition(" ")[0]
    return written[:1].upper() + written[1:]
