"""The six words with which a concern is followed: drawn by chance, and read however they are
spelt. Everybody's list is the same, so a code is the words themselves and not their places.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.errors import ContentError
from bot.knowledge.tables import read_toml, validated

FILE = "codewords.toml"
BITS = 12
LIST_SIZE = 2**BITS
CODE_SIZE = 6
"""Words in a code: 72 bits."""
MOST_READ = 2 * CODE_SIZE
"""Words that are read as a code; each may have been written as two."""
MOST_MENDED = 2
"""Words of one code that may be misspelt."""
_WORD = re.compile(r"[^\W\d_]+")
_SHAPE = re.compile(r"[a-zåäöé]{4,11}")
_FOLDS = str.maketrans("åäöéàüæø", "aaoeauao")
_AROUND = frozenset({"min", "kod", "koden", "ar", "orden", "och", "my", "code", "is", "the", "and"})
"""Words that people write around their code."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    words: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was read as a code. `words` are its six, as they stand in the list, or none where it
    is no code: `unknown` are then those that are not in the list, and `number` how many there are.
    """

    words: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    number: int = 0


class Codewords:
    """The list of words; `all` of them in the order of the file."""

    def __init__(self, table: Mapping[str, object]) -> None:
        """Take the parsed file.

        Raises:
            ContentError: there are not just so many different words, or one has another shape.
        """
        words = validated(_File, dict(table), FILE).words.split()
        if odd := next((word for word in words if not _SHAPE.fullmatch(word)), ""):
            raise ContentError(f"{FILE}: “{odd}” ska ha 4 till 11 små bokstäver.")
        self.all = tuple(words)
        self._by_fold = {_folded(word): word for word in words}
        if not len(words) == len(self._by_fold) == LIST_SIZE:
            raise ContentError(
                f"{FILE}: det ska vara {LIST_SIZE} olika ord, även utan prickar, "
                f"men det är {len(self._by_fold)} av {len(words)}."
            )
        self._folds = tuple(self._by_fold)

    @classmethod
    def load(cls, content: Path) -> "Codewords":
        """The list in content/.

        Raises:
            ContentError: the file is missing or wrong.
        """
        return cls(read_toml(content / FILE))

    def drawn(self, chance: str) -> tuple[str, ...]:
        """Six words by chance: at least 72 unpredictable bits as hexadecimal digits."""
        number = int(chance, 16)
        return tuple(self.all[number >> BITS * n & LIST_SIZE - 1] for n in range(CODE_SIZE))

    def exact(self, text: str) -> tuple[str, ...]:
        """The code that a whole message is, word for word; none where it is anything else."""
        written = _written(text)
        known = [self._by_fold[word] for word in written if word in self._by_fold]
        return tuple(known) if len(known) == len(written) == CODE_SIZE else ()

    def read(self, text: str) -> Spoken:
        """What somebody wrote who was asked for a code: in any case, with any signs between, with
        compounds written apart, and with a word misspelt where only one can be meant.
        """
        written = _written(text)
        if len(written) > CODE_SIZE:
            inside = [word for word in written if word not in _AROUND or word in self._by_fold]
            written = inside if len(inside) >= CODE_SIZE else written
        for joined in _joined(written):
            meant = [self._by_fold.get(word, "") for word in joined]
            if all(meant):
                return Spoken(tuple(meant))
        mended = [self._mended(word) for word in written[:MOST_READ]]
        unknown = tuple(w for w, m in zip(written, mended, strict=False) if not m)
        guessed = sum(word not in self._by_fold for word in written)
        if len(written) == CODE_SIZE and not unknown and guessed <= MOST_MENDED:
            return Spoken(tuple(mended))
        return Spoken((), unknown, len(written))

    def _mended(self, word: str) -> str:
        """The word of the list that is meant, or nothing where none or several may be."""
        if word in self._by_fold:
            return self._by_fold[word]
        near = process.extract(
            word, self._folds, scorer=OSA.distance, score_cutoff=1, limit=2, processor=None
        )
        return self._by_fold[near[0][0]] if len(near) == 1 else ""


def _written(text: str) -> list[str]:
    return [_folded(word) for word in _WORD.findall(text.casefold())]


def _folded(word: str) -> str:
    return word.translate(_FOLDS)


def _joined(written: Sequence[str]) -> Iterator[list[str]]:
    """The ways to make six words of these by joining neighbours two by two."""
    count = len(written)
    if not CODE_SIZE <= count <= MOST_READ:
        return
    for chosen in combinations(range(count - 1), count - CODE_SIZE):
        if any(after - before == 1 for before, after in pairwise(chosen)):
            continue
        words = list(written)
        for place in reversed(chosen):
            words[place : place + 2] = [words[place] + words[place + 1]]
        yield words
