"""Setting up: two who start the bot for the first time at once do not install over each other."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import CONTENT

PATIENCE = 60
FAKE = """#!/bin/sh
alone() { mkdir busy || { touch collided; exit 1; }; sleep 0.3; rmdir busy; }
case "$*" in
    *"-m venv"*) alone; mkdir -p .venv/bin; cp python .venv/bin/python; echo venv >> done ;;
    *"pip install"*) alone; echo pip >> done ;;
    bot.py) echo started >> done ;;
esac
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A newcomer's copy, with a Python that only notes what it is asked for."""
    shutil.copy(CONTENT.parent / "Makefile", tmp_path)
    for name in ("requirements.lock", "pyproject.toml", "bot.py"):
        (tmp_path / name).touch()
    (tmp_path / "python").write_text(FAKE)
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def _make(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["make", "PYTHON=./python", "run"],  # noqa: S607 - the machine's own make
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
@pytest.mark.parametrize("left_behind", [False, True])
def test_two_who_begin_at_once_share_one_installation(folder: Path, *, left_behind: bool) -> None:
    """The second waits, finds the work done, and starts; a lock of one who died is no hindrance."""
    if left_behind:
        gone = subprocess.Popen(["true"])  # noqa: S607
        gone.wait(timeout=PATIENCE)
        (folder / ".venv.lock").mkdir()
        (folder / ".venv.lock" / "owner").write_text(f"{gone.pid}\n")
    both = [_make(folder), _make(folder)]
    said = [one.communicate(timeout=PATIENCE)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    done = (folder / "done").read_text().split()
    assert sorted(done) == ["pip", "started", "started", "venv"]
    assert not (folder / "collided").exists()
    assert not (folder / ".venv.lock").exists()
