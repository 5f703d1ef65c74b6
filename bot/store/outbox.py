"""One row for each sending and recipient, and where that message stands. Only delivery writes."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.sending import Audience, Group, Letter, Parcel, Progress, RowState, Sending, Settled
from bot.store.frozen import thaw
from bot.store.members import packed
from bot.store.moments import stamp
from bot.store.statements import statements

KEPT = timedelta(days=14)
"""How long after a sending has expired its rows still tell whom they were meant for."""
_SOURCES = {
    Group.SUBSCRIBERS: "subscribers",
    Group.ANSWERED: "answered",
    Group.RECEIVED: "received",
}


class Outbox:
    """The table of rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("outbox")

    # Making rows

    def fill(self, sending: Sending, after: str, most: int, *, testers: bool) -> str | None:
        """Make the rows that are missing among the next `most` people after the cursor `after`;
        the next cursor, or None when all have been looked at. `testers` leaves out everybody but
        linked chats.
        """
        source = _SOURCES[sending.audience.group]
        values = _values(sending.audience, testers=testers, subject=sending.subject)
        values |= {"sending": sending.key, "after": after, "most": most}
        bound = self._connection.execute(self._sql[f"bound_{source}"], values).fetchone()[0]
        if bound is None:
            return None
        self._make(f"fill_{source}", values | {"upto": bound})
        return str(bound)

    def put(self, sending: Sending, address: str, language: str, *, testers: bool) -> bool:
        """Make one row; False where it is there already or may not be."""
        if testers and not self._is_tester(address):
            return False
        row = {"recipient": address, "sending": sending.key, "language": language}
        return self._make("put", row) == 1

    def put_fitting(self, sending: Sending, address: str, *, testers: bool) -> bool:
        """Make the row of one subscriber, if the sending is for such as them."""
        values = _values(sending.audience, testers=testers, subject=sending.subject)
        values |= {"sending": sending.key, "after": _before(address), "upto": address}
        return self._make("fill_subscribers", values) > 0

    def _make(self, statement: str, values: Mapping[str, object]) -> int:
        """Make rows and count them; how many were not there."""
        made = self._connection.execute(self._sql[statement], values).rowcount
        if made:
            self._connection.execute(self._sql["note_made"], {**values, "made": made})
        return made

    def count(self, audience: Audience, subject: str = "", *, testers: bool) -> int:
        """How many people an audience holds now."""
        if audience.group is Group.ONE:
            return 1
        values = _values(audience, testers=testers, subject=subject)
        statement = self._sql[f"count_{_SOURCES[audience.group]}"]
        return int(self._connection.execute(statement, values).fetchone()[0])

    # Sending

    def claim(self, sending: str, channel: str, now: datetime, most: int) -> tuple[Parcel, ...]:
        """Take rows that wait: once this is committed each is sent, or known to be uncertain."""
        values = {"sending": sending, "channel": channel, "now": stamp(now), "most": most}
        rows = self._connection.execute(self._sql["next"], values).fetchone()[0]
        self._connection.execute(self._sql["claim"], (rows,))
        return tuple(
            Parcel(row, key, recipient, language, bool(repeated), tries)
            for row, key, recipient, language, repeated, tries in json.loads(rows)
        )

    def settle(self, settled: Iterable[Settled]) -> None:
        """Note what became of claimed rows."""
        rows = json.dumps([_outcome(one) for one in settled])
        self._connection.execute(self._sql["settle"], (rows,))

    def recover(self) -> int:
        """After a start: what was on its way when the bot ended is uncertain; how many."""
        return self._connection.execute(self._sql["recover"]).rowcount

    def doubt(self) -> int:
        """After a restore: nothing that waited is known not to have gone; how many rows."""
        return self._connection.execute(self._sql["doubt"]).rowcount

    def retry(self, sending: str, state: RowState, after: int, most: int) -> tuple[int, int | None]:
        """Queue failed or uncertain rows once more among the next `most` rows after `after`; how
        many, and the row to go on from, or None at the end. What was uncertain is marked as a
        repeat. Never by itself: only when staff have chosen it.
        """
        where = {"sending": sending, "state": state, "after": after, "most": most}
        upto = self._connection.execute(self._sql["bound"], where).fetchone()[0]
        if upto is None:
            return 0, None
        where |= {"upto": upto}
        return self._connection.execute(self._sql["retry"], where).rowcount, upto

    # Looking

    def progress(self, sending: str) -> Progress:
        """How far a sending has come: counted as rows move, so it costs the same for a million."""
        rows: dict[RowState, int] = {}
        reasons: dict[str, int] = {}
        for row in self._connection.execute(self._sql["progress"], (sending,)):
            state = RowState(row["state"])
            rows[state] = rows.get(state, 0) + row["rows"]
            if row["reason"]:
                reasons[row["reason"]] = reasons.get(row["reason"], 0) + row["rows"]
        return Progress(rows, reasons)

    def unread(self, address: str) -> tuple[Letter, ...]:
        """What waits for somebody on the web, the oldest first."""
        rows = self._connection.execute(self._sql["unread"], (address,))
        return tuple(
            Letter(
                row["sending"],
                row["language"],
                thaw(row["reply"]),
                bool(row["repeated"]),
                row["id"],
            )
            for row in rows
        )

    def read(self, rows: Iterable[int]) -> None:
        """They have been shown."""
        self._connection.execute(self._sql["read"], (json.dumps(list(rows)),))

    def messages(self, sending: str, after: int, most: int) -> tuple[tuple[int, Parcel], ...]:
        """Where a sending lies: message ids with their rows, from the row after `after`."""
        values = {"sending": sending, "after": after, "most": most}
        rows = self._connection.execute(self._sql["messages"], values)
        return tuple(
            (row["message"], Parcel(row["id"], sending, row["recipient"], row["language"]))
            for row in rows
        )

    def retriable(self, sending: str, state: RowState) -> int:
        """How many rows `retry` would queue once more."""
        row = {"sending": sending, "state": state}
        return int(self._connection.execute(self._sql["retriable"], row).fetchone()[0])

    # Forgetting

    def remove(self, sending: str) -> None:
        """Throw away every row of a sending."""
        self._connection.execute(self._sql["remove"], (sending,))
        self._connection.execute(self._sql["remove_counts"], (sending,))

    def drop_late(self, now: datetime, most: int) -> int:
        """Let go of what waited until it was too late, `most` rows at a time; how many."""
        values = {"now": stamp(now), "most": most}
        return self._connection.execute(self._sql["drop_late"], values).rowcount

    def blank(self, address: str) -> bool:
        """Forget whom rows were meant for; whether there were any."""
        return self._connection.execute(self._sql["blank"], (address,)).rowcount > 0

    def last(self) -> int:
        """The newest row, or 0."""
        return int(self._connection.execute(self._sql["last"]).fetchone()[0])

    def blank_old(self, now: datetime, after: int, upto: int) -> bool:
        """Forget whom rows of sendings long past were meant for, from the row after `after` to
        `upto`; whether there were any.
        """
        values = {"before": stamp(now - KEPT), "after": after, "upto": upto}
        return self._connection.execute(self._sql["blank_old"], values).rowcount > 0

    def _is_tester(self, address: str) -> bool:
        return self._connection.execute(self._sql["is_tester"], (address,)).fetchone() is not None


def _outcome(settled: Settled) -> tuple[object, ...]:
    again_at = stamp(settled.again_at) if settled.again_at else ""
    return (
        settled.row,
        settled.state,
        settled.reason,
        settled.message,
        settled.tries,
        again_at,
    )


def _values(audience: Audience, *, testers: bool, subject: str) -> dict[str, object]:
    of = f",{audience.of}," if audience.group is Group.SUBSCRIBERS else audience.of
    return {
        "of": of,
        "subject": subject,
        "languages": packed(audience.languages),
        "districts": json.dumps(audience.districts),
        "choices": packed(audience.choices),
        "testers": testers,
    }


def _before(address: str) -> str:
    """A text that sorts just before an address, after every other that does."""
    return address[:-1] + chr(ord(address[-1]) - 1) + "\U0010ffff"
