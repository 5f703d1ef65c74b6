"""A text cut into what signs are written in: words, addresses, sums, phone numbers, times."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.knowledge.links import Link, skeleton

_PIECE = re.compile(
    r"\+?\d+(?:[ .,:/\-\u2013]\d+){0,8}|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad\u200b-\u200d])*"
    r"|[€$£%]|[❤💕💖💗😘💋🌹😍🥰]"
)
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_FOLD = str.maketrans({"æ": "a", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "s"})
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d"))
_ENDS = frozenset(".!?\n؟。")
_MONEY = frozenset(
    [
        "kr",
        "sek",
        "kronor",
        "kronorna",
        "spänn",
        "euro",
        "eur",
        "usd",
        "dollar",
        "dollars",
        "pund",
        "gbp",
        "zl",
        "pln",
        "kruunu",
        "tusen",
        "tusn",
        "btc",
        "miljoner",
        "million",
        "millions",
        "tkr",
        "nok",
        "dkk",
        "lax",
    ]
)
_SHORT_NUMBERS = frozenset({"112", "11414", "11313", "1177", "7726", "116006"})
_SPOKEN = {
    "mej": "mig", "me": "med", "dej": "dig", "sej": "sig", "non": "nagon", "nan": "nagon",
    "nat": "nagot", "not": "nagot", "dom": "de", "di": "de", "ente": "inte", "int": "inte",
    "ej": "inte", "ja": "jag", "va": "var", "ida": "idag", "sen": "sedan", "medans": "medan",
    "mobbil": "mobil", "bankide": "bankid", "stog": "stod", "sas": "sas",
}  # fmt: skip


class Piece(NamedTuple):
    """One piece of a text: `text[start:end]`, in sentence number `sentence`.

    `key` is what patterns compare: a folded word ("å" as "a", doubled letters once), or
    "@link", "@mail", "@phone", "@sum", "@time", "@date", "@code", "@number", "@heart", "@percent".
    """

    key: str
    start: int
    end: int
    sentence: int


def fold(word: str) -> str:
    """The key of a word: lower case, no marks, doubled letters once, spoken forms written out."""
    word = word.translate(_DROPPED)
    if not word.isascii():
        word = _latin(word)
        parts = unicodedata.normalize("NFKD", word.casefold().translate(_FOLD))
        word = "".join(c for c in parts if not "\u0300" <= c <= "\u036f")
    folded = _DOUBLED.sub(r"\1", word.lower())
    return _SPOKEN.get(folded, folded)


def _latin(word: str) -> str:
    """A word that mixes Latin with look-alike letters, as the eye reads it."""
    if any(c.isascii() and c.isalpha() for c in word) and any(
        "\u0370" <= c <= "\u052f" for c in word
    ):
        return skeleton(word)
    return word


def cut(text: str, links: Iterable[Link], official: Mapping[int, str] | None = None) -> list[Piece]:
    """The pieces of a text in order; `official` gives another key for links by where they start."""
    pieces: list[Piece] = []
    keys = _Keys()
    sentence = at = 0
    for link in links:
        sentence = _cut_words(text, (at, link.start), sentence, pieces, keys)
        name = (official or {}).get(link.start, "@mail" if link.mail else "@link")
        pieces.append(Piece(name, link.start, link.end, sentence))
        at = link.end
    _cut_words(text, (at, len(text)), sentence, pieces, keys)
    return pieces


class _Keys(dict[str, str]):
    """The keys of the words of one text, each worked out once."""

    def __missing__(self, raw: str) -> str:
        self[raw] = found = _symbol(raw)
        return found


def _cut_words(
    text: str, where: tuple[int, int], sentence: int, pieces: list[Piece], keys: _Keys
) -> int:
    start, stop = at, _ = where
    for match in _PIECE.finditer(text, start, stop):
        if at < match.start() and not _ENDS.isdisjoint(text[at : match.start()]):
            sentence += 1
        at = match.end()
        raw = match.group()
        if raw[0].isdigit() or raw[0] == "+":
            _number(text, match.start(), raw, sentence, pieces)
        else:
            pieces.append(Piece(keys[raw], match.start(), at, sentence))
    if not _ENDS.isdisjoint(text[at:stop]):
        sentence += 1
    return sentence


def _symbol(raw: str) -> str:
    if raw in "€$£":
        return "@sum"
    if raw == "%":
        return "@percent"
    return fold(raw) if raw[0].isalpha() else "@heart"


def _number(text: str, start: int, raw: str, sentence: int, pieces: list[Piece]) -> None:
    end = start + len(raw)
    pieces.append(Piece(_number_key(text, start, end, raw), start, end, sentence))


def _number_key(text: str, start: int, end: int, raw: str) -> str:
    after = re.match(r"\s?([^\W\d_]{1,9}|[€$£%])", text[end : end + 12])
    unit = after.group(1).lower() if after else ""
    if (
        unit in _MONEY
        or (unit in "€$£" and unit)
        or text[max(0, start - 1) : start] in ("€", "$", "£")
    ):
        return "@sum"
    digits = re.sub(r"\D", "", raw)
    if digits in _SHORT_NUMBERS:
        return digits
    if (raw[0] == "+" and len(digits) > 8) or (
        raw[0] == "0" and 8 <= len(digits) <= 13 and "." not in raw
    ):
        return "@phone"
    if re.fullmatch(r"(?:20\d\d-)?\d{1,2}[-/]\d{1,2}", raw):
        return "@date"
    if re.fullmatch(r"\d{1,2}[.:]\d\d(?:\s?[-\u2013]\s?\d{1,2}[.:]\d\d)?", raw):
        return "@time"
    if raw.replace(" ", "").isdigit() and 4 <= len(digits) <= 8 and len(raw) <= 9:
        return "@code"
    return digits if len(digits) == len(raw) <= 4 else "@number"
