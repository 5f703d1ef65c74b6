"""What the addresses and phone numbers of a text say beside the senders it names."""

from collections.abc import Iterable, Sequence

from bot.knowledge.evidence import Found
from bot.knowledge.links import Link
from bot.knowledge.pieces import Piece
from bot.knowledge.senders import Mention, Register

# Senders whose messages would carry their own address, were they real.
_PROTECTED = frozenset(
    [
        "bank",
        "parcel",
        "authority",
        "care",
        "municipality",
        "mailbox",
        "pay",
        "eid",
        "telecom",
        "insurance",
        "collection",
    ]
)
# Anybody can be reached through these, so the address says nothing for the writer.
MOST_LINKS = 40  # a text with more addresses is judged by the first of them
_OPEN = frozenset({"chat"})


def link_keys(links: Sequence[Link], register: Register) -> dict[int, str]:
    """What each link is called in phrases, by where it starts."""
    return {link.start: _key(link, register) for link in links[:MOST_LINKS]}


def _key(link: Link, register: Register) -> str:
    owner = register.owner(link)
    if owner and register.sort(owner) not in _OPEN:
        return "@official"
    if register.faults(link):
        return "@badlink"
    return "@mail" if link.mail else "@link"


def address_signs(
    text: str,
    pieces: Sequence[Piece],
    links: Sequence[Link],
    mentions: Sequence[Mention],
    register: Register,
) -> list[Found]:
    """The signs that links, mail addresses and phone numbers give."""
    found: dict[str, Found] = {}
    at = {piece.start: i for i, piece in enumerate(pieces)}
    for link in links[:MOST_LINKS]:
        for sign in _link_signs(link, links, mentions, register):
            found.setdefault(sign, Found(sign, at[link.start], at[link.start] + 1))
    for i, piece in enumerate(pieces):
        if piece.key == "@phone":
            for sign in _phone_signs(text[piece.start : piece.end], register):
                found.setdefault(sign, Found(sign, i, i + 1))
    return list(found.values())


def _link_signs(
    link: Link, links: Sequence[Link], mentions: Sequence[Mention], register: Register
) -> Iterable[str]:
    key = _key(link, register)
    named = {m.sender for m in mentions if m.sort in _PROTECTED}
    if key == "@official":
        owner = register.owner(link)
        # "Booking.com" in a bank's message is a shop's name, not the bank's own address.
        if not named or owner in named or register.sort(owner) in _PROTECTED:
            yield "official_link"
        return
    yield from register.faults(link)
    if link.mail:
        if register.free_mail(link) and (named or register.pretends(link)):
            yield "mail_free"
        return
    if key == "@link":
        yield "unknown_link"
    if named and not any(register.owner(other) for other in links):
        yield "link_other_owner"


def _phone_signs(raw: str, register: Register) -> Iterable[str]:
    digits = "".join(c for c in raw if c.isdigit())
    if register.is_official_number(raw):
        yield "official_number"
    elif (raw[0] == "+" and not digits.startswith("46")) or digits.startswith(
        ("0900", "0939", "0944", "099")
    ):
        yield "phone_foreign"
