"""Telegram's HTML parse mode: which tags it takes, how they nest, and what it refuses.

Follows "Formatting options" of the Bot API documentation. What the real service drops without
a word (formatting inside code, nested quotations, links to places it does not open) is kept
as a note, for it is a mistake of the bot all the same.
"""

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from telegram import MessageEntity, User

from tests.fakes.telegram.refusals import RefusedError, bad_request

SIMPLE = {
    "b": MessageEntity.BOLD, "strong": MessageEntity.BOLD,
    "i": MessageEntity.ITALIC, "em": MessageEntity.ITALIC,
    "u": MessageEntity.UNDERLINE, "ins": MessageEntity.UNDERLINE,
    "s": MessageEntity.STRIKETHROUGH, "strike": MessageEntity.STRIKETHROUGH,
    "del": MessageEntity.STRIKETHROUGH,
    "tg-spoiler": MessageEntity.SPOILER, "span": MessageEntity.SPOILER,
    "code": MessageEntity.CODE, "pre": MessageEntity.PRE,
    "blockquote": MessageEntity.BLOCKQUOTE,
}  # fmt: skip
TAGS = {*SIMPLE, "a", "tg-emoji", "tg-time"}
STYLES = {
    MessageEntity.BOLD, MessageEntity.ITALIC, MessageEntity.UNDERLINE,
    MessageEntity.STRIKETHROUGH, MessageEntity.SPOILER,
}  # fmt: skip
QUOTES = {MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE}
FIXED = {MessageEntity.CODE, MessageEntity.PRE}

_TOKEN = re.compile(
    r"""<(?P<end>/?)(?P<tag>[^\s<>/]*)(?P<rest>(?:"[^"]*"|'[^']*'|[^<>"'])*)"""
    r"(?P<close>>?)|&#?\w+;?|[^<&]+|&"
)
_ATTRIBUTE = re.compile(r"""\s+([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_NAMED = {"&lt": "<", "&gt": ">", "&amp": "&", "&quot": '"'}
_NEEDED = {"tg-emoji": re.compile(r".+"), "tg-time": re.compile(r"\d+")}
_NEEDED_IN = {"tg-emoji": "emoji-id", "tg-time": "unix"}
_LINK = re.compile(r"(https?|tg|ton)://\S+|[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?", re.IGNORECASE)


def units(text: str) -> int:
    """Length in UTF-16 code units, in which the Bot API counts offsets."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class Parsed:
    """A text as it is shown, its formatting, and what was silently dropped."""

    text: str
    entities: list[MessageEntity] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A tag that has been opened."""

    tag: str
    attributes: dict[str, str]
    start: int
    at_byte: int


def parse_html(source: str) -> Parsed:
    """Read a text in HTML parse mode.

    Raises:
        RefusedError: 400, with the byte where the mistake is.
    """
    reader = _Reader(source)
    for token in _TOKEN.finditer(source):
        reader.take(token)
    return reader.finish()


def trimmed(parsed: Parsed) -> Parsed:
    """The text without blanks around it, as Telegram shows it, its entities moved along."""
    cut = units(parsed.text) - units(parsed.text.lstrip())
    text = parsed.text.strip()
    entities = []
    for entity in parsed.entities:
        start = max(entity.offset - cut, 0)
        end = min(entity.offset + entity.length - cut, units(text))
        if end > start:
            entities.append(_moved(entity, start, end - start))
    return Parsed(text, entities, parsed.notes)


def _moved(entity: MessageEntity, offset: int, length: int) -> MessageEntity:
    return MessageEntity.de_json(entity.to_dict() | {"offset": offset, "length": length}, None)


class _Reader:
    """Goes through the tokens of one text, keeping the tags that are open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = ""
        self.length = 0
        self.open: list[_Open] = []
        self.closed: list[tuple[int, MessageEntity]] = []
        self.notes: list[str] = []

    def take(self, token: re.Match[str]) -> None:
        """Deal with one token: a tag, a character reference or plain text."""
        whole = token.group()
        if not whole.startswith("<"):
            self._write(_unescaped(whole))
        elif not token["close"]:
            raise self._fault("Unclosed tag", token)
        elif token["end"]:
            self._end(token)
        else:
            self._begin(token)

    def finish(self) -> Parsed:
        """The whole text, when its end has come."""
        if self.open:
            raise bad_request(
                "can't parse entities: Can't find end tag corresponding to start tag "
                f'"{self.open[-1].tag}"'
            )
        return Parsed(self.text, self._nested(), self.notes)

    def _write(self, text: str) -> None:
        self.text += text
        self.length += units(text)

    def _fault(self, what: str, token: re.Match[str]) -> RefusedError:
        return bad_request(f"can't parse entities: {what} at byte offset {self._byte(token)}")

    def _byte(self, token: re.Match[str]) -> int:
        return len(self.source[: token.start()].encode("utf-8", "surrogatepass"))

    def _begin(self, token: re.Match[str]) -> None:
        tag = token["tag"].lower()
        attributes = self._attributes(token) if tag in TAGS else {}
        plain_span = tag == "span" and attributes.get("class") != "tg-spoiler"
        if tag not in TAGS or plain_span:
            raise self._fault(f'Unsupported start tag "{tag}"', token)
        needed = attributes.get(_NEEDED_IN.get(tag, ""), "")
        if tag in _NEEDED and not _NEEDED[tag].fullmatch(needed):
            raise self._fault(f'Missing or wrong attribute in the tag "{tag}"', token)
        self.open.append(_Open(tag, attributes, self.length, self._byte(token)))

    def _attributes(self, token: re.Match[str]) -> dict[str, str]:
        rest = token["rest"].rstrip()
        if _ATTRIBUTE.sub("", " " + rest if rest else "").strip():
            raise self._fault(f'Unreadable attributes in the tag "{token["tag"]}"', token)
        found = _ATTRIBUTE.findall(" " + rest)
        return {name.lower(): html.unescape(a or b or c) for name, a, b, c in found}

    def _end(self, token: re.Match[str]) -> None:
        tag = token["tag"].lower()
        if not self.open:
            raise self._fault("Unexpected end tag", token)
        opened = self.open.pop()
        if tag not in {"", opened.tag}:
            raise self._fault(
                f'Unmatched end tag, expected "</{opened.tag}>", found "</{tag}>"', token
            )
        if self.length > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity = self._entity(opened)
        if entity is not None:
            self.closed.append((opened.at_byte, entity))

    def _entity(self, opened: _Open) -> MessageEntity | None:
        start, length, given = opened.start, self.length - opened.start, opened.attributes
        match opened.tag:
            case "a":
                return self._link(opened)
            case "tg-emoji":
                return MessageEntity(
                    MessageEntity.CUSTOM_EMOJI, start, length, custom_emoji_id=given["emoji-id"]
                )
            case "tg-time":
                moment = datetime.fromtimestamp(int(given["unix"]), UTC)
                return MessageEntity(
                    MessageEntity.DATE_TIME, start, length,
                    unix_time=moment, date_time_format=given.get("format"),
                )  # fmt: skip
            case "blockquote" if "expandable" in given:
                return MessageEntity(MessageEntity.EXPANDABLE_BLOCKQUOTE, start, length)
            case "code" if self.open and self.open[-1].tag == "pre" and "class" in given:
                language = given["class"].removeprefix("language-")
                return MessageEntity(MessageEntity.PRE, start, length, language=language)
        return MessageEntity(SIMPLE[opened.tag], start, length)

    def _link(self, opened: _Open) -> MessageEntity | None:
        start, length = opened.start, self.length - opened.start
        shown = self.text.encode("utf-16-le", "surrogatepass")[2 * start :].decode(
            "utf-16-le", "surrogatepass"
        )
        url = opened.attributes.get("href") or shown
        person = re.fullmatch(r"tg://user\?id=(\d+)", url)
        if person:
            user = User(int(person[1]), "?", is_bot=False)
            return MessageEntity(MessageEntity.TEXT_MENTION, start, length, user=user)
        if not _LINK.fullmatch(url):
            self.notes.append(f"a link to {url!r:.80} is shown as plain text")
            return None
        return MessageEntity(MessageEntity.TEXT_LINK, start, length, url=url)

    def _nested(self) -> list[MessageEntity]:
        """Leave out what may not stand inside another, and note it."""
        kept: list[MessageEntity] = []
        for _, entity in sorted(self.closed, key=lambda pair: pair[0]):
            around = [k for k in kept if k.offset + k.length > entity.offset]
            twin = next((k for k in around if k.type == entity.type == MessageEntity.PRE), None)
            if twin:
                kept[kept.index(twin)] = _with_language(twin, entity)
            elif clash := next((k for k in around if not _may_hold(k, entity)), None):
                self.notes.append(f"{entity.type} inside {clash.type} has no effect")
            else:
                kept.append(entity)
        return kept


def _with_language(outer: MessageEntity, inner: MessageEntity) -> MessageEntity:
    language = inner.language or outer.language
    return MessageEntity(MessageEntity.PRE, outer.offset, outer.length, language=language)


def _may_hold(outer: MessageEntity, inner: MessageEntity) -> bool:
    if outer.type in FIXED or (inner.type in FIXED and outer.type not in QUOTES):
        return False
    if outer.type in QUOTES:
        return inner.type not in QUOTES
    return outer.type in STYLES or inner.type in STYLES


def _unescaped(text: str) -> str:
    """Four named references and all numeric ones are known; anything else stays as it is."""
    if text.rstrip(";") in _NAMED:
        return _NAMED[text.rstrip(";")]
    return html.unescape(text) if text.startswith("&#") else text
