"""What staff copy: a notice for the local paper, and a text message of at most 160 characters."""

import unicodedata
from dataclasses import dataclass

from bot.domain.meeting import Meeting, Standing
from bot.domain.message import plain
from bot.knowledge.dates import day, hours, short_day
from bot.knowledge.library import Library
from bot.knowledge.meeting_link import spoken
from bot.knowledge.readability import sentences, words

LONGEST_ABOUT = 22
"""Words of the meeting's own text in the notice, which is about 60 words long in all."""
LONGEST_SMS = 160
"""Septets in one text message (3GPP TS 23.038); a longer one is sent, and paid for, as two."""
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
_PLAINER = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‑": "-",
        "”": '"',
        "“": '"',
        "’": "'",
        "‘": "'",
        "…": "...",
        "\u00a0": " ",
    }
)
_FEWEST = 12
"""Characters of a title that still say something."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text message says where it may be cut."""

    title: str
    place: str


def paper_text(library: Library, meeting: Meeting, address: str = "", language: str = "sv") -> str:
    """A notice for the local paper; `address` is where the bot is reached, if it is to be named."""
    text = library.press(
        "paper",
        language,
        title=meeting.title,
        about=_beginning(meeting.about),
        who=_small(meeting.who),
        day=day(meeting.starts, language),
        times=hours(meeting.starts, meeting.ends, language),
        place=meeting.place.rstrip("."),
        lift=meeting.lift,
        hearing_loop=meeting.hearing_loop,
        coffee=meeting.coffee,
        ring=_number(library, meeting),
        address=spoken(address),
        example=meeting.example,
        moved=meeting.standing is Standing.MOVED,
    )
    return "\n\n".join(block.plain.strip() for block in text)


def sms_text(library: Library, meeting: Meeting, language: str = "sv") -> str:
    """A text message, in letters of which 160 fit in one; only what is too long is cut.

    It holds no link: residents are told not to trust links in text messages, ours among them.
    """
    place = meeting.place.rstrip(".")
    tries = [_Said(meeting.title, place), _Said(meeting.title, place.split(",")[0])]
    shortened = [_Said(title, tries[1].place) for title in _shorter(meeting.title)]
    written = ""
    for said in (*tries, *shortened):
        written = _sms(library, meeting, language, said)
        if septets(written) <= LONGEST_SMS:
            break
    return written


def septets(text: str) -> int:
    """How much of a text message a text takes, where all its letters are in the basic alphabet."""
    return sum(2 if character in _EXTENDED else 1 for character in text)


def basic(text: str) -> str:
    """A text in the alphabet of text messages: å, ä, ö and é stay, other marks and signs go."""
    return "".join(map(_basic, unicodedata.normalize("NFC", text).translate(_PLAINER)))


def _sms(library: Library, meeting: Meeting, language: str, said: _Said) -> str:
    text = library.press(
        "sms",
        language,
        title=said.title,
        day=short_day(meeting.starts, language),
        start=hours(meeting.starts, meeting.ends, language).partition("–")[0],
        place=said.place,
        ring=_number(library, meeting),
        example=meeting.example,
        moved=meeting.standing is Standing.MOVED,
    )
    return basic(" ".join(plain(text).split()))


def _basic(character: str) -> str:
    if character in _BASIC or character in _EXTENDED:
        return character
    bare = unicodedata.normalize("NFKD", character)[0]
    return bare if bare in _BASIC else ""


def _shorter(title: str) -> list[str]:
    """The title with fewer and fewer words."""
    spoken_words = title.split()
    cut = (" ".join(spoken_words[:count]) for count in range(len(spoken_words) - 1, 0, -1))
    whole = [f"{one.rstrip(' ,.:;–-')}..." for one in cut if len(one) >= _FEWEST]
    return [*whole, f"{title[:_FEWEST].rstrip()}..."]


def _beginning(text: str) -> str:
    """The first sentences that fit; none where the first alone is too long."""
    kept, count = [], 0
    for sentence in sentences(text):
        count += len(words(sentence))
        if count > LONGEST_ABOUT:
            break
        kept.append(sentence)
    return " ".join(kept)


def _small(who: str) -> str:
    """As it stands in the middle of a sentence: a name keeps its capital, a role has none."""
    written = who.rstrip(".")
    first = written.split(" ")[0]
    in_roles = len(written) > 1 and written[1:2].islower() and first.lower() in _ROLES
    return written[:1].lower() + written[1:] if in_roles else written


_ROLES = frozenset({"kommunens", "en", "ett", "två", "tre", "vi", "polisen", "the", "a", "an"})


def _number(library: Library, meeting: Meeting) -> str:
    """Whom to ring: the meeting's own number, else the switchboard, as far as it is known."""
    return meeting.phone or library.contacts["vaxel"].number
