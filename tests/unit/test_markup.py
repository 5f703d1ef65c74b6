"""The light markup: small, and deaf to what residents write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import Block, BlockKind, Span, Style, plain
from bot.errors import ContentError
from bot.knowledge.markup import literal, parse
from bot.knowledge.templates import LONGEST_SOURCE, Line


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_what_a_resident_wrote_is_never_markup(written: str) -> None:
    """Asterisks, brackets, HTML, list marks and entities come back letter by letter."""
    text = Line("Du skrev: {{ words }}!", "test", {}).text({"words": written})
    assert plain(text) == f"Du skrev: {written}!"
    assert {span.style for block in text for span in block.spans} == {Style.PLAIN}
    assert len(text) == 1


@given(st.text(min_size=1, max_size=60))
def test_literal_text_alone_on_a_line_is_a_paragraph(written: str) -> None:
    """Not even at the beginning of a line does a resident's text become a heading or a list."""
    for block in parse(str(literal(written)), "test"):
        assert block.kind is BlockKind.PARAGRAPH


def test_the_subset_is_parsed_into_blocks() -> None:
    """Bold, links, lists with numbers, and line breaks are all there is."""
    text = parse("**Lägg på.** [Läs](https://polisen.se)\n\n3. tre\n4. fyra\n\n- punkt", "test")
    assert text[0].spans[0] == Span("Lägg på.", Style.BOLD)
    assert text[0].spans[2] == Span("Läs", Style.LINK, "https://polisen.se")
    assert [(b.kind, b.number) for b in text[1:]] == [
        (BlockKind.NUMBERED, 3),
        (BlockKind.NUMBERED, 4),
        (BlockKind.BULLET, 0),
    ]


@pytest.mark.parametrize("source", ["> quote", "[x](http://a.se)", "*a*"])
def test_markup_outside_the_subset_is_refused_with_its_line(source: str) -> None:
    """An editor who uses more than the subset is told where and what to write instead."""
    with pytest.raises(ContentError, match=r"rad 3.*går inte att skriva här"):
        parse(f"Hej\n\n{source}", "sv/pages/x.md")


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ x.__class__.__mro__ }}",
        "{{ x._private }}",
        "{{ cycler }}" * 0 + "{{ range(10**9) }}",
        "{% for i in x %}{{ i }}{% endfor %}",
        "{% include 'x' %}",
        "{% set a = 1 %}",
        "{{ x|attr('y') }}",
        "{{ x['y'] }}",
        "{{ 'a' * 100000 }}",
        "{% macro a() %}{% endmacro %}",
        "{{ x.format(y) }}",
        "{{ lipsum() }}",
    ],
)
def test_a_template_can_only_name_and_choose(source: str) -> None:
    """Staff texts cannot run code or loop: they are refused before they are ever rendered (S6)."""
    with pytest.raises(ContentError):
        Line(source, "test", {})


def test_a_text_is_bounded() -> None:
    """A text too long for two messages is refused, not cut."""
    with pytest.raises(ContentError, match="Dela texten"):
        Line("x" * (LONGEST_SOURCE + 1), "test", {})


def test_a_missing_name_is_an_error_and_not_an_empty_space() -> None:
    """An invitation without its day must never go out."""
    with pytest.raises(ContentError, match="undefined"):
        Line("{{ day }}", "test", {}).text({})


def test_a_fixed_text_is_rendered_once() -> None:
    """A turn pays nothing for a text that no turn changes."""
    line = Line("Hej {{ town }}", "test", {"town": "Karlshamn"})
    assert line.variables == frozenset()
    assert line.text({}) is line.text({})
    assert (
        line.text({}) == (Block((Span("Hej "), Span("Karlshamn"))),)
        or plain(line.text({})) == "Hej Karlshamn"
    )
