"""Text as Telegram's HTML, cut where a message would be too long."""

from html import escape

from bot.domain.message import Block, BlockKind, Span, Style, Text

LONGEST = 4096
"""UTF-16 units in a message after its entities are parsed (Telegram Bot API, sendMessage)."""


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts(text: Text, longest: int = LONGEST) -> list[str]:
    """A text as one or more messages of HTML, cut between blocks where that is possible."""
    messages: list[tuple[str, str]] = []
    for block in _fitting(text, longest):
        shown, html = _shown(block), _html(block)
        if messages:
            before, before_html = messages[-1]
            gap = "\n" if block.kind in (BlockKind.BULLET, BlockKind.NUMBERED) else "\n\n"
            if units(before + gap + shown) <= longest:
                messages[-1] = (before + gap + shown, before_html + gap + html)
                continue
        messages.append((shown, html))
    return [html for _, html in messages]


def _fitting(text: Text, longest: int) -> list[Block]:
    """The blocks, with one that is too long for a message cut into several."""
    blocks: list[Block] = []
    for block in text:
        if units(_shown(block)) <= longest:
            blocks.append(block)
        else:
            spans = [piece for span in block.spans for piece in _cut(span, longest)]
            blocks += [Block((span,), BlockKind.PARAGRAPH) for span in spans]
    return blocks


def _cut(span: Span, longest: int) -> list[Span]:
    """A long span in pieces, at a space where there is one; nothing is lost."""
    rest, pieces = span.text, []
    while units(rest) > longest:
        end = longest // 2 if units(rest[:longest]) > longest else longest
        end = rest.rfind(" ", end // 2, end) + 1 or end
        pieces.append(Span(rest[:end], span.style, span.target))
        rest = rest[end:]
    return [*pieces, Span(rest, span.style, span.target)]


def _mark(block: Block) -> str:
    return {BlockKind.BULLET: "• ", BlockKind.NUMBERED: f"{block.number}. "}.get(block.kind, "")


def _shown(block: Block) -> str:
    return _mark(block) + block.plain


def _html(block: Block) -> str:
    words = "".join(_span(span) for span in block.spans)
    return f"<b>{words}</b>" if block.kind is BlockKind.HEADING else _mark(block) + words


def _span(span: Span) -> str:
    """One span; telephone links are not allowed in Telegram's HTML, so a number stands in bold."""
    words = escape(span.text, quote=False)
    if span.style is Style.LINK:
        return f'<a href="{escape(span.target)}">{words}</a>'
    if span.style in (Style.BOLD, Style.PHONE):
        return f"<b>{words}</b>"
    return words
