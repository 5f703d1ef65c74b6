"""Content with a fault: the start is refused with the file, the place and the cure."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.message import Style, plain
from bot.errors import ContentError
from bot.house import load_library
from bot.knowledge.library import Library
from bot.settings import load_settings
from tests.conftest import CONTENT

Change = Callable[[Path], object]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped texts to spoil."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def _append(name: str, text: str) -> Change:
    def change(folder: Path) -> None:
        path = folder / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    return change


def _replace(name: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        path = folder / name
        written = path.read_text("utf-8")
        assert old in written
        path.write_text(written.replace(old, new, 1), "utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            _append("sv/pages/bankid.md", "\n\n> citat\n"),
            r"sv/pages/bankid.md.*går inte att skriva",
        ),
        (_append("sv/pages/bankid.md", "\n\n{{ phone.nobody }}\n"), r"sv/pages/bankid.md"),
        (_append("sv/pages/bankid.md", "\n\n{{ visitor }}\n"), r"namnet visitor finns inte"),
        (_append("sv/pages/bankid.md", "\n\n---\n\nUtan rubrik.\n"), r"## Rubrik"),
        (_replace("sv/pages/bankid.md", "+++", ""), r"rad 1: börja med uppgifterna"),
        (_replace("sv/pages/bankid.md", 'title = "', 'titel = "'), r"sv/pages/bankid.md, \w+"),
        (
            _append("sv/talk/menu.md", "\n## extra\nHej.\n"),
            r"menu.extra.*finns bara på ett språk",
        ),
        (_replace("sv/talk/menu.md", "## greeting", "## hello"), r"finns bara på ett språk"),
        (_append("sv/talk/menu.md", "\n## menu\nHej.\n"), r"två gånger"),
        (_append("sv/buttons.toml", 'odd = ""\n'), r"buttons.toml, odd"),
        (_append("sv/buttons.toml", "menu = 'x'\n"), r"buttons.toml, rad \d+: "),
        (
            _append("menus.toml", 'odd = ["no_such_page"]\n'),
            r"menus.toml, odd: ingen sida",
        ),
        (_append("menus.toml", "odd = 7\n"), r"menus.toml, odd: skriv en lista"),
        (_append("contacts.toml", "\n[odd]\nnumber = 7\n"), r"contacts.toml, numbers.odd"),
        (_append("municipality.toml", '\nodd = "x"\n'), r"municipality.toml"),
        (lambda f: (f / "contacts.toml").unlink(), r"contacts.toml: filen saknas"),
        (lambda f: (f / "sv/pages/bankid.md").unlink(), r"bankid"),
        (lambda f: (f / "contacts.toml").write_bytes(b"\xff\xfe"), r"contacts.toml"),
    ],
)
def test_a_fault_is_named_with_its_file(copy: Path, change: Change, sentence: str) -> None:
    """Whoever edits a text is told where the slip is, before any resident meets it."""
    change(copy)
    with pytest.raises(ContentError, match=sentence):
        Library(copy)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_line_that_both_languages_lost_is_missed_at_the_start(copy: Path, language: str) -> None:
    """A text that the conversation needs is asked for before the bot opens."""
    for code in ("sv", "en"):
        _replace(f"{code}/talk/menu.md", "## cancelled", "## other_name")(copy)
    assert language in ("sv", "en")
    with pytest.raises(ContentError, match="“## cancelled” saknas"):
        load_library(load_settings(content_dir=copy))


def test_a_missing_local_number_leaves_a_whole_sentence(library: Library) -> None:
    """Texts that need a number which the municipality has not filled in work without it."""
    assert library.contacts["vaxel"].number == ""
    for language in ("sv", "en"):
        for page in library.pages(language).values():
            for part in page.parts:
                words = plain(part.text)
                assert "  " not in words.replace("\n", ""), page.id
                assert " ." not in words, page.id


def test_numbers_are_links_that_dial(library: Library) -> None:
    """Every number shown can be pressed, and dials what it shows."""
    spans = [span for block in library.say("danger.urgent", "sv") for span in block.spans]
    phones = [span for span in spans if span.style is Style.PHONE]
    assert [(span.text, span.target) for span in phones] == [("112", "112")]


def test_another_language_than_ours_is_answered_in_swedish(library: Library) -> None:
    """A language code that nobody has written texts for never leaves a person without an answer."""
    assert library.label("menu", "fi") == library.label("menu", "sv")
    assert library.choice_label("no_longer_there", "sv") == "no_longer_there"
