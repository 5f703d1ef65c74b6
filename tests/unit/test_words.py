"""Words made comparable: offsets that point back, and spelling that is forgiven."""

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.words import key, sentences, tokens


@given(st.text(max_size=400))
def test_every_token_lies_in_the_text(text: str) -> None:
    """What is quoted back to a person is what the person wrote, in order."""
    found = tokens(text)
    assert all(token.raw for token in found)
    covered = [n for start, end in sentences(found) for n in range(start, end)]
    assert covered == list(range(len(found)))


def test_spelling_without_marks_and_with_doubled_letters_is_the_same_word() -> None:
    """Old fingers on small keys: å, ä and ö left out, letters doubled."""
    assert key("dörren") == key("dorren") == key("dörrren")
    assert key("polisen") != key("banken")
