"""The scam check measured on its own texts: recall, false alarms, unsure, by channel and kind."""

import json
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.knowledge.scam import Level, ScamCheck, Verdict

ROOT = Path(__file__).parent.parent
TEXTS = ROOT / "tests/data/scam.jsonl"
LEVELS = tuple(Level)

Row = dict[str, str]
Judged = tuple[Row, Verdict]


def texts() -> list[Row]:
    """The texts of tests/data/scam.jsonl, held and dev."""
    with TEXTS.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def load() -> ScamCheck:
    """The check as content/signs/ makes it."""
    return ScamCheck.load(ROOT / "content")


def judge_all(check: ScamCheck, rows: Sequence[Row]) -> tuple[list[Judged], list[float]]:
    """Every row with its verdict, and the milliseconds each took."""
    judged, spent = [], []
    for row in rows:
        start = time.perf_counter()
        verdict = check.judge(row["text"])
        spent.append((time.perf_counter() - start) * 1000)
        judged.append((row, verdict))
    return judged, spent


def share(judged: Iterable[Judged], label: str, level: Level) -> str:
    """How many texts with this label got this level, as "n (p %)"; "-" when there are none."""
    levels = [verdict.level for row, verdict in judged if row["label"] == label]
    if not levels:
        return "-"
    return f"{levels.count(level)} ({levels.count(level) / len(levels):.1%})"


def rows() -> list[tuple[str, str]]:
    """What the benchmark table shows: measure and figure, for the held and the dev texts."""
    everything = texts()
    check = load()
    table: list[tuple[str, str]] = []
    for split in ("held", "dev"):
        judged, spent = judge_all(check, [row for row in everything if row["split"] == split])
        table += [(f"scam {split}: {name}", figure) for name, figure in _figures(judged, spent)]
    table.append(("scam: 20,000 characters", f"{_long(check, everything):.0f} ms"))
    return table


def _figures(judged: Sequence[Judged], spent: Sequence[float]) -> list[tuple[str, str]]:
    quoted = [bool(v.reasons) for _, v in judged if v.level is Level.WARNING]
    kinds = [row["kind"] == v.kind for row, v in judged if row["label"] == "fraud"]
    return [
        ("fraud called warning", share(judged, "fraud", Level.WARNING)),
        ("fraud called unsure", share(judged, "fraud", Level.UNSURE)),
        ("fraud called no_signs", share(judged, "fraud", Level.NO_SIGNS)),
        ("genuine called warning", share(judged, "genuine", Level.WARNING)),
        ("genuine called unsure", share(judged, "genuine", Level.UNSURE)),
        ("warnings with a quoted reason", f"{sum(quoted) / max(1, len(quoted)):.1%}"),
        ("fraud with the right kind", f"{sum(kinds) / max(1, len(kinds)):.1%}"),
        ("median a text", f"{statistics.median(spent):.2f} ms"),
    ]


def _long(check: ScamCheck, everything: Sequence[Row]) -> float:
    text = "\n".join(row["text"] for row in everything)[:20_000]
    start = time.perf_counter()
    check.judge(text)
    return (time.perf_counter() - start) * 1000


def by(judged: Sequence[Judged], column: str) -> list[str]:
    """One line a channel or kind: counts of each label and level."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for row, verdict in judged:
        groups[row[column]].append((row, verdict))
    lines = []
    for name in sorted(groups):
        cells = [f"{share(groups[name], 'fraud', level):>12}" for level in LEVELS]
        cells += [f"{share(groups[name], 'genuine', level):>12}" for level in LEVELS]
        lines.append(f"  {name:15}" + "".join(cells))
    return lines


def confusion(judged: Sequence[Judged]) -> list[str]:
    """Which kinds are taken for which: one line a kind with what it was called."""
    called: dict[str, Counter[str]] = defaultdict(Counter)
    for row, verdict in judged:
        if row["label"] == "fraud":
            called[row["kind"]][verdict.kind or "(none)"] += 1
    return [
        f"  {kind:15}" + ", ".join(f"{name} {n}" for name, n in called[kind].most_common())
        for kind in sorted(called)
    ]


def main() -> None:
    """Prints all tables."""
    check, everything = load(), texts()
    for name, figure in rows():
        print(f"{name:45} {figure}")
    head = "".join(
        f"{label + ' ' + level[:4]:>12}" for label in ("fraud", "gen") for level in LEVELS
    )
    for split in ("held", "dev"):
        judged, _ = judge_all(check, [row for row in everything if row["split"] == split])
        print(f"\n{split}, by channel\n  {'':15}{head}", *by(judged, "channel"), sep="\n")
        print(f"\n{split}, by kind", *by(judged, "kind"), sep="\n")
        print(f"\n{split}, kinds and what they were called", *confusion(judged), sep="\n")


if __name__ == "__main__":
    main()
