"""Links found in a text, taken apart without ever being opened, and shown back broken."""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import idna
from publicsuffixlist import PublicSuffixList

# Longer "words" than any address anyone types; what is beyond is not looked at.
MAX_LINK = 2048
_CHUNK = re.compile(r"[^\s<>\"'“”«»()\[\]{}|]+")
_TRIM = ".,;:!?…*_-–=/>’"
# Endings that are also everyday words: "kom.men", "nu.de" is a missing space, not an address.
_WORD_ENDINGS = frozenset(
    [
        "nu",
        "de",
        "men",
        "man",
        "so",
        "at",
        "is",
        "in",
        "me",
        "no",
        "to",
        "do",
        "it",
        "my",
        "am",
        "be",
        "as",
        "la",
        "ma",
        "hur",
        "du",
        "sa",
        "va",
        "so",
        "re",
        "by",
        "om",
        "et",
        "as",
        "bar",
        "kim",
        "how",
        "now",
        "here",
        "today",
        "one",
        "life",
        "plus",
        "gold",
        "love",
        "day",
        "moment",
        "vi",
        "host",
        "ge",
    ]
)
# Any digits with at most two marks between them; the two parts share no letter, so it is linear.
_NUMBER = re.compile(r"[+(]?\d(?:[ \u00a0\u2009\-\u2010-\u2013/().]{0,2}\d)*")
_HOURS = re.compile(r"\d\d\.\d\d ?[-\u2013] ?\d\d\.\d\d")  # 08.00-12.00
_TELEPHONE = 7  # digits that make a telephone number when it begins with 0 or +
_ANY_NUMBER = 10  # and when it does not
_LETTERS = str.maketrans("аеорсухіјѕԁԛԝһкмтвнгпиѵοανικρτυεηχ", "aeopcyxijsdqwhkmtbhrnuvoavikptuenx")


@dataclass(frozen=True, slots=True)
class Link:
    """An address standing in a text: `text[start:end]`.

    `host` is lower case and decoded from punycode; `domain` is the part somebody owns (one label
    and its public suffix), empty for a bare number address; `mail` is true for a mail address.
    """

    start: int
    end: int
    host: str
    domain: str
    suffix: str
    path: str
    mail: bool
    local: str = ""


@cache
def _suffixes() -> PublicSuffixList:
    # Only the registries' part: netlify.app and its like are then the owner's domain, and
    # recognised as rented space by the register.
    return PublicSuffixList(only_icann=True, accept_unknown=False)


def find_links(text: str) -> tuple[Link, ...]:
    """Every address in the text, in order; linear in its length, nothing is looked up."""
    found = []
    for chunk in _CHUNK.finditer(text):
        raw = chunk.group()
        if "." in raw or "://" in raw:
            link = _read(raw[:MAX_LINK], chunk.start())
            if link:
                found.append(link)
    return tuple(found)


def defang(text: str) -> str:
    """The text with every address and long number broken so that no program makes it tappable.

    "https://dpd.example/x" becomes "hxxps://dpd[.]example/x"; mail addresses likewise. Of a
    telephone number the first four digits are left: "070-174 06 05" becomes "070-1…".
    """
    text = _NUMBER.sub(_shortened, text)
    text = re.sub(r"(?i)\bh(tt)(ps?://)", r"hxx\2", text)
    text = re.sub(r"(?<=[^\W_])@(?=[^\W_])", "[@]", text)
    # Also between words that merely look like an address: some programs link any known ending.
    return re.sub(r"(?<=[^\W_])\.(?=[^\W\d_]{2})", "[.]", text)


def _shortened(number: re.Match[str]) -> str:
    raw = number.group()
    digits = [i for i, letter in enumerate(raw) if letter.isdigit()]
    if _HOURS.fullmatch(raw):
        return raw
    for nth, at in enumerate(digits):
        begins = raw[at] == "0" and (at == 0 or not raw[at - 1].isdigit())
        begins = begins or (at == 1 and raw[0] == "+")
        if begins and len(digits) - nth >= _TELEPHONE:
            return raw[: digits[nth + 3] + 1] + "…"
    # Short ones such as 114 14, and sums and dates, are nobody's telephone number.
    return raw if len(digits) < _ANY_NUMBER else raw[: digits[3] + 1] + "…"


def skeleton(name: str) -> str:
    """A name as the eye reads it: look-alike letters and digits as the plain letter."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.replace("rn", "m").replace("vv", "w")
    return plain.translate(str.maketrans("013458|ı", "oleasbli"))


def mixed_script(host: str) -> bool:
    """True when one label mixes Latin letters with Greek or Cyrillic, or is only look-alikes."""
    return any(_mixed(label) for label in host.split("."))


def _mixed(label: str) -> bool:
    letters = [c for c in label if c.isalpha() and not c.isascii()]
    foreign = [c for c in letters if c in _TRANSLATED]
    return bool(foreign) and (any(c.isascii() and c.isalpha() for c in label) or letters == foreign)


_TRANSLATED = frozenset(chr(code) for code in _LETTERS)


def _read(raw: str, start: int) -> Link | None:
    body = raw.rstrip(_TRIM)
    lead = len(body) - len(body.lstrip(_TRIM + "("))
    body = body[lead:]
    scheme, mark, rest = body.partition("://")
    if mark and scheme.rstrip().lower().endswith(("http", "https", "hxxp", "hxxps")):
        cut = max(scheme.lower().rfind("http"), scheme.lower().rfind("hxxp"))
        lead += cut
        body = body[cut:]
        explicit = True
    else:
        rest, explicit = body, False
    if not rest:
        return None
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    local, at, host = authority.rpartition("@")
    mail = bool(at) and not explicit
    path = rest[len(authority) :]
    host = _decoded(host.split(":", 1)[0].strip("."))
    end = start + lead + len(body)
    if explicit and _is_ip(host):
        return Link(start + lead, end, host, "", "", path, mail=False)
    suffix = _suffix(host)
    if not suffix or not _plausible(host, suffix, path, explicit=explicit or mail, local=local):
        return None
    owner = host[: -len(suffix) - 1].rpartition(".")[2]
    return Link(
        start + lead, end, host, f"{owner}.{suffix}", suffix, path, mail, local if mail else ""
    )


def _decoded(host: str) -> str:
    host = unicodedata.normalize("NFKC", host).lower()
    if "xn--" not in host:
        return host
    try:
        return idna.decode(host)
    except (idna.IDNAError, UnicodeError):
        return host


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _suffix(host: str) -> str:
    labels = host.split(".")
    if len(labels) < 2 or len(host) > 253 or not all(labels):
        return ""
    try:
        found = _suffixes().publicsuffix(host)
    except (UnicodeError, ValueError):
        return ""
    return found if found and found != host else ""


def _plausible(host: str, suffix: str, path: str, *, explicit: bool, local: str) -> bool:
    if explicit or local:
        return True
    if not re.fullmatch(r"[\w.-]+", host) or not any(c.isalpha() for c in host):
        return False
    if host.startswith("www.") or path or "-" in host or host.count(".") > 1:
        return len(host.split(".", maxsplit=1)[0]) > 1 or bool(path)
    name = host[: -len(suffix) - 1]
    if len(name) < 2:
        return False
    return suffix not in _WORD_ENDINGS
