"""Published figures as a SQLite file for anybody: it tells what it is, and nothing was in it that
has been taken out. Datasette, and `sqlite-utils`, open it as it stands.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

from sqlite_utils import Database

from bot.domain.figures import Chart, Published

MEDIA_TYPE = "application/vnd.sqlite3"
_QUARTERS = {
    "quarter": "The quarter, e.g. 2026-Q4. A week belongs to the quarter that holds its Thursday.",
    "first_week": "Its first ISO week.",
    "last_week": "Its last ISO week.",
    "published": "The day on which its figures were published. They are not changed afterwards.",
    "total": "All that was told, to the nearest five; empty where total_shown is no number.",
    "total_shown": "The total as it is written: a number, <5 (0 to 4), or withheld, where it would "
    "tell a small figure.",
}
_FIGURES = {
    "quarter": "The quarter, as in the table quarters.",
    "chart": "What is counted by: area (what it is about), district, or part_of_day.",
    "choice": "The answer's id.",
    "label": "The answer in Swedish, as it was worded when the quarter was published.",
    "figure": "How many, rounded to the nearest five; empty where there are fewer than five.",
    "shown": "The figure as it is written: a number, or <5 (0 to 4).",
}
_TOTAL = {"total": int}
_TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "quarters": ("The quarters that are published.", _QUARTERS),
    "figures": ("How often residents told of what, where and when; no two are crossed.", _FIGURES),
}


def open_data(pictures: Sequence[Published], notes: Mapping[str, str]) -> bytes:
    """The whole file. `notes` say what it is and on what terms, e.g. title, source, licence."""
    with closing(sqlite3.connect(":memory:")) as connection:
        database = Database(connection, execute_plugins=False)
        database.table("quarters").insert_all(
            map(_quarter, pictures), pk="quarter", columns=dict.fromkeys(_QUARTERS, str) | _TOTAL
        )
        database.table("figures").insert_all(
            _figures(pictures),
            pk=("quarter", "chart", "choice"),
            foreign_keys=[("quarter", "quarters", "quarter")],
            columns=dict.fromkeys(_FIGURES, str) | {"figure": int},
        )
        database.table("metadata").insert_all(
            ({"name": name, "value": value} for name, value in notes.items()), pk="name"
        )
        database.table("descriptions").insert_all(_descriptions(), pk=("table_name", "column_name"))
        return connection.serialize()


def _quarter(one: Published) -> dict[str, object]:
    quarter, total = one.picture.quarter, one.picture.total
    return {
        "quarter": str(quarter),
        "first_week": quarter.first_week,
        "last_week": quarter.last_week,
        "published": one.day.isoformat(),
        "total": total.number if total else None,
        "total_shown": str(total) if total else "withheld",
    }


def _figures(pictures: Iterable[Published]) -> Iterable[dict[str, object]]:
    for one in pictures:
        for chart in Chart:
            for row in one.picture.charts[chart]:
                yield {
                    "quarter": str(one.picture.quarter),
                    "chart": str(chart),
                    "choice": row.choice,
                    "label": row.label,
                    "figure": row.figure.number,
                    "shown": str(row.figure),
                }


def _descriptions() -> Iterable[dict[str, str]]:
    """What each table and column holds; a table's own has no column's name."""
    for table, (about, columns) in _TABLES.items():
        yield {"table_name": table, "column_name": "", "description": about}
        for column, said in columns.items():
            yield {"table_name": table, "column_name": column, "description": said}
