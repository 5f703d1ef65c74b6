"""Words as residents type them, made comparable: tokens with offsets and a forgiving key."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# A word goes on over combining marks and invisible joiners, so that "å" typed as two characters
# or a word with a soft hyphen stays one word.
_WORD = re.compile(
    "[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]|['’](?=[^\\W_]))*"
)
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_UNMARKED = str.maketrans({"æ": "a", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_JOINERS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff'’"))
_ENDS = frozenset(".!?\n;…؟。")
_PAUSES = frozenset(',:–—()"”/')

# Spoken forms that people write, and how they are spelt out.
_SPOKEN = {
    "mej": "mig",
    "dej": "dig",
    "sej": "sig",
    "nån": "någon",
    "nan": "någon",
    "ngn": "någon",
    "nåt": "något",
    "ngt": "något",
    "dom": "de",
    "dem": "de",
    "di": "de",
    "inge": "ingen",
    "int": "inte",
    "ente": "inte",
    "ej": "inte",
    "ida": "idag",
    "nånting": "någonting",
    "nåra": "några",
}


class Token(NamedTuple):
    """One word of a text.

    Attributes:
        word: The key that words are compared by; see `key`.
        raw: The word in lower case with its å, ä and ö; see `spelt_out`.
        start: Offset of its first character in the text as given.
        end: Offset after its last character.
        stop: A sentence ended between the word before and this one (true for the first).
        pause: A comma, colon, dash, quote or bracket stands before it.
    """

    word: str
    raw: str
    start: int
    end: int
    stop: bool
    pause: bool


def fold(text: str) -> str:
    """Lower case without marks: å and ä become a, ö becomes o, é becomes e; joiners go."""
    lowered = text.casefold().translate(_JOINERS)
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_UNMARKED)


def spelt_out(word: str) -> str:
    """A word in lower case, composed, with a spoken form written out: "Nån" gives "någon"."""
    lowered = unicodedata.normalize("NFC", word.lower())
    return _SPOKEN.get(lowered, lowered)


def key(word: str) -> str:
    """What one word is compared by: folded, doubled letters made single, ae and oe as a and o.

    "Dörren", "dorren", "DÖREN", "doerren" and "dörrrren" all get the same key, and so do the
    spoken forms of a few small words ("mej" and "mig"). Digits are left alone.
    """
    folded = fold(spelt_out(word)).replace("ae", "a").replace("oe", "o")
    return _DOUBLED.sub(r"\1", folded)


def tokens(text: str) -> list[Token]:
    """The words of a text in order, with their offsets in the text as given."""
    read: dict[str, tuple[str, str]] = {}  # per call, so that nothing a resident wrote is kept
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        written = match.group()
        if written not in read:
            read[written] = key(written), spelt_out(written)
        start = match.start()
        between = text[end:start]
        plain = between == " "
        stop = not found or not (plain or _ENDS.isdisjoint(between))
        pause = not (plain or _PAUSES.isdisjoint(between))
        end = match.end()
        found.append(Token(*read[written], start, end, stop, pause))
    return found


def sentences(words: list[Token]) -> Iterator[tuple[int, int]]:
    """First and after-last token number of each sentence."""
    start = 0
    for number, token in enumerate(words):
        if token.stop and number > start:
            yield start, number
            start = number
    if start < len(words):
        yield start, len(words)
