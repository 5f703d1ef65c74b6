"""Text as Telegram takes it: within its limits, with its markup, and nothing lost on the way."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.html import LONGEST, parts, units
from bot.domain.message import Block, BlockKind, Span, Style, Text, plain

_WRITING = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=50)


def _shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def _spans(style: Style) -> st.SearchStrategy[Span]:
    return _WRITING.map(lambda words: Span(words, style, "https://karlshamn.se"))


_TEXTS: st.SearchStrategy[Text] = st.lists(
    st.builds(
        Block,
        st.lists(st.sampled_from(Style).flatmap(_spans), min_size=1, max_size=4).map(tuple),
        st.sampled_from(BlockKind),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


@given(_TEXTS)
def test_no_character_is_lost_or_added(text: Text) -> None:
    """What a resident sees is what the text says, whatever characters it holds."""
    shown = "".join(_shown(part) for part in parts(text))
    assert shown.replace("• ", "").replace("0. ", "").replace("\n", "") == plain(text).replace(
        "\n", ""
    ).replace("• ", "").replace("0. ", "")


@given(st.integers(0, 30_000), st.sampled_from(["a", "å", "😀", "hej på dig ", "<&>"]))
def test_every_part_fits_in_a_message(length: int, piece: str) -> None:
    """Lengths round 4096, and emoji that count twice: no part is refused, and the parts joined
    are the original (TRUST R13).
    """
    written = (piece * (length // len(piece) + 1))[:length]
    cut = parts((Block((Span(written),)),))
    assert all(units(_shown(part)) <= LONGEST for part in cut)
    assert "".join(map(_shown, cut)) == written


def test_a_long_bold_text_keeps_its_marks_in_every_part() -> None:
    """A mark that is opened in one message is closed in it."""
    cut = parts((Block((Span("ord " * 3000, Style.BOLD),)),))
    assert len(cut) > 1
    assert all(part.startswith("<b>") and part.endswith("</b>") for part in cut)


def test_what_looks_like_markup_is_shown_as_written() -> None:
    """Nothing that a resident wrote becomes a link, bold text or an unknown tag."""
    html = parts((Block((Span('<a href="tg://user?id=1">x</a> & <b>'),)),))[0]
    assert "<" not in html
    assert _shown(html) == '<a href="tg://user?id=1">x</a> & <b>'


def test_a_number_to_ring_stands_out() -> None:
    """Telegram has no telephone links, so the number is bold and alone."""
    assert parts((Block((Span("112", Style.PHONE, "112"),)),)) == ["<b>112</b>"]
