"""Which language a text is in, on the short texts that people write."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.find import QUESTIONS
from bot.knowledge.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Banken ringde och ville ha min kod", "sv"),
        ("ja har tappt korte va jor ja", "sv"),
        ("hej", "sv"),
        ("träff", "sv"),
        ("hello", "en"),
        ("Someone called me from the bank", "en"),
        ("my card was stolen", "en"),
        ("Pankki soitti ja pyysi tunnuslukua", "fi"),
        ("Puhutteko suomea?", "fi"),
        ("Jeg har fået en besked fra banken, hvad skal jeg gøre?", "da"),
        ("Jeg har fått en melding fra banken, hva skal jeg gjøre?", "no"),
        ("Ich habe meine Karte verloren", "de"),
        ("Czy mówisz po polsku?", "pl"),
        ("Waxaan u baahanahay caawimaad", "so"),
        ("Govorite li bosanski?", "bs"),
        ("No hablo sueco, necesito ayuda por favor", "es"),
        ("Merhaba, yardım lütfen", "tr"),
        ("هل تتحدث العربية؟", "ar"),
        ("آیا فارسی صحبت می‌کنید؟ کمک", "fa"),
        ("Чи розмовляєте ви українською?", "uk"),
        ("Вы говорите по-русски?", "ru"),
        ("ትግርኛ ትዛረብ ዶ", "ti"),
        ("คุณพูดภาษาไทยไหม", "th"),
        ("", ""),
        ("112", ""),
        ("asdf qwer", ""),
        ("🙂", ""),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    """Protects the answer's language, in every one that a resident of the town may write."""
    assert language_of(text) == language


def test_swedish_and_english_questions_are_told_apart() -> None:
    """Protects both languages we answer in, as old people spell them: 95 of 100 right."""
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    sentences = [row for row in rows if len(row["text"].split()) >= 4]
    right = sum(language_of(row["text"]) == row["lang"] for row in sentences)

    assert right >= 0.95 * len(sentences)


@given(st.text(max_size=200))
def test_any_text_gets_a_code_or_nothing(text: str) -> None:
    """Protects against an error on odd characters; the same text always gets the same code."""
    code = language_of(text)

    assert code == "" or (len(code) == 2 and code.islower())
    assert code == language_of(text)
