"""Published figures about concerns: each quarter is written once."""

import sqlite3
from datetime import date

from bot.domain.figures import Chart, Figure, Picture, Published, Row
from bot.domain.quarter import Quarter, quarter_named
from bot.store.statements import statements

_TOTAL = "total"
"""Stands for a chart in the one row that is the total."""


class Figures:
    """The tables of published figures. There is no statement that changes one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("figures")

    def publish(self, picture: Picture, day: date, *, trial: bool) -> bool:
        """Write a quarter for good; False, and nothing written, where it was there already.

        What is published in a trial goes when the bot goes live.
        """
        quarter = str(picture.quarter)
        written = self._connection.execute(
            self._sql["publish"], (quarter, day.isoformat(), int(trial))
        )
        if not written.rowcount:
            return False
        for chart, rows in picture.charts.items():
            for place, row in enumerate(rows):
                self._put(quarter, chart, row, place)
        if picture.total:
            self._put(quarter, _TOTAL, Row(_TOTAL, "", picture.total), 0)
        return True

    def published(self) -> tuple[Published, ...]:
        """All that is published, the newest quarter first."""
        rows = self._connection.execute(self._sql["published"]).fetchall()
        return tuple(
            Published(self._picture(quarter), date.fromisoformat(day))
            for name, day in rows
            if (quarter := quarter_named(name))
        )

    def erase_trial(self) -> None:
        """Forget what was published in a trial."""
        self._connection.execute(self._sql["erase_trial_figures"])
        self._connection.execute(self._sql["erase_trial"])

    def _put(self, quarter: str, chart: str, row: Row, place: int) -> None:
        values = (quarter, chart, row.choice, place, row.label, row.figure.number)
        self._connection.execute(self._sql["put"], values)

    def _picture(self, quarter: Quarter) -> Picture:
        charts: dict[str, list[Row]] = {chart: [] for chart in (*Chart, _TOTAL)}
        for chart, choice, label, figure in self._connection.execute(
            self._sql["figures"], (str(quarter),)
        ):
            charts[chart].append(Row(choice, label, Figure(figure)))
        total = charts[_TOTAL]
        return Picture(
            quarter,
            {chart: tuple(charts[chart]) for chart in Chart},
            total[0].figure if total else None,
        )
