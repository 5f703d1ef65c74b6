"""The tables of content/signs/privacy.toml, and what the finders of personal data share."""

import re
from collections.abc import Iterable
from typing import Annotated, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict

FILE = "signs/privacy.toml"
BLANK = "\ufffc"  # stands in a shadow for what is already found or masked
_WORD = re.compile(r"[^\W\d_]+")


class Span(NamedTuple):
    """A find in a shadow; a span without a type is opaque: not personal, and nothing inside is."""

    type: str
    start: int
    end: int


def _split(value: object) -> object:
    return frozenset(value.lower().split()) if isinstance(value, str) else value


Words = Annotated[frozenset[str], BeforeValidator(_split)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NumberTable(_Strict):
    """Cue words before numbers, and the numbers of services."""

    personnummer: Words
    phone: Words
    account: Words
    card: Words
    bankgiro: Words
    plusgiro: Words
    swish: Words
    iban: Words
    plate: Words
    service: Words
    service_beginnings: Words
    digits: Words


class PlateTable(_Strict):
    """Three letters that are no plate."""

    words: Words


class AddressTable(_Strict):
    """What street names are made of."""

    endings: Words
    apart: Words
    before: Words
    ordinary: Words
    counts: Words


class HandleTable(_Strict):
    """Where user names stand."""

    cues: Words
    public: Words
    ordinary: Words


class LinkTable(_Strict):
    """Hosts whose paths are persons."""

    people: Words


class NameTable(_Strict):
    """Names, and the words around them."""

    named: Words
    titles: Words
    people: Words
    signs: Words
    things: Words
    after: Words
    before: Words
    never: Words
    ordinary: Words
    never_alone: Words
    first: Words
    last: Words
    last_ordinary: Words
    endings: Words
    streets: Words


class PersonalTable(_Strict):
    """The whole file."""

    numbers: NumberTable
    plates: PlateTable
    address: AddressTable
    handles: HandleTable
    links: LinkTable
    names: NameTable


def words_before(text: str, at: int, count: int) -> list[str]:
    """Up to `count` words just before a place, nearest first, in lower case.

    The search goes back over 60 characters at most and stops at the end of a line.
    """
    near = text[max(0, at - 60) : at].rpartition("\n")[2]
    return [word.lower() for word in reversed(_WORD.findall(near))][:count]


def has_cue(text: str, at: int, cues: Iterable[str], count: int = 4) -> bool:
    """Whether a cue word stands among the last words before a place."""
    return not frozenset(cues).isdisjoint(words_before(text, at, count))
