"""Codes with which a concern is followed: drawn, hashed slowly, and guessed at slowly only.

All that is slow happens here, before the turn and off the writer's thread. Nothing is written:
who has tried what is in memory, and a wrong try is noted without what was written.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.conversation.scene import Coded
from bot.conversation.session import Question, Session
from bot.domain.message import Incoming, Kind
from bot.domain.pace import Bucket
from bot.knowledge.codewords import Codewords

PURPOSE = "codes of concerns"
"""What the salt is derived for out of the key file."""
TIME_COST, MEMORY_KIB, LANES, HASH_SIZE = 3, 64 * 1024, 1, 32
"""About a sixth of a second on an ordinary core. The words alone hold 72 bits."""
FREE_TRIES = 3
"""Wrong codes in one talk before the next has to wait."""
FIRST_WAIT, LONGEST_WAIT = 60.0, 900.0
"""Seconds; doubled by each wrong code more."""
HOUSE_RATE, HOUSE_BURST = 0.5, 30
"""Wrong codes a second, and at once, from all people together."""
MOST_PEOPLE = 5_000

Slow = Callable[[bytes, bytes], bytes]


def argon2id(words: bytes, salt: bytes) -> bytes:
    """The hash that is kept of a code. With one salt for all, a code can be looked up by it."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(words, salt, TIME_COST, MEMORY_KIB, LANES, HASH_SIZE, Type.ID)


class FollowUp:
    """Makes codes and tries them."""

    def __init__(self, words: Codewords, salt: bytes, clock: Clock, slow: Slow = argon2id) -> None:
        self._words = words
        self._salt = salt
        self._clock = clock
        self._slow = slow
        self._guesses = Guesses(clock)
        self._one_at_a_time = asyncio.Semaphore(1)

    async def prepare(self, session: Session, incoming: Incoming) -> Coded:
        """What a turn may need to know of codes."""
        draft, pressed = session.draft, incoming.action if incoming.kind is Kind.BUTTON else ""
        if draft:
            if draft.question is Question.CONFIRM and pressed == f"c:{draft.nonce}:send":
                return Coded(words=self.drawn())
            if draft.question is Question.CODE and pressed == f"c:{draft.nonce}:noted":
                return Coded(hash=await self.hashed(draft.code))
            return Coded()
        if incoming.kind is Kind.TEXT and self._is_code(session, incoming.text):
            return await self._tried(incoming)
        return Coded()

    def _is_code(self, session: Session, text: str) -> bool:
        """Whether the words are one: asked for, or six of the list and nothing else."""
        asked = session.following is not None and not session.following.key
        return asked or bool(self._words.exact(text))

    async def _tried(self, incoming: Incoming) -> Coded:
        spoken = self._words.read(incoming.text)
        if not spoken.words:
            return Coded(spoken=spoken)
        if not self._guesses.may_try(incoming.person):
            return Coded(spoken=spoken, slowed=True)
        return Coded(spoken=spoken, hash=await self.hashed(spoken.words))

    def settle(self, incoming: Incoming, coded: Coded, *, found: bool) -> None:
        """Note how a try went, once the turn is over."""
        if coded.spoken and coded.hash:
            self._guesses.note(incoming.person, right=found)

    def drawn(self) -> tuple[str, ...]:
        """The words of a new code."""
        return self._words.drawn(self._clock.chance())

    async def hashed(self, words: tuple[str, ...]) -> bytes:
        """What is kept of a code. One at a time: the memory of one hash is all that they take."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._slow, " ".join(words).encode(), self._salt)


@dataclass(slots=True)
class _Wrong:
    times: int = 0
    until: float = 0.0


class Guesses:
    """Wrong tries, in memory only: each talk by itself, and the house as a whole."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._people: OrderedDict[str, _Wrong] = OrderedDict()
        self._house = Bucket.full(HOUSE_RATE, HOUSE_BURST, clock.seconds())

    def may_try(self, person: str) -> bool:
        """Whether a code is tried now."""
        held, now = self._people.get(person), self._clock.seconds()
        return (held is None or now >= held.until) and self._house.level(now) >= 1

    def note(self, person: str, *, right: bool) -> None:
        """A code was tried."""
        now = self._clock.seconds()
        if right:
            self._people.pop(person, None)
            return
        self._house.take(now)
        held = self._people.setdefault(person, _Wrong())
        self._people.move_to_end(person)
        held.times += 1
        if held.times >= FREE_TRIES:
            held.until = now + min(FIRST_WAIT * 2 ** (held.times - FREE_TRIES), LONGEST_WAIT)
        if len(self._people) > MOST_PEOPLE:
            self._people.popitem(last=False)
