"""The one light markup: a Markdown subset, parsed once by markdown-it-py into blocks of spans.

What a resident wrote is never markup: `literal` turns it into character references, which
CommonMark (section 6.2) never reads as structure.
"""

import re
from collections.abc import Iterator
from itertools import count

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from bot.domain.message import Block, BlockKind, Span, Style, Text
from bot.errors import ContentError

_PARSER = MarkdownIt("commonmark", {"html": False}).disable(
    ["html_block", "html_inline", "code", "fence", "hr", "image", "backticks", "autolink"]
)
_SPECIAL = re.compile(r"([\\\\*_\[\]`<>#&])")
"""What a writer would have to mark as no markup."""
_COUNTED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
"""A number first in a block that would be read as the first of a list: “112. Ring nu”."""
_CONTAINERS = {
    "bullet_list_open",
    "bullet_list_close",
    "ordered_list_open",
    "ordered_list_close",
    "list_item_open",
    "list_item_close",
    "paragraph_open",
    "paragraph_close",
    "heading_open",
    "heading_close",
}


def literal(value: object) -> Markup:
    """A value as Markdown that reads back as exactly the same characters.

    Text that is markup already, such as a telephone link made from contacts.toml, is left alone.
    """
    if isinstance(value, Markup):
        return value
    written = "" if value is None else str(value)
    return Markup("").join(_reference(character) for character in written)


def dialled(number: str, call: str = "") -> Markup:
    """A telephone number as a link that dials `call`, or the number's own digits; a number that
    is empty is nothing.
    """
    digits = call or "".join(c for c in number if c.isdigit() or c == "+")
    return Markup("[{}](tel:{})").format(literal(number), Markup(digits)) if digits else Markup("")


def _reference(character: str) -> Markup:
    """A letter or digit as itself, everything else as a numeric character reference."""
    return Markup(character if character.isalnum() else f"&#{ord(character)};")


def parse(source: str, origin: str) -> Text:
    """Markdown to blocks. `origin` names the file for the error.

    Raises:
        ContentError: the text uses something outside the subset; the sentence names the line.
    """
    return tuple(_blocks(_PARSER.parse(source), origin))


def source(text: Text) -> str:
    """A text as the Markdown that `parse` reads it from, for somebody who is to change it."""
    lines: list[str] = []
    for block in text:
        tight = block.kind in (BlockKind.BULLET, BlockKind.NUMBERED)
        if lines and not (tight and lines[-1].startswith(_mark(block)[:1])):
            lines.append("")
        words = _COUNTED.sub(r"\1\\\2", _written(block.spans)).replace("\n", "  \n")
        lines.append(_mark(block) + words)
    return "\n".join(lines)


def _mark(block: Block) -> str:
    marks = {
        BlockKind.BULLET: "- ",
        BlockKind.NUMBERED: f"{block.number}. ",
        BlockKind.HEADING: "## ",
    }
    return marks.get(block.kind, "")


def _written(spans: tuple[Span, ...]) -> str:
    """The spans of one block. A number or a link inside bold words does not break them apart."""
    words, bold = "", False
    for span, after in zip(spans, (*spans[1:], None), strict=True):
        inside = span.style in (Style.LINK, Style.PHONE) and bold
        keeps = inside and after is not None and after.style is Style.BOLD
        if bold != (span.style is Style.BOLD or keeps):
            words, bold = words + "**", not bold
        words += _linked(span)
    return words + ("**" if bold else "")


def _linked(span: Span) -> str:
    words = _SPECIAL.sub(r"\\\1", span.text)
    scheme = {Style.LINK: "", Style.PHONE: "tel:"}.get(span.style)
    return words if scheme is None else f"[{words}]({scheme}{span.target})"


def _blocks(tokens: list[Token], origin: str) -> Iterator[Block]:
    kinds: list[BlockKind] = []
    numbers: list[Iterator[int]] = []
    heading = False
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                kinds.append(BlockKind.BULLET)
                numbers.append(count(0, 0))
            case "ordered_list_open":
                kinds.append(BlockKind.NUMBERED)
                numbers.append(count(int(token.attrGet("start") or 1)))
            case "bullet_list_close" | "ordered_list_close":
                kinds.pop()
                numbers.pop()
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline":
                kind = BlockKind.HEADING if heading else (kinds or [BlockKind.PARAGRAPH])[-1]
                number = next(numbers[-1]) if numbers else 0
                yield Block(tuple(_spans(token, origin)), kind, number)
            case _ if token.type not in _CONTAINERS:
                raise _outside(token.type, token, origin)


def _spans(inline: Token, origin: str) -> Iterator[Span]:
    bold, target = False, ""
    for token in inline.children or ():
        match token.type:
            case "strong_open" | "strong_close":
                bold = token.type == "strong_open"
            case "link_open":
                target = str(token.attrGet("href") or "")
                if not target.startswith(("https://", "tel:")):
                    raise _outside(f"en länk till {target}", inline, origin)
            case "link_close":
                target = ""
            case "text" | "text_special":
                if token.content:
                    yield _span(token.content, target, bold=bold)
            case "softbreak" | "hardbreak":
                yield Span("\n")
            case _:
                raise _outside(token.type, inline, origin)


def _span(words: str, target: str, *, bold: bool) -> Span:
    if target.startswith("tel:"):
        return Span(words, Style.PHONE, target.removeprefix("tel:"))
    if target:
        return Span(words, Style.LINK, target)
    return Span(words, Style.BOLD if bold else Style.PLAIN)


def _outside(name: str, token: Token, origin: str) -> ContentError:
    line = f", rad {token.map[0] + 1}" if token.map else ""
    return ContentError(
        f"{origin}{line}: “{name}” går inte att skriva här. "
        "Skriv stycken, **fet text**, listor med “- ” eller “1. ” och [text](https://…)."
    )
