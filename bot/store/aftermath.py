"""What follows on a meeting: verdicts as counts, who wants to know, and what staff have written."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from bot.domain.aftermath import Verdict, YouSaid
from bot.store.moments import stamp
from bot.store.statements import statements


class Aftermath:
    """The tables of verdicts and of “Ni sa – vi gör”."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("aftermath")

    def rate(self, address: str, meeting: str, verdict: Verdict) -> bool:
        """Count a verdict, once for each answer that is kept; which one it was is kept nowhere."""
        first = self._connection.execute(self._sql["rate"], (address, meeting)).rowcount == 1
        if first:
            self._connection.execute(self._sql["count"], (meeting, verdict))
        return first

    def verdicts(self, meeting: str) -> dict[Verdict, int]:
        """How many have said what."""
        rows = self._connection.execute(self._sql["verdicts"], (meeting,))
        return {Verdict(row["verdict"]): int(row["count"]) for row in rows}

    def want(self, address: str, meeting: str, *, tell: bool) -> bool:
        """Keep an answer until what came of the meeting has been told, or no longer; False where
        no answer is kept.
        """
        row = {"tell": tell, "address": address, "meeting": meeting}
        return self._connection.execute(self._sql["tell"], row).rowcount == 1

    def wanting(self, meeting: str) -> int:
        """How many want to know what came of it."""
        return int(self._connection.execute(self._sql["wanting"], (meeting,)).fetchone()[0])

    def write(
        self, meeting: str, text: Mapping[str, str], at: datetime, *, later: bool = False
    ) -> None:
        """Keep staff's words by language, in place of earlier ones; the first time is kept."""
        moment = stamp(at)
        for language, words in text.items():
            row = (meeting, later, language, words, moment)
            self._connection.execute(self._sql["put"], row)

    def written(self, meeting: str) -> YouSaid | None:
        """What has been written about a meeting, or None."""
        rows = self._connection.execute(self._sql["get"], (meeting,)).fetchall()
        first = [row for row in rows if not row["later"]]
        if not first:
            return None
        return YouSaid(
            meeting,
            {row["language"]: row["text"] for row in first},
            datetime.fromisoformat(first[0]["written_at"]),
            {row["language"]: row["text"] for row in rows if row["later"]},
        )

    def waiting(self, now: datetime) -> tuple[str, ...]:
        """Meetings where it is time to tell what has happened, and nobody has written it, though
        somebody wants to know: for the staff's overview.
        """
        rows = self._connection.execute(self._sql["written"]).fetchall()
        open_ones = [row["meeting"] for row in rows if not row["followed"]]
        found = (self.written(meeting) for meeting in open_ones)
        return tuple(
            one.meeting
            for one in found
            if one and one.later_due <= now and self.wanting(one.meeting)
        )
