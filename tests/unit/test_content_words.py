"""What the pages may say and how hard they may be to read, measured on the files themselves."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import jinja2
import pytest

from bot.conversation.required import LINES
from bot.domain.message import Text
from bot.knowledge.library import Library
from bot.knowledge.readability import measure, sentences
from bot.knowledge.report import sentences_of

CONTENT = Path(__file__).parents[2] / "content"
LANGUAGES = ("sv", "en")
LIX_LIMIT = {"advice": 30, "steps": 30, "info": 35}
AVERAGE_LIMIT, LONGEST_LIMIT, SENTENCE_LIMIT = 12, 18, 6
TALKED_ABOUT = {  # topics that the conversation answers by itself
    "meetings_when",
    "meetings_signup",
    "report_concern",
    "unsubscribe",
    "out_of_scope",
    "urgent_now",
}
_TEMPLATES = jinja2.Environment(
    undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


CONTACTS = _toml(CONTENT / "contacts.toml")
MUNICIPALITY = _toml(CONTENT / "municipality.toml")
PAGES = sorted(CONTENT.glob("*/pages/*.md"))
SWEDISH = [path for path in PAGES if path.parts[-3] == "sv"]


def _name(path: Path) -> str:
    return f"{path.parts[-3]}/{path.stem}"


def _split(path: Path) -> tuple[dict[str, Any], str]:
    _, front, body = path.read_text("utf-8").split("+++\n", 2)
    return tomllib.loads(front), body


def _numbers(*, local: bool) -> dict[str, str]:
    """The numbers as printed; those still to be filled in are there only when `local`."""
    unknown = "0123-45 67 89" if local else ""
    return {key: contact["number"] or unknown for key, contact in CONTACTS.items()}


def _parts(path: Path, *, local: bool) -> list[str]:
    """The parts as a resident reads them, without headings and markup."""
    body = _TEMPLATES.from_string(_split(path)[1]).render(
        phone=_numbers(local=local),
        hours={key: contact["hours"][path.parts[-3]] for key, contact in CONTACTS.items()},
        municipality=MUNICIPALITY,
    )
    body = re.sub(r"\[([^\]]*)\]\([^)]*\)|\*\*", r"\1", body)
    body = re.sub(r"^## .*$|^(?:- |\d+\. )", "", body, flags=re.MULTILINE)
    return re.split(r"^---$", body, flags=re.MULTILINE)


def _variants(path: Path) -> Iterator[list[str]]:
    """The page before and after the municipality has filled in its own numbers."""
    yield _parts(path, local=False)
    yield _parts(path, local=True)


def test_swedish_is_easy_to_read() -> None:
    """Protects a frightened reader: LIX and words a sentence stay under the limits of a page."""
    for path in SWEDISH:
        limit = LIX_LIMIT[_split(path)[0]["kind"]]
        for parts in _variants(path):
            counts = measure("\n".join(parts))
            assert counts.lix <= limit, f"{_name(path)}: LIX {counts.lix:.0f}, at most {limit}"
            assert counts.average <= AVERAGE_LIMIT, _name(path)


def test_no_swedish_sentence_is_long() -> None:
    """Protects against the one long sentence that an average hides."""
    for path in SWEDISH:
        for part in (part for parts in _variants(path) for part in parts):
            long = [one for one in sentences(part) if measure(one).longest > LONGEST_LIMIT]
            assert not long, f"{_name(path)}: more than {LONGEST_LIMIT} words: {long}"


def test_a_message_is_short() -> None:
    """Protects a small screen: six sentences a message at most, in every language."""
    for path in PAGES:
        for parts in _variants(path):
            assert max(measure(part).sentences for part in parts) <= SENTENCE_LIMIT, _name(path)
            assert all(part.strip() for part in parts), _name(path)


def test_facts_have_sources() -> None:
    """Protects the promise that every claim carries its source and the day it was seen."""
    for path in PAGES:
        front, _ = _split(path)
        assert front["sources"], _name(path)
        assert all(source.strip() for source in front["sources"]), _name(path)
        assert front["seen"], _name(path)


def test_numbers_stand_in_one_place() -> None:
    """Protects against an old number left behind in a text when contacts.toml is corrected."""
    numbers = [contact["number"] for contact in CONTACTS.values() if contact["number"]]
    for path in PAGES:
        written = [number for number in numbers if number in _split(path)[1]]
        assert not written, f"{_name(path)}: write {{{{ phone.… }}}} instead of {written}"


def test_a_missing_number_leaves_no_gap() -> None:
    """Protects against “Ring växeln:” with nothing after it before the number is filled in."""
    for path in PAGES:
        body = _split(path)[1]
        guarded = set(re.findall(r"{% if phone\.(\w+) %}", body))
        printed = set(re.findall(r"{{ phone\.(\w+) }}", body))
        missing = {key for key in printed if CONTACTS[key]["grade"] == "U"}
        assert missing <= guarded, _name(path)


def test_words_that_must_not_be_said() -> None:
    """Protects against promises we cannot keep, and words that shout or puzzle."""
    for path in PAGES:
        said = "\n".join(_parts(path, local=True)).lower()
        for word in ("!", "klicka", "click", "anonym", "13 månader", "13 months", "garanter"):
            assert word not in said, f"{_name(path)}: “{word}” is in the text"


@pytest.mark.parametrize(
    ("page", "swedish", "english"),
    [
        ("calling_now", "**Lägg på.**", "**Hang up.**"),
        ("at_door", "**Öppna inte.**", "**Do not open.**"),
        ("gave_out", "**Ring banken nu.**", "**Call your bank now.**"),
    ],
)
def test_the_action_comes_first(page: str, swedish: str, english: str) -> None:
    """Protects the urgent moment: the first words are what to do."""
    for language, words in zip(LANGUAGES, (swedish, english), strict=True):
        body = _split(CONTENT / language / "pages" / f"{page}.md")[1]
        assert body.startswith(words)


def test_every_subject_has_its_page() -> None:
    """Protects that what people ask about is answered, in both languages alike."""
    topics = {_split(path)[0]["topic"] for path in SWEDISH} - TALKED_ABOUT
    for language in LANGUAGES:
        pages = {path.stem for path in PAGES if path.parts[-3] == language}
        assert topics <= pages
        assert pages == {path.stem for path in SWEDISH}


def test_unconfirmed_numbers_are_empty() -> None:
    """Protects residents from a number that neither a source nor the municipality confirms."""
    for key, contact in CONTACTS.items():
        confirmed = contact["grade"] != "U" or contact["checked"]
        assert bool(confirmed) == bool(contact["number"]), key
        assert set(contact["call"]) <= set("+0123456789"), key


def test_each_number_stands_once() -> None:
    """Protects against correcting a number in one place and missing the other."""
    dialled = [contact["call"] for contact in CONTACTS.values() if contact["call"]]
    assert len(dialled) == len(set(dialled))


_CHOSEN = {  # values that a line chooses its words by
    "channel": ("web", "telegram", "terminal", "sms", "mail", "letter", "call", "visit"),
    "live": (True, False),
    "genuine": (True, False),
    "score": (0, 1, 3),
}


def _sayings(library: Library, key: str, language: str) -> Iterator[Text]:
    """A line as it may be said: with all of its values and with none, chosen in every way."""
    line = library.lines(language)[key]
    chosen = sorted(line.variables & set(_CHOSEN))
    for filling in ("ord", ""):
        for values in product(*(_CHOSEN[name] for name in chosen)):
            yield line.text(
                dict.fromkeys(line.variables, filling) | dict(zip(chosen, values, strict=True))
            )


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The texts as they stand when the municipality has filled in its own numbers."""
    folder = tmp_path_factory.mktemp("filled") / "content"
    shutil.copytree(CONTENT, folder)
    contacts = folder / "contacts.toml"
    text = contacts.read_text("utf-8").replace('number = ""', 'number = "0123-45 67 89"')
    contacts.write_text(text.replace('call = ""', 'call = "0123456789"'), "utf-8")
    return Library(folder)


def test_every_line_of_the_talk_is_easy_to_read(library: Library, filled_in: Library) -> None:
    """Protects the same reader in the talk itself: every line keeps the limits of a page."""
    for texts, key in product((library, filled_in), LINES):
        for text in _sayings(texts, key, "sv"):
            said = sentences_of(text)
            counts = measure(said)
            assert counts.lix <= LIX_LIMIT["advice"], f"{key}: {said}"
            assert counts.average <= AVERAGE_LIMIT, f"{key}: {said}"
            assert counts.longest <= LONGEST_LIMIT, f"{key}: {said}"


def test_every_line_of_the_talk_is_short(library: Library, filled_in: Library) -> None:
    """Protects a small screen: six sentences at most in every language."""
    for texts, key, language in product((library, filled_in), LINES, LANGUAGES):
        for text in _sayings(texts, key, language):
            said = sentences_of(text)
            assert measure(said).sentences <= SENTENCE_LIMIT, f"{key}: {said}"


def test_the_first_message_of_a_trial_is_short(library: Library) -> None:
    """Protects the greeting too when the word on the trial stands before it."""
    for language in LANGUAGES:
        both = (library.say(f"menu.{name}", language) for name in ("trial", "greeting"))
        assert sum(measure(sentences_of(text)).sentences for text in both) <= SENTENCE_LIMIT
