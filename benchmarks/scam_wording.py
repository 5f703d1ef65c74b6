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
from bot.knowledge.medium import seen_of
from bot.knowledge.scam import ScamCheck
from bot.knowledge.wording import with_pairs, with_signs

ROUNDS, RATE, SHRINK = 60, 0.5, 0.3  # steps over all texts, first step's length, pull to zero
ROUNDS_MANY, LEAST_STEP = 25, 0.0002  # steps when there are many names; steps too small to take
LEAST_SEEN, LEAST_PAIRS = 2, 3  # texts that a beginning or concept, or a pair, must stand in
LEAST_WEIGHT, STEP = 0.03, 0.05  # smaller weights are left out of the file; the rest in steps

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
    seen = [with_pairs(check.features(row["text"]), check.pieces(row["text"])) for row in rows]
    counts = Counter(f for one in seen for f in one)
    kept = {f for f, n in counts.items() if n >= (LEAST_PAIRS if "_" in f else LEAST_SEEN)}
    return [
        (sorted(one & kept), int(row["label"] == "fraud"))
        for one, row in zip(seen, rows, strict=True)
    ]


def learn_many(
    examples: Sequence[tuple[frozenset[str], str]], least: int
) -> dict[str, dict[str, float]]:
    """What speaks for and against each name (a kind or channel): softmax, in a fixed order.

    Takes what was seen of each text and its name; `least` is how many texts a feature stands in.
    """
    counts = Counter(f for seen, _ in examples for f in seen)
    weight = {name: dict.fromkeys(counts, 0.0) for name in sorted({n for _, n in examples})}
    order = [
        (sorted(f for f in seen if counts[f] >= least), 1 / math.sqrt(len(seen)), name)
        for seen, name in examples
    ]
    shuffle = random.Random(1).shuffle
    for step in range(ROUNDS_MANY):
        shuffle(order)
        rate = RATE / (1 + step * 0.2)
        for seen, scale, right in order:
            for name, share in _shares(weight, seen, scale).items():
                _pull(weight[name], seen, rate * ((name == right) - share) * scale, len(order))
    return weight


def _shares(
    weight: dict[str, dict[str, float]], seen: Sequence[str], scale: float
) -> dict[str, float]:
    """How likely the model holds each name to be."""
    raised = {
        name: math.exp(min(30.0, scale * sum([of[f] for f in seen]))) for name, of in weight.items()
    }
    total = sum(raised.values())
    return {name: one / total for name, one in raised.items()}


def _pull(of: dict[str, float], seen: Sequence[str], step: float, texts: int) -> None:
    if abs(step) > LEAST_STEP:
        keep = 1 - RATE * SHRINK / texts
        for f in seen:
            of[f] = of[f] * keep + step


def in_steps(of: dict[str, float], least: float, step: float) -> dict[float, list[str]]:
    """Features by their weight in steps; those below `least` either way are left out."""
    steps: dict[float, list[str]] = {}
    for f in sorted(f for f, one in of.items() if abs(one) >= least):
        steps.setdefault(round(round(of[f] / step) * step, 2), []).append(f)
    return steps


def _step_lines(steps: dict[float, list[str]]) -> list[str]:
    return [
        f'"{step}" = {json.dumps(" ".join(parts), ensure_ascii=False)}'
        for step, parts in sorted(steps.items())
    ]


def _leaning_lines(group: str, weight: dict[str, dict[str, float]], least: float) -> list[str]:
    lines = []
    for name, of in weight.items():
        lines += ["", f"[{group}.{name}]", *_step_lines(in_steps(of, least, 2 * STEP))]
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
        *_step_lines(in_steps(weight, LEAST_WEIGHT, STEP)),
    ]
    path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")


def _of_kind(text: str, check: ScamCheck) -> frozenset[str]:
    return with_signs(check.features(text), check.judge(text).signs)


def _of_channel(text: str, check: ScamCheck) -> frozenset[str]:
    return seen_of(check.features(text), text, check.pieces(text))


def main() -> None:
    """Learns and writes the file."""
    rows = [row for row in texts() if row["split"] == "dev"]
    check = load()
    bias, weight = learn(examples_of(rows, check))
    frauds = [row for row in rows if row["label"] == "fraud"]
    kinds = learn_many([(_of_kind(row["text"], check), row["kind"]) for row in frauds], 3)
    channels = learn_many([(_of_channel(row["text"], check), row["channel"]) for row in rows], 3)
    more = [*_leaning_lines("kind", kinds, 0.3), *_leaning_lines("channel", channels, 0.2)]
    write(ROOT / "content/signs/wording.toml", bias, weight, more)
    print(f"{len(rows)} texts, {len(weight)} beginnings of words, bias {bias:.3f}")


if __name__ == "__main__":
    main()
