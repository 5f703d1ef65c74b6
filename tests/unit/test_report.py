"""The report on the texts: measured by hand on small ones, and what it must find."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.content import content as command
from bot.knowledge.library import Library
from bot.knowledge.report import Report, report
from bot.readiness import unchecked
from tests.conftest import CONTENT

TODAY = date(2026, 11, 24)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped texts to spoil."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def _report(folder: Path) -> Report:
    library = Library(folder, with_gaps=True)
    return report(library, unchecked(library, TODAY))


def _page(folder: Path, name: str, body: str, front: str = "") -> None:
    """A page of the test's own, with `front` in place of its usual source."""
    front = front or 'topic = "bankid"\nsources = ["polisen.se"]'
    matter = f'title = "Prov"\nkind = "advice"\nseen = 2026-11-23\n{front}'
    (folder / name).write_text(f"+++\n{matter}\n+++\n{body}\n", "utf-8")


def test_the_shipped_texts_have_no_gaps() -> None:
    """What residents read is whole, in both languages; only the municipality's own work is left."""
    found = _report(CONTENT)
    assert (found.untranslated, found.dead_links) == ((), ())
    assert (found.unknown_topics, found.without_source) == ((), ())
    names = {(row.language, row.name) for row in found.rows}
    assert {("sv", "pages/bankid"), ("en", "talk/menu.greeting"), ("sv", "sheet")} <= names
    assert not [row.name for row in found.rows if row.too_much]
    assert {"vaxel", "socialjour"} <= set(found.to_fill_in)
    assert "larm" in found.unchecked
    assert not set(found.to_fill_in) & set(found.unchecked)


def test_a_page_is_measured_as_it_is_read(copy: Path) -> None:
    """Headings are no sentences; the longest message counts, and a limit that is passed shows."""
    long = " ".join(["ord"] * 19) + "."
    body = f"Ring nu. Ring banken nu.\n\n---\n\n## Rubrik\n{'Ring. ' * 7}\n\n{long}"
    for code in ("sv", "en"):
        _page(copy / code / "pages", "prov.md", body)
    rows = {(row.language, row.name): row for row in _report(copy).rows}
    row = rows["sv", "pages/prov"]
    assert (row.longest, row.sentences) == (19, 8)
    assert row.average == pytest.approx((2 + 3 + 7 + 19) / 10)
    assert row.too_much == {"longest", "sentences"}
    assert rows["en", "pages/prov"].too_much == {"sentences"}


def test_values_that_a_turn_fills_in_are_counted_as_a_word() -> None:
    """A line of the talk is measured although it is not whole before it is said."""
    rows = {row.name: row for row in _report(CONTENT).rows if row.language == "sv"}
    assert 0 < rows["talk/meetings.invitation"].longest <= 18


def test_what_is_missing_is_found(copy: Path) -> None:
    """Each kind of gap is told with its file, and one does not hide the next."""
    _page(copy / "sv" / "pages", "prov.md", "Ring.", 'topic = "odd"\nrelated = ["nowhere"]')
    talk = copy / "en" / "talk" / "menu.md"
    talk.write_text(talk.read_text("utf-8") + "\n## extra\nHello.\n", "utf-8")
    menus = copy / "menus.toml"
    menus.write_text(menus.read_text("utf-8") + '\nodd = ["no_such_page"]\n', "utf-8")
    found = _report(copy)
    missing = {(gap.place, gap.about) for gap in found.untranslated}
    assert missing == {("en/pages", "prov"), ("sv/talk", "menu.extra")}
    assert found.unknown_topics == (("sv/pages/prov.md", "odd"),)
    assert found.without_source == ("sv/pages/prov.md",)
    dead = [(gap.place, gap.about) for gap in found.dead_links]
    assert dead[0] == ("sv/pages/prov.md", "nowhere")
    assert ("menus.toml, odd", "no_such_page") in dead


def test_a_checked_number_is_no_longer_asked_for(copy: Path) -> None:
    """The list shrinks as the municipality works through it."""
    contacts = copy / "contacts.toml"
    checked = 'checked = "2026-11-20"\nchecked_by = "samordnare"'
    text = contacts.read_text("utf-8").replace('checked = ""\nchecked_by = ""', checked, 1)
    contacts.write_text(text, "utf-8")
    before, after = _report(CONTENT), _report(copy)
    assert set(before.unchecked) - set(after.unchecked) == {"larm"}


def test_the_command_prints_aligned_lines() -> None:
    """Staff read it in a terminal: figures under their headings, gaps after, and no failure."""
    done = CliRunner().invoke(command, ["--report"])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    end = lines.index("")
    assert lines[0].split() == ["Text", "LIX", "medel", "längst", "meningar"]
    marked = [line.removesuffix("*") for line in lines[1:end]]
    assert len({len(line) for line in marked}) == 1
    assert "Länkar som inte leder någonstans: inget" in lines
    assert any(line.startswith("  vaxel") and "krävs" in line for line in lines)


def test_the_command_reports_on_texts_that_the_bot_would_refuse(copy: Path) -> None:
    """It is run to find what is wrong, so a page without a translation is a line, not an end."""
    (copy / "en" / "pages" / "bankid.md").unlink()
    done = CliRunner().invoke(command, ["--report"], env={"CONTENT_DIR": str(copy)})
    assert done.exit_code == 0, done.output
    assert "  en/pages: bankid" in done.output.splitlines()
    refused = CliRunner().invoke(command, [], env={"CONTENT_DIR": str(copy)})
    assert refused.exit_code == 1
