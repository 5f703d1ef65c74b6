"""The house rules that one file cannot show: who may import, read clocks, or speak SQL.

Each rule names every place that breaks it, as “file:line: what”.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOT = ROOT / "bot"
PURE = ("domain", "knowledge", "conversation")
IMPURE = {"random", "secrets", "asyncio", "sqlite3", "time", "aiohttp"}
LEFTOVERS = {"utils", "helpers", "common", "base", "manager", "misc"}
LONGEST_FILE, LONGEST_FUNCTION = 320, 50
SENTENCE = re.compile(r"[A-ZÅÄÖ][^.!?\[\\]*[åäö][^.!?\[\\]* [^.!?\[\\]+[.!?]")
"""A capital, a Swedish letter, a space and an end: somebody is meant to read this."""
STAFF_WORDS = {"main.py", "settings.py", "readiness.py", "meeting_file.py"}
"""Files that speak Swedish to operators and staff, never to residents."""


@dataclass(frozen=True)
class File:
    """One file of the project, read once."""

    path: Path

    @cached_property
    def source(self) -> str:
        """Its text."""
        return self.path.read_text("utf-8")

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Everything in it, the module first."""
        return tuple(ast.walk(ast.parse(self.source)))

    @property
    def room(self) -> str:
        """The folder of bot/ that it stands in; nothing for the top."""
        inside = self.path.relative_to(BOT).parts
        return inside[0] if len(inside) > 1 else ""

    def imports(self) -> Iterator[str]:
        """The modules that it imports."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))


@cache
def files(folder: str = "bot") -> tuple[File, ...]:
    """Every Python file in a folder."""
    return tuple(File(path) for path in sorted((ROOT / folder).rglob("*.py")))


def test_only_the_telegram_room_imports_aiogram() -> None:
    """No aiogram type passes beyond its channel, and nothing else pays for its import."""
    outside = [file for file in files() if "channels/telegram/" not in file.path.as_posix()]
    assert outside
    assert [str(f) for f in outside if "aiogram" in {n.split(".")[0] for n in f.imports()}] == []


def test_the_core_has_no_clock_no_chance_and_no_waiting() -> None:
    """What is said depends on what was given, so that every talk can be replayed."""
    core = [file for file in files() if file.room in PURE]
    assert core
    assert [f"{file}: {IMPURE.intersection(file.imports())}" for file in core
            if not IMPURE.isdisjoint(file.imports())] == []  # fmt: skip
    assert [str(f) for f in core if ".now(" in f.source or "async def" in f.source] == []


def test_only_the_store_speaks_sql() -> None:
    """One room knows the tables, and no statement is put together from pieces (TRUST S15)."""
    assert [f"{file}:{line}" for file in files() for line in _wrong_statements(file)] == []


def _wrong_statements(file: File) -> Iterator[int]:
    for node in file.nodes:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in ("execute", "executemany", "executescript"):
            continue
        built = isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
        pragma = built and ast.unparse(node.args[0]).startswith("f'PRAGMA ")
        if file.room != "store" or (built and not pragma):
            yield node.lineno


def test_residents_read_nothing_that_stands_in_code() -> None:
    """Every sentence the bot says stands in content/ and has been read by a person."""
    spoken_to = [
        file
        for file in files()
        if file.path.name not in STAFF_WORDS and file.room not in ("console", "store", "commands")
    ]
    assert spoken_to
    assert [f"{file}:{said}" for file in spoken_to for said in _sentences(file)] == []


def _sentences(file: File) -> Iterator[str]:
    silent = {id(part) for node in file.nodes if _is_not_said(node) for part in ast.walk(node)}
    for node in file.nodes:
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if id(node) not in silent and SENTENCE.search(node.value):
            yield f"{node.lineno}: {node.value}"


def _is_not_said(node: ast.AST) -> bool:
    """Docstrings, and the sentences of errors, which operators read."""
    return isinstance(node, ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def test_there_is_no_room_for_leftovers() -> None:
    """A file has a noun for a name, and says in its first lines what it is for."""
    everything = (*files(), *files("tests"))
    assert [str(file) for file in everything if file.path.stem in LEFTOVERS] == []
    silent = (f for f in everything if not ast.get_docstring(f.nodes[0]))  # type: ignore[arg-type]
    assert [str(file) for file in silent] == []


def test_files_and_functions_stay_small() -> None:
    """A file fits in one reading, and no function is longer than fifty lines."""
    assert [str(f) for f in files() if len(f.source.splitlines()) > LONGEST_FILE] == []
    assert [f"{file}: {name}" for file in files() for name in _long_functions(file)] == []


def _long_functions(file: File) -> Iterator[str]:
    for node in file.nodes:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION:
            yield node.name
