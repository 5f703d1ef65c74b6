"""`bot.py concerns figures`: shown, published once after a yes, and saved in four forms."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.front_door import cli
from bot.store.database import Tables, open_database
from tests.console.test_picture import tell


def _run(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(cli, ["concerns", "figures", *words], input=answer)


def test_a_script_publishes_and_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is saved before; a no changes nothing; a quarter is published once, and wrong words
    get a plain answer.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    tell(12, "2025-W30", Tables(open_database(tmp_path / "data" / "bot.db")))
    assert "Kvartal 3, 2025 kan publiceras: concerns figures publish 2025-Q3" in _run().output
    assert "Inget kvartal" in str(_run("save", "a.csv").exception)
    assert "Inget är gjort." in str(_run("publish", "2025-Q3", answer="nej\n").exception)
    assert "Kvartalet är publicerat." in _run("publish", "2025-Q3", answer="ja\n").output
    assert "redan gjort" in str(_run("publish", "2025-Q3").exception)
    assert "inget kvartal" in str(_run("publish", "hösten").exception)
    assert "   10  Asarum" in _run().output
    begins = {"a.csv": b"\xef\xbb\xbf", "a.xlsx": b"PK", "a.db": b"SQLite", "a.pdf": b"%PDF-"}
    for name, begin in begins.items():
        assert _run("save", "--quarter", "2025-Q3", name).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(begin)
    assert ".csv, .xlsx, .db, .pdf" in str(_run("save", "a.txt").exception)
    assert "2025-Q2 saknas." in str(_run("save", "--quarter", "2025-Q2", "a.csv").exception)
    assert "går inte att skriva" in str(_run("save", "no/a.csv").exception)
