"""Blocks and spans as HTML."""

from bot.channels.webchat.markup import html_of, lines_of
from bot.domain.message import Block, BlockKind, Span, Style


def _of(*spans: Span, kind: BlockKind = BlockKind.PARAGRAPH, number: int = 0) -> Block:
    return Block(spans, kind, number)


def test_paragraphs_headings_and_styles() -> None:
    """Each style has its element; the heading fits the page around it."""
    text = (
        _of(Span("Rubrik"), kind=BlockKind.HEADING),
        _of(Span("Lägg på.", Style.BOLD), Span(" Läs ", Style.PLAIN)),
        _of(Span("mer", Style.LINK, "https://karlshamn.se/a?b=1&c=2")),
    )
    assert html_of(text, "h2") == (
        "<h2>Rubrik</h2><p><strong>Lägg på.</strong> Läs </p>"
        '<p><a href="https://karlshamn.se/a?b=1&amp;c=2" rel="noreferrer noopener">mer</a></p>'
    )


def test_neighbouring_items_are_one_list() -> None:
    """A reader hears how many items there are; a list goes on from its number."""
    text = (
        _of(Span("a"), kind=BlockKind.BULLET),
        _of(Span("b"), kind=BlockKind.BULLET),
        _of(Span("c"), kind=BlockKind.NUMBERED, number=3),
    )
    assert html_of(text) == '<ul><li>a</li><li>b</li></ul><ol start="3"><li>c</li></ol>'


def test_a_number_on_its_own_line_is_large() -> None:
    """In a sentence it is a link; alone on a line it is a button to dial."""
    number = Span("114 14", Style.PHONE, "11414")
    assert html_of((_of(Span("Ring "), number, Span(".")),)) == (
        '<p>Ring <a class="phone" href="tel:11414">114 14</a>.</p>'
    )
    assert html_of((_of(Span("Polisen", Style.BOLD), Span("\n"), number),)) == (
        '<p><strong>Polisen</strong><br><a class="phone alone" href="tel:11414">114 14</a></p>'
    )


def test_nothing_in_a_span_is_markup() -> None:
    """Text, targets and styles are all escaped, and only https is a link."""
    nasty = '"><script>x</script>'
    for style in Style:
        assert "<script" not in html_of((_of(Span(nasty, style, nasty)),))
    assert html_of((_of(Span("x", Style.LINK, "javascript:alert(1)")),)) == "<p>x</p>"


def test_line_breaks_are_kept() -> None:
    """What was written on two lines is shown on two lines."""
    assert lines_of("a <b>\nc") == "a &lt;b&gt;<br>c"
