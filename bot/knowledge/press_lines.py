"""The templates of what staff copy about a meeting: content/<language>/press.toml."""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import ContentError
from bot.knowledge.tables import read_toml
from bot.knowledge.templates import Line

_BOTH = frozenset({"title", "day", "place", "ring", "example", "moved"})
GIVEN: Mapping[str, frozenset[str]] = {
    "paper": _BOTH | {"about", "who", "times", "lift", "hearing_loop", "coffee", "address"},
    "sms": _BOTH | {"start"},
}
"""The texts that there have to be, and the values that each is given."""


def load_press(path: Path, shared: Mapping[str, object]) -> Mapping[str, Line]:
    """The templates in one language.

    Raises:
        ContentError: one is missing, is not text, or names a value that it is not given.
    """
    origin = f"{path.parent.name}/{path.name}"
    table = read_toml(path)
    if set(table) != set(GIVEN):
        odd = min(set(table) ^ set(GIVEN))
        raise ContentError(f"{origin}: “{odd}” is missing, or is not one of {sorted(GIVEN)}.")
    lines = {
        name: Line(str(source).strip(), f"{origin}, {name}", shared)
        for name, source in table.items()
    }
    for name, line in lines.items():
        if unknown := line.variables - GIVEN[name]:
            raise ContentError(f"{origin}, {name}: unknown name {min(unknown)}.")
    return lines
