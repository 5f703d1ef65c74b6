"""Meetings from files: right times through summer time, and mistakes said in plain Swedish."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.knowledge.meeting_file import EXAMPLE, parse_meeting, read_meeting
from tests.conftest import START

GOOD = tomllib.loads(EXAMPLE)


def test_the_example_is_itself_right(tmp_path: Path) -> None:
    """What `meeting example` prints can be saved and added as it is."""
    path = tmp_path / "traff.toml"
    path.write_text(EXAMPLE, "utf-8")
    meeting = read_meeting(path).meeting("k7p2m", START)
    assert meeting.starts == datetime(2027, 3, 10, 13, tzinfo=UTC)
    assert meeting.ends - meeting.starts == timedelta(hours=2)
    assert meeting.lift is True
    assert not meeting.example


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"titel": "x"}, "fältet titel finns inte"),
        ({"place": ""}, "fältet place har fel värde"),
        ({"start": "kl två"}, "fältet start har fel värde"),
        ({"end": "13:00:00"}, "slutar innan den börjar"),
        ({"date": None}, "skriv dagen"),
        ({"in_days": 3}, "skriv dagen"),
    ],
)
def test_a_mistake_is_named_with_a_way_out(change: dict[str, object], sentence: str) -> None:
    """A coordinator who misspells a field reads which one, and where to see a right example."""
    with pytest.raises(ContentError, match=sentence) as caught:
        parse_meeting(GOOD | change, "traff.toml")
    assert "meeting example" in str(caught.value)


def test_a_missing_field_is_named() -> None:
    """The field that is missing is the one that is said."""
    with pytest.raises(ContentError, match="fältet place saknas"):
        parse_meeting({k: v for k, v in GOOD.items() if k != "place"}, "traff.toml")


def test_an_hour_that_summer_time_skips_is_refused() -> None:
    """Half past two does not exist on the last Sunday of March."""
    given = GOOD | {"date": date(2027, 3, 28), "start": "02:30:00", "end": "04:00:00"}
    with pytest.raises(ContentError, match="finns inte den 2027-03-28"):
        parse_meeting(given, "traff.toml").meeting("k", START)


@pytest.mark.parametrize("year", range(2026, 2036))
def test_local_times_hold_on_both_days_of_change(year: int) -> None:
    """A meeting at 14 is at 14 on the wall clock, also on the days when the clock is changed."""
    for month in (3, 10):
        last = max(d for d in range(25, 32) if date(year, month, d).weekday() == 6)
        given = GOOD | {"date": date(year, month, last)}
        meeting = parse_meeting(given, "traff.toml").meeting("k", START)
        assert meeting.starts.hour == (12 if month == 3 else 13)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A wrong path or a wrong format is a sentence, not a traceback."""
    with pytest.raises(ContentError, match="går inte att läsa"):
        read_meeting(tmp_path / "nowhere.toml")
    (tmp_path / "bad.toml").write_text("title = ")
    with pytest.raises(ContentError, match="inte rätt skriven"):
        read_meeting(tmp_path / "bad.toml")
