"""Blocks and spans as HTML. All is escaped here, so nothing that was written is markup."""

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup, escape

from bot.domain.message import Block, BlockKind, Span, Style, Text

_LISTED = {BlockKind.BULLET: "ul", BlockKind.NUMBERED: "ol"}
_BREAK = Markup("<br>")


def html_of(text: Text, heading: str = "h3") -> Markup:
    """A text as HTML; `heading` is the element of its headings, to fit the page around it."""
    return Markup("").join(
        _list(kind, list(blocks)) if kind in _LISTED else _paragraphs(blocks, heading)
        for kind, blocks in groupby(text, key=lambda block: block.kind)
    )


def lines_of(written: str) -> Markup:
    """Plain words with their line breaks kept."""
    return _BREAK.join(written.splitlines())


def _paragraphs(blocks: Iterator[Block], heading: str) -> Markup:
    return Markup("").join(
        Markup("<{0}>{1}</{0}>").format(
            heading if block.kind is BlockKind.HEADING else "p", _spans(block)
        )
        for block in blocks
    )


def _list(kind: BlockKind, blocks: list[Block]) -> Markup:
    """One list; a numbered one goes on from the number it was given."""
    name = _LISTED[kind]
    first = blocks[0].number
    start = Markup(' start="{}"').format(first) if first > 1 else Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(_spans(block)) for block in blocks)
    return Markup("<{0}{1}>{2}</{0}>").format(name, start, items)


def _spans(block: Block) -> Markup:
    return Markup("").join(
        _span(span, alone=_stands_alone(block.spans, place))
        for place, span in enumerate(block.spans)
    )


def _span(span: Span, *, alone: bool) -> Markup:
    words = _BREAK.join(escape(line) for line in span.text.split("\n"))
    if span.style is Style.BOLD:
        return Markup("<strong>{}</strong>").format(words)
    if span.style is Style.PHONE:
        name = "phone alone" if alone else "phone"
        return Markup('<a class="{}" href="tel:{}">{}</a>').format(name, span.target, words)
    if span.style is Style.LINK and span.target.startswith("https://"):
        return Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(span.target, words)
    return words


def _stands_alone(spans: tuple[Span, ...], place: int) -> bool:
    """Whether a span has its line to itself; a number that has is shown as a large button."""
    before = spans[place - 1].text if place else "\n"
    after = spans[place + 1].text if place + 1 < len(spans) else "\n"
    return before.endswith("\n") and after.startswith("\n")
