"""What stands in the fields of a form."""

from collections.abc import Mapping


def lines_of(form: Mapping[str, str], name: str) -> str:
    """What was written in a field of several lines, whose ends browsers send as two signs."""
    return form.get(name, "").replace("\r\n", "\n").strip()
