"""Short messages that ask for one thing about meetings: “prenumerera”, “vi e tre”, “jag kan inte
komma längre”. Only a whole message counts, so that “jag kan inte komma in på mitt konto” goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import OSA

from bot.errors import ContentError
from bot.knowledge.stems import words_of
from bot.knowledge.tables import read_toml, validated

_LONG = 5  # letters from which one wrong letter is forgiven; two would make “unsubscribe” a wish
NUMBER = "antal"
"""Stands for a number in the file: “vi är antal”."""


class Wish(StrEnum):
    """What such a message asks for; the first three are the answers to an invitation."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    ASK = "ask"
    FOLLOW = "follow"
    CHOICES = "choices"


class _File(BaseModel):
    """Words that change nothing, the numbers, and whole messages, one a line."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    beside: str
    numbers: dict[str, int]
    said: dict[Wish, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish, how many people it speaks of, and the language it is written in."""

    wish: Wish
    number: int
    language: str


class Wishes:
    """Knows such messages again, however they are spelt."""

    def __init__(self, table: Mapping[str, object], same: Mapping[str, str]) -> None:
        """Learn from the parsed file signs/wishes.toml. `same` spells spoken forms out.

        Raises:
            ContentError: a wish is missing or unknown.
        """
        words = validated(_File, dict(table), "signs/wishes.toml")
        if missing := set(Wish) - set(words.said):
            raise ContentError(f"signs/wishes.toml: “said.{min(missing)}” is missing.")
        self._same = same
        self._beside = frozenset(words_of(words.beside, {}))
        self._numbers = {words_of(word, {})[0]: number for word, number in words.numbers.items()}
        self._said: dict[int, list[tuple[Wish, str, list[str]]]] = {}
        for wish, languages in words.said.items():
            for language, text in languages.items():
                for line in filter(str.strip, text.splitlines()):
                    said = self._words(line)
                    self._said.setdefault(len(said), []).append((wish, language, said))

    @classmethod
    def load(cls, content: Path, same: Mapping[str, str]) -> "Wishes":
        """Learn from content/signs/wishes.toml.

        Raises:
            ContentError: the file is missing or wrong; the sentence names it.
        """
        return cls(read_toml(content / "signs" / "wishes.toml"), same)

    def read(self, text: str) -> Wished | None:
        """What the whole message asks for, or None where it says something else or more."""
        words = self._words(text)
        numbers = [self._number(word) for word in words]
        shape = [NUMBER if n else word for n, word in zip(numbers, words, strict=True)]
        for wish, language, said in self._said.get(len(shape), ()):
            if all(map(_is_word, shape, said)):
                return Wished(wish, max(numbers, default=0) or 1, language)
        return None

    def _words(self, text: str) -> list[str]:
        written = words_of(text, {})
        kept: Sequence[str] = [word for word in written if word not in self._beside] or written
        return [one for word in kept for one in self._same.get(word, word).split()]

    def _number(self, word: str) -> int:
        """How many a word says, up to a hundred; 0 where it is no number."""
        if word.isascii() and word.isdigit() and len(word) < 3:
            return int(word)
        return self._numbers.get(word, 0)


def _is_word(written: str, meant: str) -> bool:
    if min(len(written), len(meant)) < _LONG:
        return written == meant
    return OSA.distance(written, meant, score_cutoff=1) <= 1
