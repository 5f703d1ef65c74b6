"""Concerns as rows: nothing of the sender, nothing finer than a week.

Staff see what has been released; whoever holds the code sees their own at once. Whoever erases or
rewords sets `Tables.erased` in the same turn, so that no byte of it stays in the -wal file.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.case import Case, ConcernCount, ConcernState
from bot.domain.concern import MOST_A_DAY, Addition, Concern, Often, Origin
from bot.store.statements import statements


class Concerns:
    """The tables of concerns and of what was added to them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("concerns")

    def file(self, concern: Concern, sealed: bytes | None = None) -> None:
        """Keep a concern; staff see it after the next release. With `sealed`, its text encrypted,
        the text itself is not kept.
        """
        row = {
            "key": concern.key,
            "week": concern.week,
            "category": concern.category,
            "district": concern.district,
            "part_of_day": concern.part_of_day,
            "text": "" if sealed else concern.text,
            "often": concern.often,
            "origin": concern.origin,
            "code": concern.code,
            "sealed": sealed,
        }
        self._connection.execute(self._sql["file"], row)

    def release(self, most: int = MOST_A_DAY) -> None:
        """Show staff what waits, `most` at a time so that a flood does not bury the rest, and all
        that was added.

        Within a page of the file rows lie in the order in which they were written. So all that is
        released is taken out first, and then put back in the order of its random keys.
        """
        self._laid_anew("next", "lift", "put_back", most)
        self._laid_anew("next_additions", "lift_addition", "put_back_addition")

    def _laid_anew(self, wanted: str, lift: str, put_back: str, *values: int) -> None:
        rows = [dict(row) for row in self._connection.execute(self._sql[wanted], values)]
        rows.sort(key=lambda row: str(row["key"]))
        self._connection.executemany(self._sql[lift], [(row["key"],) for row in rows])
        self._connection.executemany(self._sql[put_back], rows)

    def waiting(self) -> int:
        """How many staff cannot read yet."""
        return self._number("waiting")

    def released(self) -> tuple[Case, ...]:
        """What staff may read: newest week first, within a week by random key."""
        added: dict[str, tuple[Addition, ...]] = {}
        for row in self._connection.execute(self._sql["released_additions"]):
            one = _addition(row)
            added[one.concern] = (*added.get(one.concern, ()), one)
        rows = self._connection.execute(self._sql["released"])
        return tuple(_case(row, added.get(row["key"], ())) for row in rows)

    def get(self, key: str) -> Case | None:
        """One concern that staff may read, or None."""
        row = self._connection.execute(self._sql["one"], (key,)).fetchone()
        return _case(row, self._additions("additions", key)) if row else None

    def of_meeting(self, meeting: str) -> tuple[Case, ...]:
        """Those on the agenda of one meeting."""
        rows = self._connection.execute(self._sql["of_meeting"], (meeting,))
        return tuple(_case(row) for row in rows)

    def merged_into(self, key: str) -> tuple[Case, ...]:
        """Those that follow another, without what was added to them."""
        return tuple(map(_case, self._connection.execute(self._sql["merged_into"], (key,))))

    def followed(self, code: bytes) -> Case | None:
        """The concern that a code opens, released or not; None where the code opens none. One that
        was merged has the state and the words of the one it was merged into.
        """
        row = self._connection.execute(self._sql["by_code"], (code,)).fetchone()
        return self._as_told(row) if row else None

    def told(self, key: str) -> Case | None:
        """The same by its key, for whoever has opened it before."""
        row = self._connection.execute(self._sql["by_key"], (key,)).fetchone()
        return self._as_told(row) if row else None

    def _as_told(self, row: sqlite3.Row) -> Case:
        case = _case(row, self._additions("all_additions", row["key"]))
        head = self.get(case.merged) if case.merged else None
        if not head or ConcernState.WITHDRAWN in (case.state, head.state):
            return case
        return replace(
            case,
            state=head.state,
            reason=head.reason,
            answer=head.answer,
            changed_week=head.changed_week,
        )

    def count(self) -> int:
        """How many staff may read."""
        return self._number("count")

    def count_unread(self) -> int:
        """How many hold something that staff may read and have not."""
        return self._number("count_unread")

    def counts(self) -> tuple[ConcernCount, ...]:
        """Exact counts of all that staff may read, for statistics: they stay when words go."""
        return tuple(_count(row) for row in self._connection.execute(self._sql["counts"]))

    def set_state(self, key: str, state: ConcernState, reason: str, week: str) -> bool:
        """Say how far it has come; False where there is none, or where it was withdrawn."""
        row = {"key": key, "state": state, "reason": reason, "week": week}
        return self._changes("set_state", row)

    def answer(self, key: str, answer: str, week: str) -> bool:
        """Answer the person behind the code, or change the answer; False as for a state."""
        return self._changes("answer", {"key": key, "answer": answer, "week": week})

    def note(self, key: str, note: str) -> bool:
        """Staff's own note; False where there is none, or where its words are gone."""
        return self._changes("note", {"key": key, "note": note})

    def put_on_agenda(self, key: str, meeting: str) -> bool:
        """Put it on the agenda of a meeting, or with "" off it; False where there is none."""
        return self._changes("put_on_agenda", {"key": key, "meeting": meeting})

    def merge(self, key: str, into: str, week: str) -> bool:
        """Say that it is the same as another. False where either is not there, is the same one,
        where the other was merged itself, or where others were merged into this one.
        """
        return self._changes("merge", {"key": key, "into": into, "week": week})

    def part(self, key: str, week: str) -> bool:
        """Take back that it is the same as another; False where there is none."""
        return self._changes("part", {"key": key, "week": week})

    def reword(self, key: str, text: str, sealed: bytes | None = None) -> bool:
        """Put the words with more masked, or sealed anew, in place of the old ones. False where
        there is none, or where its words are gone.
        """
        row = {"key": key, "text": "" if sealed else text, "sealed": sealed}
        return self._changes("reword", row)

    def reword_addition(self, key: str, text: str, sealed: bytes | None = None) -> bool:
        """The same for what was added; False where there is none."""
        row = {"key": key, "text": "" if sealed else text, "sealed": sealed}
        return self._changes("reword_addition", row)

    def add(self, addition: Addition) -> bool:
        """Keep what was added to a concern; False where there is none, or it was withdrawn."""
        row = {
            "key": addition.key,
            "concern": addition.concern,
            "week": addition.week,
            "text": "" if addition.sealed else addition.text,
            "sealed": addition.sealed,
        }
        return self._changes("add", row)

    def additions_read(self, key: str) -> None:
        """Note that staff have read all that they can see of what was added to one."""
        self._connection.execute(self._sql["additions_read"], (key,))

    def withdraw(self, key: str, week: str) -> bool:
        """Take one back for whoever told it: the words go, that there was one stays. False where
        there is none, or it was withdrawn before.
        """
        gone = self._changes("withdraw", {"key": key, "week": week})
        if gone:
            self._connection.execute(self._sql["erase_additions"], (key,))
        return gone

    def erase_text(self, keys: Iterable[str]) -> None:
        """Erase the words, the additions and the notes of these; state, answer and count stay."""
        for key in keys:
            self._connection.execute(self._sql["erase_text"], (key,))
            self._connection.execute(self._sql["erase_additions"], (key,))

    def _additions(self, statement: str, key: str) -> tuple[Addition, ...]:
        return tuple(map(_addition, self._connection.execute(self._sql[statement], (key,))))

    def _changes(self, statement: str, row: Mapping[str, object]) -> bool:
        return self._connection.execute(self._sql[statement], row).rowcount > 0

    def _number(self, statement: str) -> int:
        return int(self._connection.execute(self._sql[statement]).fetchone()[0])


def _case(row: sqlite3.Row, additions: tuple[Addition, ...] = ()) -> Case:
    return Case(
        key=row["key"],
        week=row["week"],
        category=row["category"],
        district=row["district"],
        part_of_day=row["part_of_day"],
        text=row["text"],
        often=Often(row["often"]),
        origin=Origin(row["origin"]),
        followed=row["code"] is not None,
        sealed=row["sealed"],
        state=ConcernState(row["state"]),
        reason=row["reason"],
        answer=row["answer"],
        changed_week=row["changed_week"],
        merged=row["merged"],
        note=row["note"],
        meeting=row["meeting"],
        erased=bool(row["erased"]),
        additions=additions,
    )


def _addition(row: sqlite3.Row) -> Addition:
    return Addition(
        key=row["key"],
        concern=row["concern"],
        week=row["week"],
        text=row["text"],
        sealed=row["sealed"],
        unread=not row["read"],
    )


def _count(row: sqlite3.Row) -> ConcernCount:
    return ConcernCount(
        week=row["week"],
        category=row["category"],
        district=row["district"],
        part_of_day=row["part_of_day"],
        often=Often(row["often"]),
        origin=Origin(row["origin"]),
        state=ConcernState(row["state"]),
        number=row["number"],
    )
