"""Where a person can be reached or found: links, e-mail, user names, addresses and plates."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.knowledge.signs import PersonalTable, Span, has_cue

_LINK = re.compile(
    r"(?<![\w@.-])(?:(?:https?://|www\.)[^\s<>\"\ufffc]{2,2000}"
    r"|(?:[a-z0-9-]{1,63}\.){1,4}(?:se|com|nu|org|net|me|io|gg|info|eu|no|dk|fi|de|uk|ru|link|ly|app|xyz|top|shop)"
    r"(?:/[^\s<>\"\ufffc]{1,2000})?(?![\w.-]*@)(?![\w-]))",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} {0,2}(?:\(at\)|\[at\]|\(a\)|snabel-?a|@) {0,2}[\w-]{1,40}"
    r"(?: ?(?:\.|\bpunkt\b) ?(?:se|com|nu|org|net|eu|no|dk))",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8,}|[\w-]{20,}")
_HOUSE = re.compile(
    r"[ \u00a0]{1,2}(?:nr\.? ?)?(\d{1,3})(?: ?[A-Za-hJ-Z](?![\w'’]))?(?![\w%]|[.,:]\d| ?[–-] ?\d)"
)
_LETTER = re.compile(r"(?<=\d)( ?)([A-Za-z])$")
_STREET = re.compile(r"[^\W\d_]+(?:[-'’:.][^\W\d_]+)*")
_ENGLISH_STREET = re.compile(
    r"(?<!\w)\d{1,4} (?:[A-Z][a-z]{2,20} ){1,3}(?:Street|Road|Avenue|Lane|Drive|Close)(?!\w)"
)
_PLATE = re.compile(r"(?<![\w-])([A-Za-zÅÄÖåäö]{3})[ -]?(\d{2}[\dA-Za-z])(?![\w-]|[.,:]\d)")
_AT = re.compile(r"(?<![\w@.])@([A-Za-zÅÄÖåäö_][\w.]{1,40}\w)")
_LATER_HANDLE = re.compile(r"(?: [^\W\d_]{2,12}){1,3} ([\w.-]{3,40})(?![\w@])")
_CUED_HANDLE = re.compile(
    r"[ :=]{1,3}(?:är |heter |på |med |namnet |\"|“|')?([\w.-]{3,40})(?![\w@])"
)
_UNDERLINED = re.compile(r"(?<![\w@./:-])[^\W\d_]\w{0,30}_\w{1,30}(?![\w@/])")
_CUE = re.compile(r"[^\W\d_]+")


class Places:
    """Finds what is neither a number nor a name."""

    def __init__(self, table: PersonalTable) -> None:
        self._table = table

    def links(self, text: str) -> Iterator[Span]:
        """E-mail addresses, and links; a link that leads to no person is opaque."""
        for shape in (_EMAIL, _SPOKEN_EMAIL):
            for match in shape.finditer(text):
                yield Span("email", match.start(), match.start() + len(match.group().rstrip(".-_")))
        if "." not in text:
            return
        for match in _LINK.finditer(text):
            link = match.group().rstrip(".,;:!?)'”")
            kind = "link" if self._leads_to_person(link) else ""
            yield Span(kind, match.start(), match.start() + len(link))

    def _leads_to_person(self, link: str) -> bool:
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", link, flags=re.IGNORECASE)
        host, _, path = bare.partition("/")
        if "?" in bare or ("#" in bare and "=" in bare):
            return True
        if not path.strip("/"):
            return False
        if host.lower() in self._table.links.people or "@" in path or "~" in path:
            return True
        names = self._table.names
        for part in path.split("/"):
            if _TOKEN.fullmatch(part):
                return True
            words = re.split(r"[-._]", part.lower())
            pairs = pairwise(words)
            if any(a in names.first and b in names.last | names.last_ordinary for a, b in pairs):
                return True
        return False

    def others(self, text: str) -> Iterator[Span]:
        """Addresses, number plates and user names."""
        yield from self._handles(text)
        if any(c.isdecimal() for c in text):
            yield from self._addresses(text)
            yield from self._plates(text)

    def _addresses(self, text: str) -> Iterator[Span]:
        yield from (Span("address", *match.span()) for match in _ENGLISH_STREET.finditer(text))
        last: list[re.Match[str]] = []
        for word in _STREET.finditer(text):
            last = [*last[-3:], word]
            house = _HOUSE.match(text, word.end())
            if house is None or not self._is_street(last, text):
                continue
            end = self._house_end(text, house)
            if end:
                yield Span("address", self._street_start(last, text), end)

    def _house_end(self, text: str, house: re.Match[str]) -> int:
        """Where the house number ends; 0 if the number counts something."""
        end = house.end()
        following = _STREET.match(text, end + 1) if text[end : end + 1] == " " else None
        if following and following.group().lower() in self._table.address.counts:
            return 0
        letter = _LETTER.search(text, house.start(1), end)
        if letter and letter.group(1) and letter.group(2) in "iåöå":
            return letter.start()
        return end

    def _is_street(self, last: list[re.Match[str]], text: str) -> bool:
        address = self._table.address
        word = last[-1].group()
        low = word.lower()
        beside = len(last) > 1 and _beside(text, *last[-2:])
        before = last[-2].group() if beside else ""
        if low in address.ordinary:
            return before[:1].isupper() and before.lower() in address.before
        if low in address.apart:
            return before[:1].isupper()
        return any(low.endswith(end) and len(low) > len(end) for end in address.endings)

    def _street_start(self, last: list[re.Match[str]], text: str) -> int:
        """Where the street name begins: "Södra Ringvägen", "Erik Dahlbergsvägen"."""
        start = last[-1].start()
        table = self._table
        known = table.address.before | table.names.first
        for before, after in zip(reversed(last[:-1]), reversed(last[1:]), strict=True):
            low = before.group().lower()
            apart = after is last[-1] and after.group().lower() in table.address.apart
            named = before.group()[0].isupper() and (low in known or low.rstrip("s") in known)
            if not (named or apart) or not _beside(text, before, after):
                break
            start = before.start()
        return start

    def _plates(self, text: str) -> Iterator[Span]:
        shouting = text.isupper()
        for match in _PLATE.finditer(text):
            letters, rest = match.groups()
            if not self._can_be_plate(letters, rest):
                continue
            sure = (
                letters.isupper()
                and not shouting
                and letters.lower() not in self._table.plates.words
            )
            if sure or has_cue(text, match.start(), self._table.numbers.plate, 3):
                yield Span("plate", *match.span())

    def _can_be_plate(self, letters: str, rest: str) -> bool:
        if not letters.isascii() or not set(letters.upper()).isdisjoint("IQV"):
            return False
        last = rest[-1].upper()
        return last.isdigit() or (last.isascii() and last not in "IOQV")

    def _handles(self, text: str) -> Iterator[Span]:
        table = self._table.handles
        for match in _AT.finditer(text):
            if match.group(1).lower() not in table.public:
                yield Span("handle", *match.span())
        if "_" in text:
            yield from (
                Span("handle", *match.span())
                for match in _UNDERLINED.finditer(text)
                if any(c.isdecimal() for c in match.group())
            )
        for cue in _CUE.finditer(text):
            if cue.group().lower() in table.cues:
                yield from self._cued_handle(text, cue.end())

    def _cued_handle(self, text: str, at: int) -> Iterator[Span]:
        match = _CUED_HANDLE.match(text, at)
        later = _LATER_HANDLE.match(text, at)
        if match and self._is_handle(match.group(1), text[at : match.start(1)]):
            yield Span("handle", match.start(1), match.start(1) + len(match.group(1).rstrip(".-")))
        elif later and self._is_handle(later.group(1), ""):
            yield Span("handle", later.start(1), later.start(1) + len(later.group(1).rstrip(".-")))

    def _is_handle(self, written: str, between: str) -> bool:
        """Whether a word is a user name, from its signs or from what introduces it."""
        table = self._table.handles
        handle = written.rstrip(".-").lower()
        if handle in table.ordinary | table.public | table.cues or not handle[:1].isalpha():
            return False
        introduced = any(sign in between for sign in (":", "=", "är ", "heter "))
        return introduced or any(c.isdecimal() or c in "_." for c in handle)


def _beside(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    return text[first.end() : second.start()] == " "
