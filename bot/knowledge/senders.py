"""The register of senders and their official addresses, and what a link says beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import OSA

from bot.knowledge.links import Link, find_links, mixed_script, skeleton
from bot.knowledge.pieces import Piece, fold
from bot.knowledge.tables import validated

_SHORTEST = 5  # letters a name needs before it counts as the beginning of a host
_LONG = 8  # letters it needs before it counts anywhere in a host
_COMMON = frozenset({"kommunen", "regionen", "forsamling", "tingsratt", "windows"})


class SenderTable(BaseModel):
    """One sender of senders.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    owner: str
    sort: str
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    source: str


class SendersFile(BaseModel):
    """senders.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sender: dict[str, SenderTable]


class OfficialTable(BaseModel):
    """The official domains of one owner."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    owner: str
    domains: tuple[str, ...]
    source: str


class AddressTable(BaseModel):
    """A list of addresses of one kind, such as link shorteners."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    explanation: str
    source: str
    domains: frozenset[str]


class AddressTables(BaseModel):
    """The four lists of addresses that frauds use."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    shorteners: AddressTable
    rented: AddressTable
    free_mail: AddressTable
    odd_endings: AddressTable


class DomainsFile(BaseModel):
    """domains.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    official: dict[str, OfficialTable]
    address: AddressTables


@dataclass(frozen=True, slots=True)
class Mention:
    """A sender named in the text by the pieces `first` to `last` (both included)."""

    sender: str
    sort: str
    first: int
    last: int


class Register:
    """Who writes to residents, under which names, from which addresses and numbers."""

    def __init__(self, senders: Mapping[str, object], domains: Mapping[str, object]) -> None:
        """Takes the parsed senders.toml and domains.toml.

        Raises:
            ContentError: a table is wrong; names the file and the key.
        """
        self._senders = validated(SendersFile, senders, "signs/senders.toml").sender
        file = validated(DomainsFile, domains, "signs/domains.toml")
        self._address = file.address
        find_links("karlshamn.se")  # reads the suffix list now, not at the first resident's text
        self._official = {d: owner for owner, table in file.official.items() for d in table.domains}
        self._names = _name_index(self._senders)
        self._numbers = {
            _digits(number) for table in self._senders.values() for number in table.numbers
        }
        self._labels = _labels(self._senders, self._official)
        self._middling = tuple(name for name in self._labels if len(name) >= _SHORTEST)
        self._long = tuple(name for name in self._labels if len(name) >= _LONG)

    def owner(self, link: Link) -> str:
        """The key of the sender whose official address this is, or an empty string."""
        return self._official.get(link.domain, "")

    def sort(self, sender: str) -> str:
        """What a sender is: bank, parcel, authority ...; empty when unknown."""
        table = self._senders.get(sender)
        return table.sort if table else ""

    def is_official_number(self, raw: str) -> bool:
        """Whether a phone number is one of the register's own."""
        return _digits(raw) in self._numbers

    def mentions(self, pieces: list[Piece]) -> tuple[Mention, ...]:
        """The senders that the words of a text name."""
        return tuple(found for i in range(len(pieces)) for found in self._at(pieces, i))

    def _at(self, pieces: list[Piece], i: int) -> Iterable[Mention]:
        for words, sender in self._names.get(pieces[i].key, ()):
            last = i + len(words)
            if tuple(p.key for p in pieces[i + 1 : last + 1]) == words:
                yield Mention(sender, self._senders[sender].sort, i, last)
                return

    def faults(self, link: Link) -> tuple[str, ...]:
        """The signs an address carries on its own; empty for an official or an ordinary one."""
        if self.owner(link):
            return ()
        return tuple(name for name, holds in self._checks(link) if holds)

    def _checks(self, link: Link) -> Iterable[tuple[str, bool]]:
        lists = self._address
        yield "link_letters", mixed_script(link.host)
        yield "link_lookalike", bool(self.imitated(link))
        if link.mail:
            return
        yield "link_shortener", link.domain in lists.shorteners.domains
        yield "link_rented", link.domain in lists.rented.domains
        yield "link_number", not link.domain
        yield "link_odd_ending", link.suffix.rpartition(".")[2] in lists.odd_endings.domains
        yield "link_many_parts", link.host.count("-") + link.host.count(".") >= 3

    def free_mail(self, link: Link) -> bool:
        """Whether a mail address is of the kind that anybody can get."""
        return link.mail and link.domain in self._address.free_mail.domains

    def pretends(self, link: Link) -> bool:
        """Whether the part before the @ names a sender: "skatteverket.svar@gmail.com"."""
        local = skeleton(link.local).replace("-", ".").replace("_", ".")
        return any(part in self._labels for part in local.split(".")) or any(
            name in local for name in self._long
        )

    def imitated(self, link: Link) -> str:
        """The sender that an address pretends to be, or an empty string.

        Found as a part of the host, as its beginning, as look-alike letters, or one wrong letter
        away: "dpd.se-omboka.cc", "postnordpaket.info", "paypaI.com", "telja.se".
        """
        if self.owner(link) or self.free_mail(link):
            return ""
        plain = skeleton(link.host[: -len(link.suffix) - 1] if link.suffix else link.host)
        for part in plain.replace("-", ".").split("."):
            for label in (part, *self._beginnings(part)):
                if label in self._labels:
                    return self._labels[label]
        joined = plain.replace("-", "").replace(".", "")
        return next((self._labels[name] for name in self._long if name in joined), "")

    def _beginnings(self, part: str) -> Iterable[str]:
        for name in self._middling:
            if part.startswith(name) or (len(name) > _SHORTEST and _near(part, name)):
                yield name


def _near(part: str, name: str) -> bool:
    return abs(len(part) - len(name)) < 2 and OSA.distance(part, name, score_cutoff=1) <= 1


def _labels(senders: Mapping[str, SenderTable], official: Mapping[str, str]) -> dict[str, str]:
    """How a sender's name looks inside a host -> the sender."""
    found = {skeleton(d.partition(".")[0]): owner for d, owner in official.items()}
    labels = {name.replace("-", ""): o for name, o in found.items() if len(name) >= _SHORTEST}
    for sender, table in senders.items():
        for name in table.names:
            plain = skeleton("".join(c for c in name.lower() if c.isalnum()))
            if plain not in _COMMON:
                labels[plain] = sender
    return labels


def _digits(number: str) -> str:
    digits = "".join(c for c in number if c.isdigit())
    return "0" + digits[2:] if digits.startswith("46") else digits


def _name_index(
    senders: Mapping[str, SenderTable],
) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for sender, table in senders.items():
        for name in table.names:
            first, *rest = (fold(w) for w in name.replace("-", " ").replace(".", " ").split())
            index.setdefault(first, []).append((tuple(rest), sender))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index
