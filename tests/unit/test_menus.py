"""The lists of choices: what stands where is content, also for what is no page."""

import shutil
from pathlib import Path

import pytest

from bot.conversation.menu import ROOMS
from bot.conversation.required import BUTTONS, LINES
from bot.conversation.scene import Facts
from bot.conversation.session import Session
from bot.conversation.step import step
from bot.domain.message import Button, Incoming, Kind
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.knowledge.reading import Reading
from tests.conftest import CONTENT, START


def _pressed(library: Library, action: str) -> tuple[Button, ...]:
    incoming = Incoming("web", "1", "astrid", Kind.BUTTON, action=action)
    facts = Facts("0" * 32, live=True)
    turn = step(Session(greeted=True), facts, Reading(), incoming, library, START)
    return turn.replies[0].all_buttons


def _all(library: Library, name: str) -> list[str]:
    """What the buttons of a whole list do, screen after screen."""
    actions, screen = [], f"list:{name}"
    while screen:
        shown = [button.action for button in _pressed(library, screen)]
        screen = next((a for a in shown if a.startswith("list:")), "")
        actions += [a for a in shown if a not in ("menu", screen)]
    return actions


def test_the_lists_are_as_content_says(library: Library) -> None:
    """Every entry once, in its order, with the meetings first and the exercise last."""
    for name in ("now", "advice", "town", "about"):
        assert len(_all(library, name)) == len(library.menu(name))
    assert _all(library, "town")[0] == "meetings"
    assert _all(library, "advice")[-1] == "pr"
    assert len(_pressed(library, "list:town")) == len(library.menu("town")) + 1


def test_a_room_is_moved_in_content(tmp_path: Path) -> None:
    """A municipality without meetings takes the button away without touching the program."""
    folder = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    menus = folder / "menus.toml"
    menus.write_text(menus.read_text("utf-8").replace('"@meetings", ', ""), "utf-8")
    assert "meetings" not in _all(Library(folder), "town")


def test_a_room_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A slip of the pen is told before any resident meets it."""
    folder = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    menus = folder / "menus.toml"
    menus.write_text(menus.read_text("utf-8").replace("@meetings", "@meeting"), "utf-8")
    with pytest.raises(
        ContentError, match=r"menus\.toml, town: “@meeting” finns inte, bara @meetings, @n"
    ):
        Library(folder).require(LINES, BUTTONS, ROOMS)
