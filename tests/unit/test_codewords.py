"""The words of a code: the list, and reading them however they are written."""

import re
from collections import Counter

import pytest

from bot.errors import ContentError
from bot.knowledge.codewords import CODE_SIZE, LIST_SIZE, Codewords
from bot.knowledge.reading import Reader
from bot.knowledge.tables import read_toml
from tests.conftest import CONTENT


@pytest.fixture(scope="module")
def words(reader: Reader) -> Codewords:
    """The list as it is shipped."""
    return reader.codewords


def _sound(word: str) -> str:
    """About how a word sounds, so that those that sound alike come out the same."""
    for spelt in ("ch", "skj", "stj", "sj", "sch", "tj", "kj"):
        word = word.replace(spelt, "S")
    word = re.sub("^(hj|lj|gj|dj)|^g(?=[eiyäö])", "j", word)
    for spelt, said in (("ck", "k"), ("c", "k"), ("x", "ks"), ("z", "s"), ("w", "v"), ("dt", "t")):
        word = word.replace(spelt, said)
    word = word.replace("å", "o").replace("ä", "e").replace("é", "e")
    return re.sub(r"(.)\1", r"\1", word)


def test_no_two_words_sound_alike(words: Codewords) -> None:
    """A code is read aloud over the telephone and written down by ear."""
    sounds = Counter(map(_sound, words.all))
    assert len(words.all) == LIST_SIZE == 4096
    assert [sound for sound, times in sounds.items() if times > 1] == []


@pytest.mark.parametrize("change", ["less", "double", "dots", "shape"])
def test_a_list_that_is_not_whole_is_refused(change: str) -> None:
    """With fewer words, or two that are one without their dots, codes would be weaker than told."""
    table = read_toml(CONTENT / "codewords.toml")
    first, _, *rest = str(table["words"]).split()
    changed = {
        "less": [first, *rest],
        "double": [first, first, *rest],
        "dots": ["kallor", "källor", *rest],
        "shape": [first, "Två ord", *rest],
    }[change]
    with pytest.raises(ContentError, match=r"codewords\.toml"):
        Codewords({"words": " ".join(changed)})


def test_drawn_words_use_all_the_chance_there_is(words: Codewords) -> None:
    """72 bits: each word its own 12, and no word oftener than another."""
    assert words.drawn("0" * 32) == (words.all[0],) * CODE_SIZE
    assert words.drawn("f" * 32) == (words.all[-1],) * CODE_SIZE
    counted = words.drawn(f"{sum(n << 12 * n for n in range(6)):032x}")
    assert counted == words.all[:CODE_SIZE]


@pytest.mark.parametrize(
    "written",
    [
        "solros kaktus citron dörrmatta ekorre vinterjacka",
        "SOLROS, Kaktus; citron - dorrmatta. Ekorre! Vinterjacka",
        "Min kod är: solros kaktus citron dörrmatta ekorre vinterjacka",
        "1. solros\n2. kaktus\n3. citron\n4. dörrmatta\n5. ekorre\n6. vinterjacka",
        "sol ros kaktus citron dörr matta ekorre vinter jacka",
        "solros kaktus citron dörrmatta ekore vinterjacka",
        "solrös kaktus citron dörmatta ekorre vinterjakca",
    ],
)
def test_a_code_is_read_however_it_is_written(words: Codewords, written: str) -> None:
    """Case, signs, åäö, numbers, compounds written apart, and up to two words misspelt."""
    spoken = words.read(written)
    assert spoken.words == ("solros", "kaktus", "citron", "dörrmatta", "ekorre", "vinterjacka")


def test_what_is_no_code_is_told_why(words: Codewords) -> None:
    """Which words are unknown, and how many there are; three misspelt ones are too many."""
    spoken = words.read("solros kaktus citron dörrmatta ekorre qqqqqqq")
    assert (spoken.words, spoken.unknown, spoken.number) == ((), ("qqqqqqq",), 6)
    assert words.read("solros kaktus").number == 2
    assert words.read("solross kaktusa citron dörmatta ekorre vinterjacka").words == ()
    assert words.read("").number == 0
    assert words.read("ord " * 5000).words == ()


def test_only_a_whole_message_is_taken_for_a_code(reader: Reader) -> None:
    """Unasked, six words of the list and nothing else; danger in the words does not matter."""
    assert reader.read("Solros kaktus citron dorrmatta ekorre vinterjacka").code
    assert not reader.read("solros kaktus citron dörrmatta ekorre").code
    assert not reader.read("solros kaktus citron dörrmatta ekorre hjälp").code
