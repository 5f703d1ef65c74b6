"""The talks in progress: in memory, bounded, forgotten after half an hour of silence."""

from collections import OrderedDict
from datetime import datetime, timedelta

from bot.conversation.session import Session

QUIET = timedelta(minutes=30)
MOST = 20_000
"""Talks held at once; past that the one longest silent goes."""


class Sessions:
    """Sessions by person, the longest silent first."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[datetime, Session]] = OrderedDict()

    def get(self, person: str, now: datetime, language: str) -> Session:
        """The person's session, or a new one in the language suggested."""
        self._drop_silent(now)
        held = self._held.get(person)
        return held[1] if held else Session(language=language)

    def put(self, person: str, session: Session, now: datetime) -> None:
        """Remember a session until it has been silent for `QUIET`."""
        self._held[person] = (now, session)
        self._held.move_to_end(person)
        if len(self._held) > MOST:
            self._held.popitem(last=False)

    def _drop_silent(self, now: datetime) -> None:
        while self._held:
            heard, _ = next(iter(self._held.values()))
            if abs(now - heard) <= QUIET:
                return
            self._held.popitem(last=False)
