"""How well danger and personal data are found on the texts of tests/data/."""

import json
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from bot.knowledge.reading import Reader

ROOT = Path(__file__).resolve().parent.parent
SPLITS = ("dev", "held")
DANGER_SPLITS = (*SPLITS, "blind", "unseen")  # no words chosen for the last two
KINDS = ("urgent", "violence", "suicide", "child")


def texts(name: str) -> list[dict[str, Any]]:
    """The rows of one file of tests/data/."""
    path = ROOT / "tests" / "data" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def rows() -> list[tuple[str, str]]:
    """Recall and precision for each kind of danger and for personal data, and time a text."""
    reader = Reader(ROOT / "content")
    return [*_danger(reader), *_personal(reader), *_time(reader)]


def _danger(reader: Reader) -> Iterator[tuple[str, str]]:
    judged = [(row, reader.watch.read(row["text"])) for row in texts("danger")]
    for split, kind in product(DANGER_SPLITS, KINDS):
        pairs = [
            (row[kind], getattr(read, kind))
            for row, read in judged
            if row["split"] == split and row[kind] is not None
        ]
        yield f"{kind}, {split}: recall, precision", _scores(pairs)


def _personal(reader: Reader) -> Iterator[tuple[str, str]]:
    pairs: dict[str, list[tuple[bool, bool]]] = {split: [] for split in SPLITS}
    for row in texts("privacy"):
        wanted = [(one["type"], one["text"]) for one in row["pii"]]
        found = [(one.type, one.text) for one in reader.screen.find(row["text"])]
        pairs[row["split"]] += [(True, one in found) for one in wanted]
        pairs[row["split"]] += [(False, True) for one in found if one not in wanted]
    for split in SPLITS:
        yield f"personal data, {split}: recall, precision", _scores(pairs[split])


def _time(reader: Reader) -> Iterator[tuple[str, str]]:
    given = [row["text"] for row in texts("privacy")]
    began = time.perf_counter()
    for text in given:
        reader.watch.read(text)
        reader.screen.find(text)
    yield "milliseconds a text", f"{(time.perf_counter() - began) / len(given) * 1000:.2f}"


def _scores(pairs: list[tuple[bool, bool]]) -> str:
    hits = sum(meant and found for meant, found in pairs)
    meant = sum(meant for meant, _ in pairs)
    found = sum(found for _, found in pairs)
    return f"{hits / max(meant, 1):.1%}, {hits / max(found, 1):.1%}"


if __name__ == "__main__":
    for name, figure in rows():
        print(f"{name:<52} {figure:>22}")
