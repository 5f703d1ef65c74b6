"""The examples of “Äkta eller bluff?”: what they must hold, and how three of them are drawn."""

import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.conversation.practice import draw
from bot.conversation.scene import Facts, Turn
from bot.conversation.session import Session
from bot.conversation.step import step
from bot.domain.message import Incoming, Kind, plain
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.knowledge.links import defang
from bot.knowledge.practice import FEWEST_OF_A_KIND, Channel, Item
from bot.knowledge.readability import measure, words
from bot.knowledge.reading import Reading
from tests.conftest import CONTENT, START

LANGUAGES = ("sv", "en")
SWEDISH = tomllib.loads((CONTENT / "sv" / "practice.toml").read_text("utf-8"))
CHANCES = [f"{number * 0x9E3779B97F4A7C15 % 2**128:032x}" for number in range(400)]


def _press(library: Library, action: str, chance: str = "0" * 32, language: str = "sv") -> Turn:
    incoming = Incoming("test", "1", "p", Kind.BUTTON, action=action)
    facts = Facts(chance, live=True)
    return step(Session(language=language), facts, Reading(), incoming, library, START)


def _actions(turn: Turn) -> list[str]:
    return [button.action for button in turn.replies[0].all_buttons]


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_of_the_examples_are_genuine(library: Library, language: str) -> None:
    """Protects from learning that everything is a scam: half are genuine, on each channel too."""
    items = library.practice(language)
    assert len(items) >= 40
    kinds = Counter((item.channel, item.genuine) for item in items.values())
    for channel in Channel:
        assert kinds[channel, True] == kinds[channel, False] > 0, channel


@pytest.mark.parametrize("name", SWEDISH)
def test_the_explanation_is_easy_to_read(library: Library, name: str) -> None:
    """Protects an old reader: each Swedish explanation by itself is short and plain."""
    item = library.practice("sv")[name]
    counts = measure(item.why)
    assert counts.sentences <= 3
    assert counts.lix <= 30, f"LIX {counts.lix:.0f}"
    assert counts.average <= 12
    assert max(measure(text).longest for text in (item.why, item.situation, item.text)) <= 18


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_an_example_can_be_tapped(library: Library, language: str) -> None:
    """Protects from a practice message that does what a real one does."""
    for name, item in library.practice(language).items():
        shown = f"{item.situation}\n{item.text}\n{item.why}"
        assert shown == defang(shown), name
        assert "http" not in shown, name
        assert len(words(item.text)) <= 50, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_neither_promises_nor_blames(library: Library, language: str) -> None:
    """Protects the rule that nothing is ever called safe, and whoever was wrong from shame."""
    forbidden = r"säker|trygg att|garant|risk|dum|borde|naiv|klicka|\bsafe|stupid|should have|click"
    for name, item in library.practice(language).items():
        assert not re.search(forbidden, item.why, re.IGNORECASE), name
        assert "!" not in item.why, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_stand_in_contacts_only(library: Library, language: str) -> None:
    """Protects against an old number left behind in an explanation."""
    numbers = [one.number for one in library.contacts.values() if one.number]
    for name, item in library.practice(language).items():
        assert not [number for number in numbers if number in item.why], name


def test_a_drawn_round_has_both_kinds(library: Library) -> None:
    """Protects against three of a kind, which would teach to answer always the same."""
    items = library.practice("sv")
    places: Counter[bool] = Counter()
    for chance in CHANCES:
        ids = draw(items, chance)
        assert len(set(ids)) == 3
        assert {items[one].genuine for one in ids} == {True, False}
        assert draw(items, chance) == ids
        places[items[ids[0]].genuine] += 1
    assert 150 < places[True] < 250


def test_every_example_is_drawn_sooner_or_later(library: Library) -> None:
    """Protects against an example that nobody ever meets."""
    items = library.practice("sv")
    assert {one for chance in CHANCES for one in draw(items, chance)} == set(items)


def test_the_smallest_collection_can_be_drawn_from() -> None:
    """Protects another municipality that writes only as few examples as are allowed."""
    items = {
        f"i{number}": Item(
            channel=Channel.SMS, text="x", genuine=number % 2 == 0, why="x", page="p"
        )
        for number in range(2 * FEWEST_OF_A_KIND)
    }
    for chance in CHANCES:
        for shown in (("i0", "i2", "i4"), ("i1", "i3", "i5"), draw(items, "")):
            assert not set(draw(items, chance, shown)) & set(shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answer", ["g", "f"])
def test_every_example_can_be_asked_and_answered(
    library: Library, language: str, answer: str
) -> None:
    """Protects each example on the screen: its message, its explanation, its page, short enough."""
    for name, item in library.practice(language).items():
        others = [one for one in library.practice(language) if one != name][:2]
        place = f"pr:{name}.{'.'.join(others)}:1:0"
        asked = _press(library, place, language=language)
        assert item.text in plain(asked.replies[0].text)
        assert item.situation in plain(asked.replies[0].text)
        answered = _press(library, f"{place}:{answer}", language=language)
        text = plain(answered.replies[0].text)
        assert text.endswith(item.why)
        assert measure(text).sentences <= 5
        right = item.genuine is (answer == "g")
        assert _actions(answered) == [f"{place[:-4]}:2:{int(right)}", f"p:{item.page}", "menu"]


@pytest.mark.parametrize("score", [0, 1, 2])
@pytest.mark.parametrize("answer", ["g", "f"])
def test_the_last_answer_ends_the_round_briefly(library: Library, score: int, answer: str) -> None:
    """Protects a small screen: the last message says it all in six sentences."""
    names = list(library.practice("sv"))
    for name in names[2:]:
        turn = _press(library, f"pr:{names[0]}.{names[1]}.{name}:3:{score}:{answer}")
        assert measure(plain(turn.replies[0].text)).sentences <= 6, name
        assert f"pr:{names[0]}.{names[1]}.{name}" in _actions(turn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_more_are_three_others(library: Library, language: str) -> None:
    """Protects from meeting the same example twice in a row."""
    shown = draw(library.practice(language), CHANCES[7])
    for chance in CHANCES[:60]:
        first = _actions(_press(library, f"pr:{'.'.join(shown)}", chance, language))[0]
        assert not set(first.split(":")[1].split(".")) & set(shown)


@pytest.mark.parametrize(
    "carried",
    [
        "xx.yy.zz:1:0",
        "pkt1.pkt2:1:0",
        "pkt1.pkt1.pkt1:1:0",
        "pkt1.pkt2.mam1.tnd1:1:0",
        "pkt1.pkt2.mam1:0:0",
        "pkt1.pkt2.mam1:4:0",
        "pkt1.pkt2.mam1:-1:0",
        "pkt1.pkt2.mam1:²:0",
        "pkt1.pkt2.mam1:1:1",
        "pkt1.pkt2.mam1:3:3:g",
        "pkt1.pkt2.mam1:3:",
        "pkt1.pkt2.mam1:3:-1",
        "..:1:0",
        ":1:0",
    ],
)
def test_a_button_that_no_longer_fits_begins_anew(library: Library, carried: str) -> None:
    """Protects whoever presses a button from last year, or made it up: a kind new beginning."""
    text = plain(_press(library, f"pr:{carried}").replies[0].text)
    assert "finns inte längre" in text
    assert "Exempel 1 av 3" in text


@pytest.mark.parametrize("carried", ["", "xx", "xx.yy.zz", "." * 61, ".".join(["pkt1"] * 12)])
def test_odd_ids_alone_begin_a_round(library: Library, carried: str) -> None:
    """Protects the draw from a list of ids that a stranger has made up."""
    assert "Exempel 1 av 3" in plain(_press(library, f"pr:{carried}").replies[0].text)


def test_an_unknown_answer_asks_again(library: Library) -> None:
    """Protects from counting an answer that nobody gave."""
    turn = _press(library, "pr:pkt1.pkt2.mam1:2:1:x")
    assert "Exempel 2 av 3" in plain(turn.replies[0].text)
    assert "pr:pkt1.pkt2.mam1:2:1:g" in _actions(turn)


@pytest.mark.parametrize("written", ["/ova", "öva", "Öva!", "ova", "träna", "quiz", "practise"])
def test_the_word_alone_begins_a_round(library: Library, written: str) -> None:
    """Protects whoever writes instead of pressing."""
    incoming = Incoming("test", "1", "p", text=written)
    turn = step(Session(), Facts("0" * 32, live=True), Reading(), incoming, library, START)
    assert "Exempel 1 av 3" in plain(turn.replies[0].text)


Change = Callable[[str], str]


def _without(name: str) -> Change:
    """The file without one example."""
    return lambda source: re.sub(rf"(?s)\[{name}\].*?(?=\n\[)", "", source, count=1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda s: s.replace("dag: postnord-paket[.]top", "dag: postnord-paket.top"),
            r"sv/practice\.toml, pkt1: .*går att trycka på",
        ),
        (lambda s: s.replace("08-123 …", "08-123 45 67", 1), r"bnk2: .*går att trycka på"),
        (lambda s: s.replace('"sms"', '"fax"', 1), r"sv/practice\.toml, pkt1, channel: "),
        (lambda s: s.replace("genuine = false", "genuin = false", 1), r"pkt1, genuin"),
        (
            lambda s: s.replace('page = "sms_links"', 'page = "no_page"', 1),
            r"pkt1: ingen sida “no",
        ),
        (lambda s: s.replace("Avgiften är", "Ja. Nej. Avgiften är", 1), r"pkt1: why har fler än"),
        (lambda s: s.replace("PostNord: ", "Ord " * 50, 1), r"pkt1: text har fler än 50 ord"),
        (
            lambda s: s.replace("PostNord: ", "PostNord:\\n", 1),
            r"pkt1: skriv varje text på en rad",
        ),
        (lambda s: s.replace("[pkt1]", "[parcel]", 1), r"practice\.toml, parcel: börja"),
        (lambda s: f"odd = 7\n{s}", r"practice\.toml, odd: börja exemplet med"),
        (lambda s: s.replace("[pkt2]", "[pkt1]", 1), r"practice\.toml, rad \d+: "),
        (lambda s: s.replace("genuine = false", "genuine = true"), r"skriv minst 4 äkta"),
        (lambda s: s.replace("genuine = false", "genuine = true", 1), r"pkt1: är inte samma ex"),
        (_without("pkt1"), r"sv/practice\.toml: “pkt1” finns bara på ett språk"),
    ],
)
def test_a_fault_names_file_and_example(tmp_path: Path, change: Change, sentence: str) -> None:
    """Protects whoever edits an example: the slip is told before any resident meets it."""
    path = Path(shutil.copytree(CONTENT, tmp_path / "content")) / "sv" / "practice.toml"
    written = path.read_text("utf-8")
    assert change(written) != written
    path.write_text(change(written), "utf-8")
    with pytest.raises(ContentError, match=sentence):
        Library(tmp_path / "content")
