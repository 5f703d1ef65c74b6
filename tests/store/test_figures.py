"""What is published stays: whatever comes in later, and whoever tries to change it."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.domain.concern import Concern, Origin
from bot.domain.figures import Chart
from bot.domain.quarter import Quarter
from bot.knowledge.library import Library
from bot.situation import Situation
from bot.store.database import Tables, open_database
from bot.store.marks import Mark
from bot.store.open_data import open_data

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
QUARTER = Quarter(2026, 3)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """Tables of a new database, each statement a transaction of its own."""
    return Tables(open_database(tmp_path / "bot.db"))


def tell(
    tables: Tables, number: int, week: str = "2026-W30", origin: Origin = Origin.STAFF
) -> None:
    """So many concerns about the light in Asarum in the evening, shown to staff."""
    for _ in range(number):
        key = f"k{tables.concerns.count()}"
        tables.concerns.file(Concern(key, week, "ljus", "asarum", "kvall", "", origin=origin))
        tables.concerns.release()


def test_a_published_quarter_is_frozen(library: Library, tables: Tables) -> None:
    """Late entries, a second try and statements past the house change nothing of it."""
    situation = Situation(library, live=True)
    tell(tables, 9)
    assert situation.waiting(tables, NOW) == (QUARTER,)
    assert situation.publish(tables, QUARTER, NOW)
    before = tables.figures.published()
    assert str(before[0].picture.figure(Chart.DISTRICT, "asarum")) == "10"
    assert before[0].day == date(2026, 11, 24)
    tell(tables, 9)
    assert not situation.publish(tables, QUARTER, NOW)
    assert not tables.figures.publish(situation.preview(tables, QUARTER), NOW.date(), trial=False)
    for statement in (
        "UPDATE figures SET figure = 20",
        "UPDATE pictures SET trial = 1",
        "DELETE FROM figures",
        "DELETE FROM pictures",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            tables.figures._connection.execute(statement)
    tables.figures.erase_trial()
    assert tables.figures.published() == before
    assert situation.waiting(tables, NOW) == ()


def test_only_what_was_told_in_earnest_and_long_enough_ago_is_counted(
    library: Library, tables: Tables
) -> None:
    """What was told up to the week of going live were tests, and so is what staff say are tests; a
    quarter waits until it is settled.
    Nothing but rounded figures is ever written down.
    """
    trial, live = Situation(library, live=False), Situation(library, live=True)
    tell(tables, 7, "2026-W30")
    tell(tables, 12, "2026-W31")
    tell(tables, 9, "2026-W31", Origin.TEST)
    tell(tables, 8, "2026-W47")
    tables.marks.put(Mark.LIVE_SINCE, date(2026, 7, 21))
    assert str(live.preview(tables, QUARTER).figure(Chart.AREA, "ljus")) == "10"
    assert str(trial.preview(tables, QUARTER).figure(Chart.AREA, "ljus")) == "20"
    assert not live.publish(tables, QUARTER.next, NOW)
    assert trial.publish(tables, QUARTER, NOW)
    kept = {row[0] for row in tables.figures._connection.execute("SELECT figure FROM figures")}
    assert kept == {None, 20}
    tables.figures.erase_trial()
    assert tables.figures.published() == ()


def test_anybody_can_open_the_open_data(library: Library, tables: Tables, tmp_path: Path) -> None:
    """The file says what it is, describes each of its columns, and holds nothing else."""
    situation = Situation(library, live=True)
    tell(tables, 9)
    situation.publish(tables, QUARTER, NOW)
    path = tmp_path / "open.db"
    path.write_bytes(open_data(tables.figures.published(), {"licence": "CC0 1.0"}))
    database = Database(path)
    assert set(database.table_names()) == {"quarters", "figures", "metadata", "descriptions"}
    described = {
        (row["table_name"], row["column_name"]) for row in database.table("descriptions").rows
    }
    for name in ("quarters", "figures"):
        columns = {column.name for column in database.table(name).columns}
        assert described >= {(name, column) for column in ("", *columns)}
    assert database.table("metadata").get("licence")["value"] == "CC0 1.0"
    rows = list(database.table("figures").rows_where("chart = 'district' AND choice = 'asarum'"))
    assert [(row["figure"], row["shown"]) for row in rows] == [(10, "10")]
    database.close()
