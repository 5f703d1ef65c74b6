"""What passes between any channel and the house: what a person did, and what they are told."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.imprint import imprint


class Kind(StrEnum):
    """What sort of thing a person sent."""

    TEXT = "text"
    BUTTON = "button"
    PHOTO = "photo"
    VOICE = "voice"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    DOCUMENT = "document"
    EDITED = "edited"
    GROUP = "group"
    OTHER = "other"


class Style(StrEnum):
    """How a stretch of text is shown."""

    PLAIN = "plain"
    BOLD = "bold"
    LINK = "link"
    PHONE = "phone"


class BlockKind(StrEnum):
    """What a block of text is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLET = "bullet"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style; `target` is the address of a link or the digits to dial."""

    text: str
    style: Style = Style.PLAIN
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a list item; `number` counts numbered items from 1."""

    spans: tuple[Span, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    number: int = 0

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


Text = tuple[Block, ...]
"""What every reply says: blocks of styled spans, which each channel renders in its own way."""


def plain(text: Text) -> str:
    """The words of a text, a line for each block."""
    return "\n".join(block.plain for block in text)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. `action` is what comes back when it is pressed: at most 64 bytes of UTF-8,
    the limit of callback data in the Telegram Bot API. A button with a `url` is a link instead:
    the house does not hear of it. A channel that cannot open such a link leaves it out.

    Raises:
        ValueError: both or neither are given, or the link is not one of https or sms.
    """

    label: str
    action: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if bool(self.action) == bool(self.url):
            raise ValueError("a button has either an action or a link")
        if self.url and not self.url.startswith(("https://", "sms:")):
            raise ValueError("a button links to https or sms only")


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep: a calendar file, a sheet to print."""

    name: str
    media_type: str
    content: bytes


class Tone(StrEnum):
    """How urgent a reply looks; a channel may ignore it."""

    CALM = "calm"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person. `replaces` asks the channel to change the message whose button
    was pressed instead of adding another, where the channel can. `removes` asks it to take that
    message away first.
    """

    text: Text
    buttons: tuple[tuple[Button, ...], ...] = ()
    tone: Tone = Tone.CALM
    replaces: bool = False
    file: File | None = None
    removes: bool = False

    @property
    def all_buttons(self) -> tuple[Button, ...]:
        """The buttons in reading order."""
        return tuple(button for row in self.buttons for button in row)


def imprint_of(replies: Mapping[str, Reply]) -> str:
    """What tells these words from any other."""
    return imprint(sorted(replies.items(), key=lambda pair: pair[0]))


Picture = Callable[[], Awaitable[bytes]]
"""Gives the bytes of a picture when they are wanted; none where they cannot be had."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing one person did.

    `key` is unique within the channel and makes a repeated update recognisable. `person` names
    the talk in memory. `address` is where the person can be told something later, and is stored
    only when they ask for it; `address_known` is False where that address would be a new one
    (on the web a device is asked about first); `can_be_told` says that the channel can reach it
    by itself, and `can_remove` that it can take back a message of ours. `network` is the part of
    the net that somebody comes from, where a talk says little of who it is. `language` is what the
    channel suggests. `forwarded` says that somebody else wrote the text. `picture` comes with a
    photo. `repeated`, `seen`, which is what stands in the picture, and `foreign`, that it is of a
    kind nobody here can open, are set by the reception.
    """

    channel: str
    key: str
    person: str
    kind: Kind = Kind.TEXT
    text: str = ""
    action: str = ""
    address: str = ""
    address_known: bool = True
    language: str = "sv"
    forwarded: bool = False
    can_be_told: bool = False
    can_remove: bool = False
    network: str = ""
    repeated: bool = False
    picture: Picture | None = None
    seen: str = ""
    foreign: bool = False

    @property
    def words(self) -> str:
        """All that there is to read: what was written, then what stands in the picture."""
        return "\n".join(filter(None, (self.text, self.seen)))
