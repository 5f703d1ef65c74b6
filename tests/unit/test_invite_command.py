"""`bot.py invite` refuses what the console refuses, in plain Swedish."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.front_door import cli
from bot.domain.meeting import Meeting, Standing
from bot.domain.membership import Member
from bot.store.database import Tables, open_database

SOON = datetime.now(UTC) + timedelta(days=20)
MEETING = Meeting(
    "k7p2m", "Kaffe", "Om bedrägeri", "Polisen", SOON, SOON + timedelta(hours=2), "Rådhuset"
)


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """A data folder with a meeting, a subscriber, and nobody running."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    tables = Tables(open_database(tmp_path / "data" / "bot.db"))
    tables.meetings.put(MEETING)
    return tables


def _member(tables: Tables) -> None:
    """A subscriber who is a tester too, as try mode demands."""
    tables.members.put(Member("web:a", "sv"))
    tables.members._connection.execute("INSERT INTO staff_chats VALUES ('web:a', 'x', 'sv')")


def _run(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(cli, ["invite", *words], input=answer)


def test_it_shows_asks_and_sends_once(tables: Tables) -> None:
    """The words, the number and the time come before the question, and a second send is refused."""
    _member(tables)
    sent = _run("send", "k7p2m", answer="ja\n")
    assert "Kaffe" in sent.output
    assert "Till 1 personer" in sent.output
    assert "Ingen bot är igång nu." in sent.output
    (sending,) = tables.sendings.latest(5)
    assert sending.approved_by == "Kommandoraden"
    again = _run("send", "k7p2m", "--yes")
    assert "redan skickad" in str(again.exception)


def test_anything_but_yes_sends_nothing(tables: Tables) -> None:
    """An empty answer is a no."""
    _member(tables)
    assert "Inget är gjort" in str(_run("send", "k7p2m", answer="\n").exception)
    assert tables.sendings.latest(5) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"example": True}, "exempel"),
        ({"standing": Standing.DRAFT}, "utkast"),
        ({"standing": Standing.CANCELLED}, "inställd"),
        ({"starts": datetime(2026, 1, 1, tzinfo=UTC)}, "redan börjat"),
    ],
)
def test_what_cannot_be_sent_is_refused(
    tables: Tables, change: dict[str, object], words: str
) -> None:
    """An example, a draft, a cancelled or a past meeting invites nobody."""
    _member(tables)
    tables.meetings.put(replace(MEETING, **change))  # type: ignore[arg-type]
    assert words in str(_run("send", "k7p2m", "--yes").exception)
    assert tables.sendings.latest(5) == ()


def test_wrong_words_get_a_plain_sentence(tables: Tables) -> None:
    """An unknown meeting, place or sending is named, with what to do."""
    assert "meeting list" in str(_run("send", "nope").exception)
    assert "asarum" in str(_run("send", "k7p2m", "--district", "nope").exception)
    assert "finns inte" in str(_run("send", "k7p2m", "--at", "2027-03-28 02:30").exception)
    assert "invite status" in str(_run("stop", "nope").exception)
    assert "Ingen får inbjudan" in str(_run("send", "k7p2m", "--yes").exception)
