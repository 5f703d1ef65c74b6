"""The sheet to print: one page, the right numbers, and whole even with something missing."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner

from bot.commands.sheet import sheet as command
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.printing.sheet import LAYOUT, _filled, sheet
from tests.conftest import CONTENT

ADDRESS = "https://bot.example.se"
LANGUAGES = ("sv", "en")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped texts to change."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def _change(path: Path, old: str, new: str) -> None:
    written = path.read_text("utf-8")
    assert old in written
    path.write_text(written.replace(old, new, 1), "utf-8")


def _read(content: bytes, folder: Path) -> str:
    """What stands on the sheet, read by a program that has nothing to do with its maker."""
    program = shutil.which("pdftotext")
    if not program:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    path = folder / "sheet.pdf"
    path.write_bytes(content)
    return subprocess.run(
        [program, "-layout", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize("address", [ADDRESS, ""])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_a4_page(library: Library, language: str, address: str) -> None:
    """A second page would lie under the first, and nobody would see it."""
    content = sheet(library, language, address)
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 595\.\d+ 841\.\d+\]", content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_the_rules_and_the_numbers(
    library: Library, language: str, tmp_path: Path
) -> None:
    """Letters with dots and rings come out as letters, and each number as it is dialled."""
    read = _read(sheet(library, language, ADDRESS), tmp_path).replace("\u00a0", " ")
    words = library.sheet(language)
    for said in (*(rule.rule for rule in words.rules), *words.own.lines, "bot.example.se"):
        assert said in read
    for number in ("112", "114 14", "116 006", "1177"):
        assert number in read


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_shows_comes_from_content(library: Library, language: str) -> None:
    """A number that is not filled in leaves no gap, and no address leaves no code."""
    filled, bare = (_filled(library, language, address) for address in (ADDRESS, ""))
    assert "svg" in str(filled["code"])
    assert bare["code"] == bare["address"] == ""
    numbers = {key: one.number for key, one in library.contacts.items() if one.number}
    shown = json.loads(json.dumps(bare))["numbers"]
    assert len(shown) >= 4
    assert {one["number"] for one in shown} <= set(numbers.values())


def test_the_switchboard_is_there_once_filled_in(copy: Path, tmp_path: Path) -> None:
    """All numbers there may be still fit on one page, in both languages."""
    contacts = copy / "contacts.toml"
    head, tail = contacts.read_text("utf-8").split("[vaxel]")
    contacts.write_text(head + "[vaxel]" + tail.replace('""', '"0454-810 00"', 1), "utf-8")
    library = Library(copy)
    for language in LANGUAGES:
        content = sheet(library, language, "https://t.me/a_bot_with_a_fairly_long_name")
        assert "0454-810 00" in _read(content, tmp_path).replace("\u00a0", " ")


def test_words_too_many_for_the_page_are_refused(library: Library) -> None:
    """Whoever edits the words is told so, rather than getting a page cut in two."""
    words = library.sheet("sv")
    many = words.model_copy(update={"rules": words.rules * 3})
    spoilt = Library(CONTENT)
    spoilt._tongues = {"sv": replace(spoilt._tongues["sv"], sheet=many)}
    with pytest.raises(ContentError, match=r"sv/sheet\.toml: .*one page"):
        sheet(spoilt, "sv", ADDRESS)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('contact = "larm"', 'contact = "nobody"', r"numret “nobody”"),
        ('title = "När', 'titel = "När', r"sv/sheet\.toml"),
        ('rule = "Lägg på."', 'rule = "Lägg på luren med en gång."', r"rules\.0\.rule"),
        ('file = "lapp', 'file = "../lapp', r"sv/sheet\.toml, file"),
    ],
)
def test_a_fault_is_named(copy: Path, old: str, new: str, sentence: str) -> None:
    """The words of the sheet are checked at the start like all others."""
    _change(copy / "sv" / "sheet.toml", old, new)
    with pytest.raises(ContentError, match=sentence):
        Library(copy)


def test_no_words_stand_in_the_layout() -> None:
    """Another municipality, or another language, needs to change content/ alone."""
    layout = re.sub(r"//.*", "", LAYOUT.read_text("utf-8"))
    assert not re.search(r"[åäöÅÄÖ]", layout)
    assert "Libertinus Serif" in layout
    bundled = typst.Fonts(include_system_fonts=False).families()
    assert "Libertinus Serif" in bundled


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    """Staff make the sheet to print a hundred of without opening the chat."""
    path = tmp_path / "lapp.pdf"
    done = CliRunner().invoke(command, ["--language", "en", "--address", ADDRESS, str(path)])
    assert done.exit_code == 0, done.output
    assert path.read_bytes().startswith(b"%PDF-")
    assert "QR" not in done.output


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    """A sheet without a code is said to be so; a wrong address or folder is one sentence."""
    run = CliRunner()
    bare = run.invoke(command, [str(tmp_path / "lapp.pdf")], env={"PUBLIC_URL": ""})
    assert "QR-kod" in bare.output
    wrong = run.invoke(command, ["--address", "bot", str(tmp_path / "lapp.pdf")])
    assert wrong.exit_code == 2
    assert "https://" in wrong.output
    nowhere = run.invoke(command, [str(tmp_path / "no" / "lapp.pdf")])
    assert "går inte att skriva" in str(nowhere.exception)
