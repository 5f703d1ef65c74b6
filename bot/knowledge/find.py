"""Free text to topic.

Method: every phrase of content/finding is cut into units (words, neighbours, groups of meaning,
two groups near each other); a naive Bayes model (bayes.py) weighs their traits (stems.py). Runs of
letters and consonants carry misspellings, dialect and split compounds; groups carry wordings that
no phrase has. How far the first topic stands ahead of the next says how sure the answer is.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from bot.knowledge import stems
from bot.knowledge.bayes import Bayes
from bot.knowledge.tables import read_toml
from bot.knowledge.topics import WORDS, read_phrases, read_vocabulary

_WEIGHTS = {"a": 1.0, "k": 1.0, "c": 0.6, "b": 1.0, "s": 1.0, "g": 2.0, "p": 2.0}
_MOST_ALTERNATIVES = 4
_SHARPNESS = 1.0  # turns score differences, divided by the text's weight, into likelihoods
_KNOWN = 0.3  # share of a text's traits that must be known for an answer
_SURE = 0.9  # right 96 times in 100 in cross-validation
_MAYBE = 0.3  # among the first three about 9 times in 10
NOTHING = "out_of_scope"
"""The topic of a text that says nothing."""


class Certainty(Enum):
    """How sure the answer is: give it, ask which of a few, or show the menu."""

    SURE = "sure"
    MAYBE = "maybe"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """The topic found, up to four others in order, and how sure the first is."""

    topic: str
    alternatives: tuple[str, ...]
    certainty: Certainty


class Finder:
    """Finds the topic of a text; the same text always gets the same answer."""

    def __init__(self, files: Mapping[str, Mapping[str, object]]) -> None:
        """Learn from the parsed files of content/finding, by name without .toml.

        Raises:
            ContentError: a file or a key is wrong; the sentence names both.
        """
        self._vocabulary = read_vocabulary(files.get(WORDS, {}))
        card = cache(self._vocabulary.card)  # for the phrases only: no resident's word is kept
        examples = [
            (topic, stems.units_of([card(word) for word in self._words(phrase)]))
            for topic, phrase in read_phrases(files)
        ]
        self._model = Bayes(examples, stems.traits, _WEIGHTS)

    @classmethod
    def load(cls, folder: Path) -> "Finder":
        """Learn from the folder content/finding.

        Raises:
            ContentError: a file is missing or wrong; the sentence names file and key.
        """
        return cls({path.stem: read_toml(path) for path in sorted(folder.glob("*.toml"))})

    @property
    def same(self) -> Mapping[str, str]:
        """Spoken forms and common misspellings, each with what it stands for."""
        return self._vocabulary.same

    def find(self, text: str) -> Match:
        """The topic of a text of any length."""
        chances = self.chances(text)
        if not chances:
            return Match(NOTHING, (), Certainty.NONE)
        order = sorted(chances, key=lambda topic: (-chances[topic], topic))
        first, *others = order[: _MOST_ALTERNATIVES + 1]
        return Match(first, tuple(others), _certainty(chances[first]))

    def chances(self, text: str) -> dict[str, float]:
        """How likely each topic is, summing to one; empty when nothing in the text is known."""
        words = self._words(text)
        if self._model.known(f"w:{word}" for word in words) < _KNOWN:
            return {}
        units = stems.units_of([self._vocabulary.card(word) for word in words])
        scores, weight = self._model.scores(units)
        best = max(scores)
        odds = [math.exp(_SHARPNESS * (score - best) / (weight or 1.0)) for score in scores]
        total = sum(odds)
        return {name: odd / total for name, odd in zip(self._model.classes, odds, strict=True)}

    def _words(self, text: str) -> list[str]:
        return stems.words_of(text, self._vocabulary.same)


def _certainty(chance: float) -> Certainty:
    if chance >= _SURE:
        return Certainty.SURE
    return Certainty.MAYBE if chance >= _MAYBE else Certainty.NONE
