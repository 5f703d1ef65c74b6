"""What has been decided to be sent, with its text frozen in each language."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.message import Reply
from bot.domain.sending import PRESSING, Audience, Group, Purpose, Sending, State
from bot.store.frozen import freeze, freeze_audience, thaw, thaw_audience
from bot.store.moments import stamp
from bot.store.statements import statements

_MOMENTS = ("approved_at", "starts", "expires")


class Sendings:
    """The table of sendings, and of their texts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("sendings")

    def add(self, sending: Sending, texts: Mapping[str, Reply]) -> bool:
        """Keep a sending; False where the same was sent before, and nothing is changed."""
        row = {
            "key": sending.key,
            "purpose": sending.purpose,
            "subject": sending.subject,
            "revision": sending.revision,
            "audience": freeze_audience(_without_address(sending.audience)),
            "approved_by": sending.approved_by,
            "approved_at": stamp(sending.approved_at),
            "starts": stamp(sending.starts),
            "expires": stamp(sending.expires),
            "at_night": sending.at_night,
            "silent": sending.silent,
            "state": sending.state,
            "urgency": int(sending.purpose in PRESSING),
        }
        added = self._connection.execute(self._sql["add"], row).rowcount == 1
        for language, reply in texts.items() if added else ():
            self.put_text(sending.key, language, reply)
        return added

    def put_text(self, key: str, language: str, reply: Reply) -> None:
        """Freeze what is said in one language, in place of what was frozen before."""
        self._connection.execute(self._sql["add_text"], (key, language, freeze(reply)))

    def texts(self, key: str) -> dict[str, Reply]:
        """What is said, by language."""
        rows = self._connection.execute(self._sql["texts"], (key,))
        return {row["language"]: thaw(row["reply"]) for row in rows}

    def get(self, key: str) -> Sending | None:
        """One sending, or None."""
        row = self._connection.execute(self._sql["one"], (key,)).fetchone()
        return _sending(row) if row else None

    def find(self, purpose: Purpose, subject: str, revision: int) -> Sending | None:
        """The sending for a purpose, if there has been one."""
        where = (purpose, subject, revision)
        row = self._connection.execute(self._sql["find"], where).fetchone()
        return _sending(row) if row else None

    def latest(self, most: int) -> tuple[Sending, ...]:
        """The newest first, without tests and what is offered to one person alone."""
        return tuple(map(_sending, self._connection.execute(self._sql["all"], (most,))))

    def about(self, subject: str) -> tuple[Sending, ...]:
        """All about one meeting or warning, the newest first."""
        return tuple(map(_sending, self._connection.execute(self._sql["about"], (subject,))))

    def live(self, now: datetime) -> tuple[Sending, ...]:
        """Open ones whose time it is, the pressing first; quiet hours are not looked at."""
        rows = self._connection.execute(self._sql["live"], {"now": stamp(now)})
        return tuple(map(_sending, rows))

    def waiting(self, now: datetime, channel: str) -> tuple[Sending, ...]:
        """The live ones that have something to send on a channel."""
        values = {"now": stamp(now), "channel": channel}
        return tuple(map(_sending, self._connection.execute(self._sql["waiting"], values)))

    def unexpired(self, purpose: Purpose, now: datetime) -> tuple[Sending, ...]:
        """All of one purpose that are not too late, whether or not they may go yet."""
        values = {"purpose": purpose, "now": stamp(now)}
        return tuple(map(_sending, self._connection.execute(self._sql["unexpired"], values)))

    def under_way(self, subject: str, now: datetime) -> tuple[Sending, ...]:
        """All about one meeting or warning that may still go, now or later, the oldest first."""
        values = {"subject": subject, "now": stamp(now)}
        return tuple(map(_sending, self._connection.execute(self._sql["under_way"], values)))

    def preparing(self) -> tuple[tuple[Sending, str], ...]:
        """Those whose rows are still being made, with the last address looked at."""
        rows = self._connection.execute(self._sql["preparing"])
        return tuple((_sending(row), row["filled_to"]) for row in rows)

    def filled_to(self, key: str) -> str:
        """The last address looked at while the rows were made."""
        row = self._connection.execute(self._sql["one"], (key,)).fetchone()
        return str(row["filled_to"]) if row else ""

    def set_state(self, key: str, state: State) -> None:
        """Stop or go on."""
        self._connection.execute(self._sql["set_state"], (state, key))

    def stop_all(self, now: datetime) -> int:
        """Stop every sending of which something could still go; how many."""
        return self._connection.execute(self._sql["stop_all"], (stamp(now),)).rowcount

    def last_until(self, key: str, expires: datetime) -> None:
        """Let it go until another moment."""
        self._connection.execute(self._sql["last_until"], (stamp(expires), key))

    def renewed(self, key: str) -> int:
        """Of which revision of its meeting it tells by now; 0 where it is as it was approved."""
        row = self._connection.execute(self._sql["renewed"], (key,)).fetchone()
        return int(row[0]) if row else 0

    def note_renewed(self, key: str, revision: int) -> None:
        """Note that it tells of a later revision of its meeting."""
        self._connection.execute(self._sql["note_renewed"], (revision, key))

    def end(self, key: str, now: datetime) -> None:
        """Let nothing more of it go."""
        self._connection.execute(self._sql["end_at"], {"key": key, "now": stamp(now)})

    def remove(self, key: str) -> None:
        """Throw a sending away with its texts."""
        self._connection.execute(self._sql["remove_texts"], (key,))
        self._connection.execute(self._sql["remove"], (key,))

    def note_filled(self, key: str, address: str) -> None:
        """Note the last address looked at while its rows are made."""
        self._connection.execute(self._sql["filled_to"], (address, key))


def _without_address(audience: Audience) -> Audience:
    """An address stands in the outbox alone, where it can be blanked."""
    return replace(audience, of="") if audience.group is Group.ONE else audience


def _sending(row: sqlite3.Row) -> Sending:
    approved, starts, expires = (datetime.fromisoformat(row[name]) for name in _MOMENTS)
    return Sending(
        key=row["key"],
        purpose=Purpose(row["purpose"]),
        subject=row["subject"],
        revision=row["revision"],
        audience=thaw_audience(row["audience"]),
        approved_by=row["approved_by"],
        approved_at=approved,
        starts=starts,
        expires=expires,
        at_night=bool(row["at_night"]),
        silent=bool(row["silent"]),
        state=State(row["state"]),
    )
