"""Learns content/signs/wording.toml from the development half of tests/data/scam.jsonl.

Run `python -m benchmarks.scam_wording` after adding texts; the held half is never read here.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.scam import ROOT, load, texts
from bot.knowledge.scam import ScamCheck

ROUNDS, RATE, SHRINK = 60, 0.5, 0.3  # steps over all texts, first step's length, pull to zero
LEAST_SEEN = 2  # texts that a beginning or concept must stand in
LEAST_WEIGHT = 0.02  # smaller weights are left out of the file

Example = tuple[list[str], int]


def learn(examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Bias and weights of a logistic model, by stochastic gradient descent in a fixed order."""
    weight = dict.fromkeys(sorted({f for seen, _ in examples for f in seen}), 0.0)
    bias, order = 0.0, list(examples)
    shuffle = random.Random(1).shuffle
    for step in range(ROUNDS):
        shuffle(order)
        rate = RATE / (1 + step * 0.2)
        for seen, label in order:
            scale = 1 / math.sqrt(len(seen) + 1)
            wrong = label - _sigmoid(bias + scale * sum(weight[f] for f in seen))
            bias += rate * wrong * 0.1
            for f in seen:
                weight[f] += rate * (wrong * scale - SHRINK / len(order) * weight[f])
    return bias, weight


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def examples_of(rows: Sequence[dict[str, str]], check: ScamCheck) -> list[Example]:
    """What the model sees of each text, rare beginnings left out, and whether it is a fraud."""
    seen = [check.features(row["text"]) for row in rows]
    counts = Counter(f for one in seen for f in one)
    return [
        (sorted(f for f in one if counts[f] >= LEAST_SEEN), int(row["label"] == "fraud"))
        for one, row in zip(seen, rows, strict=True)
    ]


def leaning(
    examples: Sequence[tuple[frozenset[str], str]], least: int, weight: float
) -> dict[str, dict[float, list[str]]]:
    """What leans towards each name, by weight in half steps: seen there more often than elsewhere.

    Takes what was seen of each text and its name (a kind or channel); `least` is how many texts a
    beginning must stand in, `weight` the smallest weight that is kept.
    """
    every = Counter(f for seen, _ in examples for f in seen)
    sizes = Counter(name for _, name in examples)
    leans: dict[str, dict[float, list[str]]] = {}
    for name, size in sorted(sizes.items()):
        here = Counter(f for seen, called in examples if called == name for f in seen)
        others = len(examples) - size
        for f in sorted(f for f in here if every[f] >= least):
            elsewhere = (every[f] - here[f] + 0.5) / (others + 1)
            odds = math.log((here[f] + 0.5) / (size + 1) / elsewhere)
            if odds >= weight:
                step = min(2.5, round(odds * 2) / 2)
                leans.setdefault(name, {}).setdefault(step, []).append(f)
    return leans


def _leaning_lines(group: str, leans: dict[str, dict[float, list[str]]]) -> list[str]:
    lines = []
    for name, steps in leans.items():
        lines += ["", f"[{group}.{name}]"]
        lines += [
            f'"{step}" = {json.dumps(" ".join(parts), ensure_ascii=False)}'
            for step, parts in sorted(steps.items())
        ]
    return lines


def write(path: Path, bias: float, weight: dict[str, float], more: Sequence[str] = ()) -> None:
    """The model as TOML, sorted so that changes read well in a diff; `more` are further lines."""
    lines = [
        "# How frauds and genuine texts are worded: beginnings of words and <concepts>, above zero",
        "# for fraud; then what leans towards each kind and channel, by weight.",
        "# Learned, not written: python -m benchmarks.scam_wording. Source: tests/data/scam.jsonl.",
        f"bias = {bias:.3f}",
        "",
        "[weight]",
    ]
    lines += [
        f"{json.dumps(name, ensure_ascii=False)} = {weight[name]:.2f}"
        for name in sorted(weight)
        if abs(weight[name]) >= LEAST_WEIGHT
    ]
    path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")


def main() -> None:
    """Learns and writes the file."""
    rows = [row for row in texts() if row["split"] == "dev"]
    check = load()
    bias, weight = learn(examples_of(rows, check))
    seen = [(check.features(row["text"]), row) for row in rows]
    kinds = leaning([(f, r["kind"]) for f, r in seen if r["label"] == "fraud"], 5, 0.9)
    channels = leaning([(f, r["channel"]) for f, r in seen], 8, 0.7)
    more = [*_leaning_lines("kind", kinds), *_leaning_lines("channel", channels)]
    write(ROOT / "content/signs/wording.toml", bias, weight, more)
    print(f"{len(rows)} texts, {len(weight)} beginnings of words, bias {bias:.3f}")


if __name__ == "__main__":
    main()
