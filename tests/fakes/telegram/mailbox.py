"""Updates on their way to the bot: numbered, kept until confirmed, and given out again if not."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from telegram import TelegramObject, Update

from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.calls import Json
from tests.fakes.telegram.checks import checked

# Kinds that a bot gets only when it asks for them by name.
ASKED_FOR = {"chat_member", "message_reaction", "message_reaction_count"}
KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Letter:
    """One update.

    Attributes:
        update_id: Its number; None where it was planted without one.
        body: The update as JSON text.
        lane: Updates of one lane (a chat) go to a webhook one at a time.
        time: When it happened.
        confirmable: False when it is given out once whatever offset is asked for.
    """

    update_id: int | None
    body: str
    lane: int
    time: float
    confirmable: bool = True


class Mailbox:
    """The queue of updates of one bot.

    Attributes:
        allowed: The kinds the bot asked for; empty means all but those in `ASKED_FOR`.
    """

    def __init__(self, random: Random, bell: Bell, clock: Callable[[], float] = time.time) -> None:
        self.allowed: tuple[str, ...] = ()
        self._random = random
        self._bell = bell
        self._clock = clock
        self._waiting: list[Letter] = []
        self._all: dict[int, Letter] = {}
        self.restart_ids()

    def restart_ids(self) -> None:
        """Let ids begin anew at a random number, as they do after a quiet week."""
        self._next_id = self._random.randrange(10**8, 9 * 10**8)

    @property
    def pending(self) -> list[Letter]:
        """Updates that the bot has not confirmed, and that are not too old."""
        oldest = self._clock() - KEPT_SECONDS
        self._waiting = [letter for letter in self._waiting if letter.time >= oldest]
        return list(self._waiting)

    def post(self, kind: str, content: TelegramObject, lane: int) -> int | None:
        """Send the bot an update.

        Returns:
            Its id, or None when the bot has not asked for this kind.
        """
        if not self._wants(kind):
            return None
        update_id = self._take_id()
        body = checked(Update.de_json({"update_id": update_id, kind: checked(content)}, None))
        self._add(Letter(update_id, json.dumps(body), lane, self._clock()))
        return update_id

    def redeliver(self, update_id: int) -> None:
        """Give out an update once more, confirmed or not.

        Raises:
            KeyError: No update had that id.
        """
        old = self._all[update_id]
        self._add(Letter(update_id, old.body, old.lane, self._clock(), confirmable=False))

    def inject(self, raw: Json) -> int | None:
        """Plant an update that need not be one; a string is taken as JSON text as it stands.

        Returns:
            Its id: its own, a new one if it is an object without, None if it can have none.
        """
        if isinstance(raw, dict) and "update_id" not in raw:
            raw = {"update_id": self._take_id(), **raw}
        update_id = raw.get("update_id") if isinstance(raw, dict) else None
        plain = isinstance(update_id, int) and not isinstance(update_id, bool)
        body = raw if isinstance(raw, str) else json.dumps(raw)
        self._add(Letter(update_id if plain else None, body, 0, self._clock(), confirmable=plain))
        return update_id if plain else None

    def waiting_from(self, offset: int) -> list[Letter]:
        """What getUpdates would give for this offset."""
        return [
            letter
            for letter in self.pending
            if not letter.confirmable or (letter.update_id or 0) >= offset
        ]

    def confirm_below(self, offset: int) -> None:
        """Forget what the bot has done with."""
        self._waiting = [
            letter
            for letter in self._waiting
            if not letter.confirmable or (letter.update_id or 0) >= offset
        ]

    def keep_last(self, count: int) -> None:
        """Forget all but the last few, as a negative offset asks."""
        self._waiting = self._waiting[-count:]

    def remove(self, letter: Letter) -> None:
        """Forget one update."""
        self._waiting = [other for other in self._waiting if other is not letter]

    def clear(self) -> None:
        """Forget all that is pending."""
        self._waiting.clear()

    def _wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ASKED_FOR

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def _add(self, letter: Letter) -> None:
        self._waiting.append(letter)
        if letter.update_id is not None:
            self._all.setdefault(letter.update_id, letter)
        self._bell.ring()
