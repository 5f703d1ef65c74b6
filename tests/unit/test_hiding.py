"""Words hidden by hand: only ever taken away."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.hiding import hidden, pieces, words_of

TEXTS = st.text(st.sampled_from("ab Åé.,()[]”\n 1-@\U0001f600"), max_size=40)


def test_masks_cannot_be_chosen_and_signs_around_words_stay() -> None:
    """A mask is no word; quotes, brackets and full stops stay where they were."""
    text = "Vid [adress], bor Anna Berg (Kalle)."
    assert [text[a:b] for a, b in words_of(text)] == ["Vid", "bor", "Anna", "Berg", "Kalle"]
    result = "".join(one.text for one in hidden(text, {2, 3, 4}, "namn"))
    assert result == "Vid [adress], bor [namn] ([namn])."


@given(TEXTS, st.sets(st.integers(-1, 12)))
def test_nothing_is_added_but_masks(text: str, chosen: set[int]) -> None:
    """Whatever is chosen, what is left was there before, in the same order."""
    assert "".join(one.text for one in pieces(text)) == text
    result = hidden(text, chosen, "gömt")
    kept = "".join(re.escape(one.text) if one.number is None else ".*" for one in result)
    assert re.fullmatch(kept, text, re.DOTALL)
    masks = sum(one.number == 0 for one in result)
    assert bool(masks) == any(0 <= number < len(words_of(text)) for number in chosen)
