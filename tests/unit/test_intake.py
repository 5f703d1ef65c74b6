"""Updates under way: each chat in order, no chat waits for another, nothing is confirmed early."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.intake import Intake
from bot.errors import StoreError

SOON = 60.0
"""Seconds that a test would wait at most; nothing here takes any."""


def _batch(first: int, *words: str) -> list[tuple[int, str, str]]:
    """Updates with numbers in a row; the letter is the chat."""
    return [(number, word[0], word) for number, word in enumerate(words, first)]


class _Work:
    """Handles words; some of them wait until they are let go, some fail so many times."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.slow: dict[str, asyncio.Event] = {}
        self.fails: dict[str, int] = {}

    async def handle(self, word: str) -> None:
        """Do the work of one word."""
        if word in self.slow:
            await self.slow[word].wait()
        if self.fails.get(word, 0):
            self.fails[word] -= 1
            raise StoreError(word)
        self.done.append(word)


@pytest.fixture
def work() -> _Work:
    """Work that is fast unless told otherwise."""
    return _Work()


@pytest.fixture
async def intake(work: _Work) -> AsyncIterator[Intake[str]]:
    """The intake of a test, closed at its end."""
    taken = Intake(work.handle)
    yield taken
    taken.close()


async def test_a_slow_chat_holds_up_no_other(work: _Work, intake: Intake[str]) -> None:
    """What comes after is handled, but nothing past the slow one is confirmed."""
    work.slow["a1"] = asyncio.Event()
    intake.take(_batch(10, "a1", "a2", "b1"))
    await intake.settle(0)
    await asyncio.sleep(0)
    assert (work.done, intake.busy, intake.offset) == (["b1"], True, 10)
    intake.take(_batch(10, "a1", "a2", "b1", "a3"))  # fetched again, with a new one
    work.slow["a1"].set()
    await intake.settle(SOON)
    assert (work.done, intake.busy) == (["b1", "a1", "a2", "a3"], False)
    assert intake.offset == 14


async def test_what_was_not_kept_is_taken_in_anew(work: _Work, intake: Intake[str]) -> None:
    """The later ones of that chat wait with it; those of others are not handled twice."""
    work.fails["a1"] = 1
    intake.take(_batch(1, "a1", "b1", "a2"))
    with pytest.raises(StoreError):
        await intake.settle(SOON)
    assert (work.done, intake.offset) == (["b1"], 1)
    intake.take(_batch(1, "a1", "b1", "a2"))
    await intake.settle(SOON)
    assert (work.done, intake.offset) == (["b1", "a1", "a2"], 4)


async def test_what_cannot_be_read_is_passed(work: _Work, intake: Intake[str]) -> None:
    """A malformed update is confirmed with its neighbours."""
    intake.take([(7, None, None), *_batch(8, "a1")])
    await intake.settle(SOON)
    assert (work.done, intake.offset) == (["a1"], 9)


async def test_numbers_may_begin_anew(work: _Work, intake: Intake[str]) -> None:
    """After a quiet week Telegram counts from somewhere else, perhaps lower."""
    for batch in (_batch(900, "a1"), _batch(3, "a2")):
        intake.take(batch)
        await intake.settle(SOON)
    assert (work.done, intake.offset) == (["a1", "a2"], 4)


@pytest.mark.parametrize("later", [["b2"], []])
async def test_what_telegram_no_longer_has_is_let_go(
    work: _Work, intake: Intake[str], later: list[str]
) -> None:
    """After a day Telegram forgets; the offset does not wait for it for ever."""
    work.fails["a1"] = 1
    intake.take(_batch(1, "a1"))
    with pytest.raises(StoreError):
        await intake.settle(SOON)
    intake.take(_batch(5, *later))
    await intake.settle(SOON)
    assert (work.done, intake.offset) == (later, 5 + len(later) if later else 2)
