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
from bot.knowledge.wording import features

ROUNDS, RATE, SHRINK = 60, 0.5, 0.5  # steps over all texts, first step's length, pull to zero
LEAST_SEEN = 2  # texts that a beginning must stand in
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
    seen = [features(check.pieces(row["text"])) for row in rows]
    counts = Counter(f for one in seen for f in one)
    return [
        (sorted(f for f in one if counts[f] >= LEAST_SEEN), int(row["label"] == "fraud"))
        for one, row in zip(seen, rows, strict=True)
    ]


def write(path: Path, bias: float, weight: dict[str, float]) -> None:
    """The model as TOML, sorted so that changes read well in a diff."""
    lines = [
        "# How frauds and genuine texts are worded: beginnings of words, above zero for fraud.",
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
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Learns and writes the file."""
    rows = [row for row in texts() if row["split"] == "dev"]
    bias, weight = learn(examples_of(rows, load()))
    write(ROOT / "content/signs/wording.toml", bias, weight)
    print(f"{len(rows)} texts, {len(weight)} beginnings of words, bias {bias:.3f}")


if __name__ == "__main__":
    main()
