"""What stands on a person's page: in memory only, bounded, gone after half an hour of silence."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.channels.webchat.cards import Card
from bot.domain.message import File, Reply, Text

QUIET = timedelta(minutes=30)
MOST_TALKS = 3_000
"""Talks held at once. Past that one that was only looked at goes first, the oldest of them."""
MOST_EXCHANGES = 30
LONGEST_ECHO = 4_000
"""Characters shown of what was just written."""
OLD_ECHO = 300
"""Characters kept of it when something newer has been said: enough to know it again."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing a person did, and what was answered. `chosen` is the label of a button; `action`
    is what it carried; `picture` says that one came, and is all that is kept of it; `drafting` is
    set while a concern was being told; `news` says that nobody asked: it waited in the mailbox;
    `cards` go with the replies that invite to a meeting; `remembered` says that something was
    kept of this device by it.
    """

    number: int
    language: str
    replies: tuple[Reply, ...]
    written: str = ""
    chosen: str = ""
    action: str = ""
    picture: bool = False
    drafting: bool = False
    news: bool = False
    file_key: str = ""
    cards: tuple[Card | None, ...] = ()
    remembered: bool = False

    @property
    def text(self) -> Text:
        """All that was answered."""
        return tuple(block for reply in self.replies for block in reply.text)

    @property
    def file(self) -> File | None:
        """The file of the exchange, a calendar file for one."""
        return next((reply.file for reply in self.replies if reply.file), None)

    def offers(self, action: str) -> str:
        """The label of the button that carries `action`, or nothing where none does."""
        if not action:
            return ""
        buttons = (button for reply in self.replies for button in reply.all_buttons)
        return next((button.label for button in buttons if button.action == action), "")


@dataclass(slots=True, eq=False)
class Transcript:
    """One talk as its page shows it. `nonce` stands in the page's forms and changes with every
    answer, so a double tap is known; `told` says that the device has asked to be told of something;
    `letters` are rows of the outbox that are on the page and perhaps on no screen yet; `lock` keeps
    the answers of one talk in order.
    """

    key: str
    nonce: str
    language: str
    touched: datetime
    large: bool = False
    was_silent: bool = False
    told: bool = False
    letters: tuple[int, ...] = ()
    exchanges: list[Exchange] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _last_number: int = 0

    @property
    def person(self) -> str:
        """The name of the talk in the reception."""
        return f"web:{self.key}"

    @property
    def newest(self) -> Exchange | None:
        """The latest exchange."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def has_begun(self) -> bool:
        """Whether the person has written or chosen anything."""
        return self._last_number > 1

    def next_number(self) -> int:
        """A number no other exchange of the talk has had."""
        self._last_number += 1
        return self._last_number

    def label_of(self, action: str) -> str:
        """The words on the newest button that carries `action`."""
        labels = (exchange.offers(action) for exchange in reversed(self.exchanges))
        return next((label for label in labels if label), "")

    def file(self, key: str) -> File | None:
        """The file of the exchange with that key."""
        return next((e.file for e in self.exchanges if e.file_key == key), None)

    def add(self, exchange: Exchange, *, concern_over: bool = False) -> tuple[int, ...]:
        """Put an exchange last; the numbers of those that it takes away.

        A reply that replaces takes the place of the newest one when its button was there. When a
        concern has been sent or dropped, all that was said while telling it goes: the next person
        at the same screen shall not read it.
        """
        gone = {old.number for old in self.exchanges if concern_over and old.drafting}
        if self.newest and self._replaced_by(exchange):
            gone.add(self.newest.number)
        kept = [_aged(old) for old in self.exchanges if old.number not in gone]
        self.exchanges = [*kept, exchange][-MOST_EXCHANGES:]
        return tuple(sorted(gone))

    def _replaced_by(self, new: Exchange) -> bool:
        replaces = any(reply.replaces for reply in new.replies)
        return replaces and bool(self.newest and self.newest.offers(new.action))


def _aged(exchange: Exchange) -> Exchange:
    if len(exchange.written) <= OLD_ECHO:
        return exchange
    return replace(exchange, written=exchange.written[:OLD_ECHO] + " …")


class Transcripts:
    """Every talk in progress, the longest silent first."""

    def __init__(self, chance: Callable[[], str]) -> None:
        """`chance` gives 128 unpredictable bits as text."""
        self._chance = chance
        self._held: OrderedDict[str, Transcript] = OrderedDict()

    def find(self, key: str, now: datetime) -> Transcript | None:
        """The talk of a cookie, unless it has been silent too long."""
        while self._held:
            first = next(iter(self._held.values()))
            if abs(now - first.touched) <= QUIET:
                break
            del self._held[first.key]
        return self._held.get(key)

    def begin(self, language: str, now: datetime) -> Transcript:
        """A new talk under a key that nobody can have chosen."""
        talk = Transcript(self._chance(), self._chance(), language, now)
        self._held[talk.key] = talk
        if len(self._held) > MOST_TALKS:
            del self._held[self._least().key]
        return talk

    def touch(self, talk: Transcript, now: datetime) -> None:
        """Something was said: give the page a new nonce and the talk its half hour."""
        talk.touched = now
        talk.nonce = self._chance()
        if talk.key in self._held:
            self._held.move_to_end(talk.key)

    def drop(self, key: str) -> None:
        """Forget a talk."""
        self._held.pop(key, None)

    def _least(self) -> Transcript:
        """Whom to let go: page views by machines must not push out people who talk."""
        looked = (talk for talk in self._held.values() if not talk.has_begun)
        return next(looked, next(iter(self._held.values())))
