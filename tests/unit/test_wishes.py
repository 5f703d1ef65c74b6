"""Short messages about coming, not coming and being told are known however they are spelt."""

import pytest

from bot.errors import ContentError
from bot.knowledge.reading import Reader
from bot.knowledge.wishes import Wish, Wished, Wishes


@pytest.mark.parametrize(
    ("text", "wish", "number"),
    [
        ("vi e tre", Wish.YES, 3),
        ("Vi kommer tre stycken!", Wish.YES, 3),
        ("vi är 12", Wish.YES, 12),
        ("vi kommer båda två", Wish.YES, 2),
        ("Hej! Jag kommer gärna", Wish.YES, 1),
        ("we are four", Wish.YES, 4),
        ("kanske", Wish.MAYBE, 1),
        ("jag kan inte komma", Wish.NO, 1),
        ("Jag kan tyvärr inte komma längre.", Wish.NO, 1),
        ("ja kan int komma", Wish.NO, 1),
        ("jag kommer inte", Wish.NO, 1),
        ("I can't come", Wish.NO, 1),
        ("prenumerera", Wish.FOLLOW, 1),
        ("prenumrera", Wish.FOLLOW, 1),
        ("anmäl mig till utskick", Wish.FOLLOW, 1),
        ("sag till om nya traffar", Wish.FOLLOW, 1),
        ("Subscribe", Wish.FOLLOW, 1),
        ("mina val", Wish.CHOICES, 1),
        ("en fråga till mötet", Wish.ASK, 1),
    ],
)
def test_a_wish_is_known(reader: Reader, text: str, wish: Wish, number: int) -> None:
    """A few words of one's own are as good as a button."""
    wished = reader.read(text).wished
    assert wished is not None
    assert (wished.wish, wished.number) == (wish, number)


@pytest.mark.parametrize(
    "text",
    [
        "jag kan inte komma in på mitt konto",
        "de kommer nu",
        "jag kan inte längre",
        "jag orkar inte längre",
        "det kommer någon",
        "han kommer",
        "säg upp prenumerationen",
        "avprenumerera",
        "unsubscribe",
        "sluta skicka",
        "tre",
        "vi är rädda",
        "",
    ],
)
def test_more_than_a_wish_goes_on(reader: Reader, text: str) -> None:
    """Only a whole message counts; danger and the opposite wish are heard by those who read on."""
    assert reader.read(text).wished is None


def test_the_language_is_that_of_the_words(reader: Reader) -> None:
    """So that the answer is in it."""
    assert reader.read("subscribe").wished == Wished(Wish.FOLLOW, 1, "en")


def test_a_missing_wish_is_named() -> None:
    """Whoever edits the file is told what is wrong with it."""
    with pytest.raises(ContentError, match="said"):
        Wishes({"beside": "", "numbers": {}, "said": {"yes": {"sv": "jag kommer"}}}, {})
