"""The queue of concerns from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.concerns import concerns
from bot.domain.case import Case, ConcernState
from bot.domain.concern import Addition, Concern
from bot.store.database import Tables, open_database

KEYS = ("3f1a09bc" + "0" * 24, "3f1a09bc" + "1" * 24, "a0b1c2d3" * 4, "d0d0d0d0" * 4)


def fill(tables: Tables) -> None:
    """Four concerns that staff may read, one of them sealed and one added to."""
    for number, key in enumerate(KEYS):
        one = Concern(key, f"2026-W4{number}", "ljus", "asarum", "kvall", f"text {number}.")
        tables.concerns.file(one, b"sealed" if number == 2 else None)
    tables.concerns.add(Addition("e" * 32, KEYS[3], "2026-W45", "mer om det."))
    tables.concerns.release()


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """What the commands work on."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    connection = open_database(tmp_path / "bot.db")
    fill(Tables(connection))
    return Tables(connection)


def said(*words: str) -> str:
    """What a command says, or the error that it ends with."""
    ended = CliRunner().invoke(concerns, words)
    return f"{ended.output}{ended.exception or ''}"


def case(tables: Tables, key: str) -> Case:
    """One concern."""
    found = tables.concerns.get(key)
    assert found
    return found


def test_the_queue_and_a_state(tables: Tables) -> None:
    """What waits longest first, sealed words as locked; a state with its why, by the number."""
    shown = said()
    assert shown.startswith("Väntar på oss: 4\n  3f1a-09bc  2026-W40  Mörkt eller trasig lampa")
    assert shown.index("text 0.") < shown.index("text 1.") < shown.index("(låst")
    assert "mer om det." in shown
    assert "Sparat" in said("state", "d0d0-d0d0", "vidare", "--varfor", "Trafikverket")
    assert "Sparat" in said("state", KEYS[2], "last", "--svar", "Tack!")
    found = case(tables, KEYS[3])
    assert (found.state, found.reason) == (ConcernState.FORWARDED, "Trafikverket")
    assert (case(tables, KEYS[2]).state, case(tables, KEYS[2]).answer) == ("read", "Tack!")
    entries = [(one.who, one.about) for one in tables.staff.log(9)]
    assert entries == [("Kommandoraden", "a0b1-c2d3"), ("Kommandoraden", "d0d0-d0d0")]


def test_what_cannot_be_set_is_told(tables: Tables) -> None:
    """A number of none or of several, no why, one that follows another, words taken back."""
    assert "Ingen berättelse" in said("state", "ffff-ffff", "last")
    assert "Ingen berättelse" in said("state", "d0", "last")
    assert "Flera berättelser" in said("state", "3f1a-09bc", "last")
    assert "varför det inte går" in said("state", "d0d0-d0d0", "gar-inte")
    assert "1 000 tecken" in said("state", "d0d0-d0d0", "last", "--svar", "x" * 1001)
    tables.concerns.merge(KEYS[2], KEYS[3], "2026-W48")
    assert "följer en annan" in said("state", "a0b1-c2d3", "last")
    tables.concerns.withdraw(KEYS[3], "2026-W48")
    assert "tagit tillbaka" in said("state", "d0d0-d0d0", "last")
