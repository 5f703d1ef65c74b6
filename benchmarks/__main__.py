"""Print every benchmark's rows as one table."""

from collections.abc import Callable

from benchmarks import broadcast, find, scam, screen, turns

Rows = Callable[[], list[tuple[str, str]]]
TABLES: dict[str, Rows] = {
    "Turns": turns.rows,
    "Topics": find.rows,
    "Danger and personal data": screen.rows,
    "Scam check": scam.rows,
    "Broadcast": broadcast.rows,
}


def main() -> None:
    """Run them in turn."""
    for title, rows in TABLES.items():
        print(f"\n{title}")
        for name, figure in rows():
            print(f"  {name:<60} {figure:>24}")


if __name__ == "__main__":
    main()
