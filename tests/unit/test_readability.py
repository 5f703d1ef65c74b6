"""The measures of readability, on texts small enough to count by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.readability import is_long, measure, sentences, words


def test_lix_follows_the_formula() -> None:
    """Protects the figure itself: 9 words in 2 sentences, 2 of them long, is 4.5 + 22.2."""
    counts = measure("Ring banken nu. Numret står på kortets baksida, tack.")

    assert (counts.words, counts.sentences, counts.long_words) == (9, 2, 2)
    assert counts.average == 4.5
    assert counts.lix == pytest.approx(4.5 + 100 * 2 / 9)


def test_long_means_more_than_six_letters() -> None:
    """Protects the limit between long and short, with Swedish letters and hyphens."""
    assert not is_long("kortet")
    assert is_long("kortets")
    assert is_long("åäöåäöå")
    assert not is_long("sms:et")
    assert not is_long("020-505050")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lägg på. Ring banken.", ("Lägg på.", "Ring banken.")),
        ("Är du rädd? Ring polisen!", ("Är du rädd?", "Ring polisen!")),
        ("Säg så här: ”Spärra kortet.” Lägg på.", ("Säg så här: ”Spärra kortet.”", "Lägg på.")),
        ("- Bråttom\n- Hemligt", ("- Bråttom", "- Hemligt")),
        ("Ring polisen:\n114 14\n", ("Ring polisen:",)),
        ("Det kostar 1.50 kr. och tar tid.", ("Det kostar 1.50 kr. och tar tid.",)),
        ("Vänta … Ring sedan.", ("Vänta …", "Ring sedan.")),
        ("", ()),
        ("112", ()),
    ],
)
def test_sentences(text: str, expected: tuple[str, ...]) -> None:
    """Protects where a sentence ends: at stops and line breaks, not inside figures or colons."""
    assert sentences(text) == expected


def test_words_keep_inner_marks() -> None:
    """Protects that a hyphen or colon inside a word does not make two of it."""
    assert words("Skicka sms:et till e-posten, 114 14.") == (
        "Skicka",
        "sms:et",
        "till",
        "e-posten",
        "114",
        "14",
    )


def test_longest_sentence_is_counted() -> None:
    """Protects the limit on single sentences, which an average would hide."""
    assert measure("Kort här. Den här är något längre än så.").longest == 7


@pytest.mark.parametrize("text", ["", "   \n", "112", "…"])
def test_nothing_to_read_gives_noughts(text: str) -> None:
    """Protects the report from dividing by nought on an empty text."""
    counts = measure(text)

    assert (counts.words, counts.sentences, counts.longest) == (0, 0, 0)
    assert (counts.average, counts.lix) == (0.0, 0.0)


@given(st.text())
def test_any_text_can_be_measured(text: str) -> None:
    """Protects against texts that no one foresaw: never an error, never an impossible count."""
    counts = measure(text)

    assert 0 <= counts.long_words <= counts.words
    assert counts.longest <= counts.words
    assert counts.lix >= counts.average >= 0
