"""The queue for seats: an address only for as long as it waits."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain.meeting import Meeting
from bot.domain.seats import Queued, Seating, seating
from bot.store.moments import stamp
from bot.store.statements import statements


class Seats:
    """The table of those who wait, and how many seats are taken."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("seats")

    def join(self, address: str, meeting: str, number: int, language: str) -> None:
        """Put a party last, or change its number where it waits already."""
        self._connection.execute(self._sql["join"], (address, meeting, number, language))

    def leave(self, address: str, meeting: str) -> bool:
        """Take a party out of one queue; False if it was not there."""
        return self._connection.execute(self._sql["leave"], (address, meeting)).rowcount == 1

    def speak(self, address: str, language: str) -> None:
        """Ask an address in another language when there is a seat."""
        self._connection.execute(self._sql["speak"], (language, address))

    def forget(self, address: str) -> None:
        """Take an address out of every queue."""
        self._connection.execute(self._sql["forget"], (address,))

    def queue(self, meeting: str) -> tuple[Queued, ...]:
        """Those who wait and those for whom seats are held, the first first."""
        return tuple(map(_queued, self._connection.execute(self._sql["queue"], (meeting,))))

    def hold(self, offered: Queued) -> None:
        """Hold seats for a party until the moment it carries."""
        until = stamp(offered.until) if offered.until else ""
        self._connection.execute(self._sql["offer"], {"until": until, "place": offered.place})

    def expire(self, now: datetime) -> int:
        """Take those out who have not answered in time; how many."""
        return self._connection.execute(self._sql["expire"], (stamp(now),)).rowcount

    def erase_past(self, now: datetime) -> bool:
        """Empty the queues of meetings that have begun or are gone; whether there were any."""
        values = {"now": now.astimezone(UTC).isoformat()}
        return self._connection.execute(self._sql["erase_past"], values).rowcount > 0

    def clear(self, meeting: str) -> bool:
        """Empty one queue; whether there was any."""
        return self._connection.execute(self._sql["clear"], (meeting,)).rowcount > 0

    def taken(self, meeting: str) -> int:
        """Seats of those who come, in the chat or by telephone; held ones are not counted."""
        return int(self._connection.execute(self._sql["taken"], {"meeting": meeting}).fetchone()[0])

    def seating(
        self, meetings: Iterable[Meeting], address: str, now: datetime
    ) -> dict[str, Seating]:
        """The seats as they stand for one person, for each open meeting whose seats are limited."""
        limited = (one for one in meetings if one.seats is not None and one.is_open(now))
        found = {one.key: self._seating(one, address, now) for one in limited}
        return {key: seats for key, seats in found.items() if seats}

    def _seating(self, meeting: Meeting, address: str, now: datetime) -> Seating | None:
        where = {"address": address, "meeting": meeting.key}
        mine = int(self._connection.execute(self._sql["mine"], where).fetchone()[0])
        queue = self.queue(meeting.key)
        return seating(meeting, self.taken(meeting.key), mine, queue, address, now)


def _queued(row: sqlite3.Row) -> Queued:
    until = datetime.fromisoformat(row["until"]) if row["until"] else None
    return Queued(row["place"], row["address"], row["number"], row["language"], until)
