"""How hard a text is to read: its words, its sentences and LIX, on plain text without markup."""

import re
from dataclasses import dataclass

LONGEST_SHORT_WORD = 6
"""Letters in the longest word that LIX does not call long."""

_WORD = re.compile(r"[^\W_]+(?:[-.,:’'][^\W_]+)*")
_BREAK = re.compile(r"\n+|(?:(?<=[.!?…])|(?<=[.!?…][”\"’)]))\s+(?![a-zåäö])")


@dataclass(frozen=True, slots=True)
class Readability:
    """The counts of one text, and the measures drawn from them."""

    words: int
    long_words: int
    sentences: int
    longest: int
    """Words in the longest sentence."""

    @property
    def average(self) -> float:
        """Words a sentence; 0 for a text without words."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def lix(self) -> float:
        """LIX: words a sentence plus long words per hundred; 0 for a text without words.

        Source: C.-H. Björnsson, Läsbarhet (Liber, 1968). Below 30 is very easy, above 60 very hard.
        """
        return self.average + 100 * self.long_words / self.words if self.words else 0.0


def words(text: str) -> tuple[str, ...]:
    """The words in order. A hyphen, dot or colon inside a word does not part it ("sms:et")."""
    return tuple(_WORD.findall(text))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences in order, without surrounding space.

    A sentence ends at . ! ? or … unless a small letter follows, and at every line break, so that
    a bullet or a heading counts as one. Lines without a letter, such as a telephone number on
    its own, are no sentences. A colon does not end one, although Björnsson counts it: no long
    sentence can hide behind a colon, and our LIX is a little harsher for that.
    """
    pieces = (piece.strip() for piece in _BREAK.split(text))
    return tuple(piece for piece in pieces if any(character.isalpha() for character in piece))


def is_long(word: str) -> bool:
    """Whether LIX calls the word long: more than six letters, other characters not counted."""
    return sum(character.isalpha() for character in word) > LONGEST_SHORT_WORD


def measure(text: str) -> Readability:
    """Count a plain text once. An empty text gives noughts."""
    lengths = [words(sentence) for sentence in sentences(text)]
    every = [word for sentence in lengths for word in sentence]
    return Readability(
        words=len(every),
        long_words=sum(is_long(word) for word in every),
        sentences=len(lengths),
        longest=max(map(len, lengths), default=0),
    )
