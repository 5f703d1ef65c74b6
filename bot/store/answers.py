"""Answers to meetings: an address only for as long as the meeting needs it, then counts alone."""

import sqlite3
from datetime import UTC, datetime, timedelta

from bot.domain.aftermath import TOLD_WITHIN
from bot.domain.meeting import Answer, Choice, Tally
from bot.store.moments import stamp
from bot.store.statements import statements

KEPT = timedelta(days=14)
"""How long after a meeting the addresses of those who answered are kept."""


class Answers:
    """The table of answers, and the tallies that stay."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("answers")

    def put(self, address: str, answer: Answer, language: str) -> None:
        """Keep an answer in place of an earlier one."""
        row = (address, answer.meeting, answer.choice, answer.number, language)
        self._connection.execute(self._sql["put"], row)

    def of(self, address: str) -> dict[str, Answer]:
        """What an address has answered, by meeting."""
        rows = self._connection.execute(self._sql["of_address"], (address,))
        return {row[0]: Answer(row[0], Choice(row[1]), row[2]) for row in rows}

    def withdraw(self, address: str, meeting: str) -> bool:
        """Erase one answer and count it as withdrawn; False if there was none."""
        erased = self._connection.execute(self._sql["withdraw"], (address, meeting)).rowcount == 1
        if erased:
            self._connection.execute(self._sql["count_withdrawn"], (meeting,))
        return erased

    def speak(self, address: str, language: str) -> None:
        """Speak of every meeting that an address has answered in another language."""
        self._connection.execute(self._sql["speak"], (language, address))

    def forget(self, address: str) -> None:
        """Erase every answer of an address, uncounted: the person took nothing back."""
        self._connection.execute(self._sql["forget"], (address,))

    def erase_old(self, now: datetime) -> bool:
        """Turn answers to long past meetings into counts; whether anything was erased. Those who
        want to know what came of it stay until they have been told, half a year at most.
        """
        utc = now.astimezone(UTC)
        before = {
            "before": (utc - KEPT).isoformat(),
            "tell_before": (utc - TOLD_WITHIN).isoformat(),
            "now": stamp(now),
        }
        self._connection.execute(self._sql["close"], before)
        return self._connection.execute(self._sql["erase_old"], before).rowcount > 0

    def add_phoned(self, meeting: str, choice: Choice, people: int) -> None:
        """Count people who have rung, without a person; fewer than none corrects an earlier count.

        Raises:
            ValueError: somebody who cannot come is not counted.
        """
        if choice is Choice.NO:
            raise ValueError("only those who come, or may come, are counted")
        row = {"meeting": meeting, "choice": choice, "people": people}
        self._connection.execute(self._sql["add_phoned"], row)

    def tally(self, meeting: str) -> Tally:
        """The counts of one meeting."""
        row = self._connection.execute(self._sql["tally"], {"meeting": meeting}).fetchone()
        return Tally(*row)
