"""The house rules that one file cannot show: who may import, read clocks, or speak SQL."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BOT = ROOT / "bot"
FILES = sorted(BOT.rglob("*.py"))
PURE = ("domain", "knowledge", "conversation")
LEFTOVERS = {"utils", "helpers", "common", "base", "manager", "misc"}
SENTENCE = re.compile(r"[A-ZÅÄÖ][^.!?\[\\]*[åäö][^.!?\[\\]* [^.!?\[\\]+[.!?]")
"""A capital, a Swedish letter, a space and an end: somebody is meant to read this."""
STAFF_WORDS = {"main.py", "settings.py", "readiness.py", "meeting_file.py"}
"""Files that speak Swedish to operators and staff, never to residents."""


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _room(path: Path) -> str:
    inside = path.relative_to(BOT).parts
    return inside[0] if len(inside) > 1 else ""


@pytest.mark.parametrize("path", FILES, ids=str)
def test_only_the_telegram_room_imports_aiogram(path: Path) -> None:
    """No aiogram type passes beyond its channel, and nothing else pays for its import."""
    if "channels/telegram/" not in path.as_posix():
        assert not [name for name in _imports(path) if name.split(".")[0] == "aiogram"]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_core_has_no_clock_no_chance_and_no_waiting(path: Path) -> None:
    """What is said depends on what was given, so that every talk can be replayed."""
    if _room(path) not in PURE:
        return
    source = path.read_text("utf-8")
    assert not {"random", "secrets", "asyncio", "sqlite3", "time", "aiohttp"} & set(_imports(path))
    assert ".now(" not in source
    assert "async def" not in source


@pytest.mark.parametrize("path", FILES, ids=str)
def test_only_the_store_speaks_sql(path: Path) -> None:
    """One room knows the tables, and no statement is put together from pieces (TRUST S15)."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in ("execute", "executemany", "executescript"):
            continue
        assert _room(path) == "store", f"line {node.lineno}"
        built = isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
        pragma = built and ast.unparse(node.args[0]).startswith("f'PRAGMA ")
        assert not built or pragma, f"line {node.lineno}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_residents_read_nothing_that_stands_in_code(path: Path) -> None:
    """Every sentence the bot says stands in content/ and has been read by a person."""
    if path.name in STAFF_WORDS or _room(path) in ("console", "store", "commands"):
        return
    tree = ast.parse(path.read_text("utf-8"))
    silent = {id(part) for node in ast.walk(tree) if _is_not_said(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = id(node) not in silent and SENTENCE.search(node.value)
            assert not said, f"line {node.lineno}: {node.value}"


def _is_not_said(node: ast.AST) -> bool:
    """Docstrings, and the sentences of errors, which operators read."""
    return isinstance(node, ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


@pytest.mark.parametrize("path", [*FILES, *sorted((ROOT / "tests").rglob("*.py"))], ids=str)
def test_there_is_no_room_for_leftovers(path: Path) -> None:
    """A file has a noun for a name, and says in its first lines what it is for."""
    assert path.stem not in LEFTOVERS
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_files_and_functions_stay_small(path: Path) -> None:
    """A file fits in one reading, and no function is longer than fifty lines."""
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 320
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 50, node.name
