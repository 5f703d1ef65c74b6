"""SQL in files beside the table's own module: `-- name: x` begins a statement, comments say why."""

from functools import cache
from pathlib import Path


@cache
def statements(table: str) -> dict[str, str]:
    """The statements of `<table>.sql`, by name."""
    source = Path(__file__).with_name(f"{table}.sql").read_text("utf-8")
    found: dict[str, str] = {}
    for section in source.split("-- name: ")[1:]:
        name, _, statement = section.partition("\n")
        found[name.strip()] = statement.strip()
    return found
