"""Questions to meetings as rows: nothing of the sender, nothing finer than a week."""

import sqlite3
from datetime import UTC, datetime, timedelta

from bot.domain.question import MeetingQuestion, QuestionState
from bot.store.statements import statements

SHOWN = timedelta(days=120)
"""How long after a meeting its questions and answers are shown: until past the three-month
message on what came of it.
"""


class Questions:
    """The table of questions. Lists are in the order of random keys, which tells nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("questions")

    def file(self, question: MeetingQuestion) -> None:
        """Keep a question until staff have read it."""
        row = (question.key, question.meeting, question.week, question.text)
        self._connection.execute(self._sql["file"], row)

    def waiting(self, meeting: str) -> tuple[MeetingQuestion, ...]:
        """Those of one meeting that nobody has answered or hidden."""
        rows = self._connection.execute(self._sql["waiting"], (meeting,))
        return tuple(map(_question, rows))

    def all(self, meeting: str) -> tuple[MeetingQuestion, ...]:
        """Every question to one meeting."""
        return tuple(map(_question, self._connection.execute(self._sql["all"], (meeting,))))

    def get(self, key: str) -> MeetingQuestion | None:
        """One question, or None."""
        row = self._connection.execute(self._sql["one"], (key,)).fetchone()
        return _question(row) if row else None

    def answer(self, key: str, text: str) -> bool:
        """Answer a question for all to read, or change its answer; False where there is none."""
        return self._connection.execute(self._sql["answer"], (text, key)).rowcount > 0

    def hide(self, key: str) -> bool:
        """Let a question be seen by staff alone; False where there is none."""
        return self._connection.execute(self._sql["hide"], (key,)).rowcount > 0

    def answered(self, now: datetime) -> dict[str, tuple[MeetingQuestion, ...]]:
        """By meeting, what everybody may read now."""
        after = {"after": (now.astimezone(UTC) - SHOWN).isoformat()}
        found: dict[str, tuple[MeetingQuestion, ...]] = {}
        for row in self._connection.execute(self._sql["answered"], after):
            found[row["meeting"]] = (*found.get(row["meeting"], ()), _question(row))
        return found

    def count_waiting(self) -> int:
        """How many wait, for all meetings together."""
        return int(self._connection.execute(self._sql["count_waiting"]).fetchone()[0])


def _question(row: sqlite3.Row) -> MeetingQuestion:
    state = QuestionState(row["state"])
    return MeetingQuestion(
        row["key"], row["meeting"], row["week"], row["text"], state, row["answer"]
    )
