"""What the code says and what content/ must hold are the same list."""

import ast
from pathlib import Path

from bot.conversation.menu import ROOMS
from bot.conversation.required import BUTTONS, LINES
from bot.knowledge.library import Library

CODE = Path(__file__).resolve().parents[2] / "bot"


def _constants(attribute: str) -> dict[str, set[str]]:
    """The constant first arguments of every call of `attribute`, with the values given."""
    found: dict[str, set[str]] = {}
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == attribute and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    names = {word.arg for word in node.keywords if word.arg}
                    found.setdefault(key.value, set()).update(names)
    return found


def test_every_line_that_is_said_is_required() -> None:
    """A text that the code says and nobody requires could be missing when a resident needs it."""
    said = _constants("say")
    assert said
    assert set(said) <= set(LINES)
    for key, values in said.items():
        assert values <= LINES[key], key


def test_every_button_is_required() -> None:
    """The same for the words on the buttons."""
    pressed = _constants("button")
    assert pressed
    assert set(pressed) <= BUTTONS


def test_the_shipped_content_holds_all_of_it(library: Library) -> None:
    """The texts we ship are complete, and hold nothing that is never said."""
    library.require(LINES, BUTTONS, ROOMS)
    said = {key for key in library._tongue("sv").lines if not key.startswith("web.")}
    assert said == set(LINES)
    assert set(library._tongue("sv").buttons) == BUTTONS
