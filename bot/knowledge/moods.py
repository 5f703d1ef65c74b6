"""Short messages about the one who writes, or about the bot: “vem är du”, “jag är så ensam”.

They are no questions to find a topic for. Only a whole message counts, so that “jag är rädd för
min man” and “jag är ensam hemma och någon står i hallen” go on to those who read more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import OSA

from bot.errors import ContentError
from bot.knowledge.stems import words_of
from bot.knowledge.tables import read_toml, validated

_LONG = 5  # letters from which one wrong letter is forgiven
_VERY_LONG = 8  # and two


class Mood(StrEnum):
    """What such a message says."""

    WHO = "who"
    LONELY = "lonely"
    AFRAID = "afraid"
    THANKS = "thanks"
    CROSS = "cross"


class _File(BaseModel):
    """Words that change nothing, and whole messages, one a line."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    beside: str
    said: dict[Mood, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Heard:
    """A mood, and the languages that the message may be in."""

    mood: Mood
    languages: tuple[str, ...]


class Moods:
    """Knows such messages again, however they are spelt."""

    def __init__(self, table: Mapping[str, object], same: Mapping[str, str]) -> None:
        """Learn from the parsed file signs/moods.toml. `same` spells spoken forms out.

        Raises:
            ContentError: a mood is missing or unknown, or has no messages.
        """
        words = validated(_File, dict(table), "signs/moods.toml")
        self._same = same
        self._beside = frozenset(words_of(words.beside, {}))
        self._said: dict[int, list[tuple[Mood, str, list[str]]]] = {}
        for mood, language, message in _messages(words.said):
            said = self._words(message)
            self._said.setdefault(len(said), []).append((mood, language, said))

    @classmethod
    def load(cls, content: Path, same: Mapping[str, str]) -> "Moods":
        """Learn from content/signs/moods.toml.

        Raises:
            ContentError: the file is missing or wrong; the sentence names it.
        """
        return cls(read_toml(content / "signs" / "moods.toml"), same)

    def read(self, text: str) -> Heard | None:
        """What the whole message says, or None where it says something else or more."""
        words = self._words(text)
        alike = self._said.get(len(words), ())
        found = [(mood, code) for mood, code, said in alike if _is_said(words, said)]
        if not found:
            return None
        mood = found[0][0]
        return Heard(mood, tuple(dict.fromkeys(code for other, code in found if other == mood)))

    def _words(self, text: str) -> list[str]:
        written = words_of(text, {})
        kept = [word for word in written if word not in self._beside] or written
        return [one for word in kept for one in self._same.get(word, word).split()]


def _messages(said: Mapping[Mood, Mapping[str, str]]) -> Iterator[tuple[Mood, str, str]]:
    for mood in Mood:
        for language, text in said.get(mood, {"sv": ""}).items():
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            if not lines:
                raise ContentError(f"signs/moods.toml, said.{mood}: skriv ett meddelande per rad.")
            yield from ((mood, language, line) for line in lines)


def _is_said(words: Sequence[str], said: Sequence[str]) -> bool:
    return all(_is_word(one, other) for one, other in zip(words, said, strict=True))


def _is_word(written: str, meant: str) -> bool:
    if min(len(written), len(meant)) < _LONG:
        return written == meant
    forgiven = 1 + (len(meant) >= _VERY_LONG)
    return OSA.distance(written, meant, score_cutoff=forgiven) <= forgiven
