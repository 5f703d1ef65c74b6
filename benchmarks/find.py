"""How often the topic of a question is found, and how long it takes."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from bot.knowledge.find import Certainty, Finder, Match
from bot.knowledge.topics import TOPICS

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "data" / "questions.jsonl"
FINDING = ROOT / "content" / "finding"
WITHIN = 3  # buttons of "Menar du …?"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the development set, with the topic it is about."""

    text: str
    topic: str
    split: str
    voice: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question."""

    asked: Question
    match: Match

    @property
    def first(self) -> bool:
        """Whether the first choice is right."""
        return self.match.topic == self.asked.topic

    @property
    def within(self) -> bool:
        """Whether the right topic is among the first three."""
        return self.asked.topic in (self.match.topic, *self.match.alternatives)[:WITHIN]


def questions(split: str) -> list[Question]:
    """The questions of one split, "dev" or "held"."""
    return [question for question in _all() if question.split == split]


def _all() -> Iterator[Question]:
    for line in QUESTIONS.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Question(row["text"], row["topic"], row["split"], row["voice"])


def answers(finder: Finder, split: str) -> list[Answer]:
    """Every question of a split, answered."""
    return [Answer(question, finder.find(question.text)) for question in questions(split)]


def share(hits: list[bool]) -> float:
    """The part that is true; 1 of nothing."""
    return sum(hits) / len(hits) if hits else 1.0


def _accuracy(split: str, found: list[Answer]) -> list[tuple[str, str]]:
    sure = [a for a in found if a.match.certainty is Certainty.SURE]
    maybe = [a for a in found if a.match.certainty is Certainty.MAYBE]
    return [
        (f"{split}: right first, of {len(found)}", f"{share([a.first for a in found]):.1%}"),
        (f"{split}: right within three", f"{share([a.within for a in found]):.1%}"),
        (f"{split}: sure, of them right first", _of(sure, [a.first for a in sure])),
        (f"{split}: maybe, of them within three", _of(maybe, [a.within for a in maybe])),
    ]


def _of(kind: list[Answer], hits: list[bool]) -> str:
    return f"{len(kind)}, {share(hits):.1%}"


def _times(finder: Finder) -> list[tuple[str, str]]:
    texts = [question.text for question in _all()]
    longest = (" ".join(texts) * 2)[:20_000]
    loads = [_milliseconds(partial(Finder.load, FINDING)) for _ in range(5)]
    asked = sorted(_milliseconds(partial(finder.find, text)) for text in texts)
    long = [_milliseconds(partial(finder.find, longest)) for _ in range(9)]
    return [
        ("load, median of 5, processor time", f"{median(loads):.0f} ms"),
        ("a question, median", f"{median(asked):.2f} ms"),
        ("a question, 99 in 100 within", f"{asked[len(asked) * 99 // 100]:.2f} ms"),
        ("20,000 characters, median of 9", f"{median(long):.2f} ms"),
    ]


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def rows() -> list[tuple[str, str]]:
    """The figures of one run."""
    finder = Finder.load(FINDING)
    return [
        *_accuracy("held", answers(finder, "held")),
        *_accuracy("dev", answers(finder, "dev")),
        *_times(finder),
    ]


def main() -> None:
    """Print the figures, each topic's accuracy on held questions, and the worst confusions."""
    for name, figure in rows():
        print(f"{name:<44} {figure:>16}")
    found = answers(Finder.load(FINDING), "held")
    for topic in TOPICS:
        own = [answer for answer in found if answer.asked.topic == topic]
        firsts, within = share([a.first for a in own]), share([a.within for a in own])
        print(f"  {topic:<24} {firsts:>6.0%} {within:>6.0%}")
    worst = Counter((a.asked.topic, a.match.topic) for a in found if not a.first)
    for (asked, given), times in worst.most_common(10):
        print(f"  {asked} taken for {given}: {times}")


if __name__ == "__main__":
    main()
