"""Passwords: argon2id, hashed on a thread of their own, refused when they are easy to guess."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.domain.staff import LONGEST_PASSWORD, Weakness, folded, weakness

Result = TypeVar("Result")
_COMMON = Path(__file__).with_name("common_passwords.txt")


class Passwords:
    """Makes and checks hashes. One thread: a flood of tries cannot take the machine."""

    def __init__(self, dummy: str, hasher: PasswordHasher | None = None) -> None:
        """`dummy` is a random word; its hash is what an unknown name is checked against."""
        self._hasher = hasher or PasswordHasher()
        self._dummy = self._hasher.hash(dummy)
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="console-password")
        self._common = frozenset(map(folded, _COMMON.read_text("utf-8").split()))

    def weakness(self, password: str, name: str) -> Weakness | None:
        """Why a new password is refused, or None."""
        return weakness(password, name, self._common)

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        return await self._do(partial(self._hasher.hash, _plain(password)))

    async def verify(self, kept: str, password: str) -> bool:
        """Whether a password is the one behind a hash; as slow where there is no hash."""
        matches = await self._do(partial(self._matches, kept or self._dummy, _plain(password)))
        return matches and bool(kept)

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def close(self) -> None:
        """Let the thread go."""
        self._hands.shutdown(wait=False)

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _do(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._hands, work)


def _plain(password: str) -> str:
    """One form for what different keyboards send for the same letters, and never a huge text."""
    return unicodedata.normalize("NFKC", password[: LONGEST_PASSWORD + 1])
