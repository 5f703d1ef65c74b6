"""What somebody with a copy of every file could look for: a needle in each form it may lie in."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path

FEWEST_BYTES = 5
"""A shorter pattern would be found by chance among random bytes."""


def traces(needle: str | int) -> dict[str, bytes]:
    """The forms in which a text or a number may be written, by name. Numbers are looked for as the
    five or more bytes that lie within any wider integer.

    Raises:
        ValueError: the needle is so short that chance would find it.
    """
    text = str(needle)
    forms = {
        "utf-8": text.encode(),
        "utf-16le": text.encode("utf-16le"),
        "utf-16be": text.encode("utf-16be"),
        "hex of text": text.encode().hex().encode(),
        **_in_base64("text", text.encode()),
    }
    if isinstance(needle, int):
        size = (needle.bit_length() + 7) // 8
        for order in ("big", "little"):
            raw = needle.to_bytes(size, "big" if order == "big" else "little")
            forms[f"{order}-endian"] = raw
        forms["hex"] = f"{needle:x}".encode()
        forms["HEX"] = f"{needle:X}".encode()
        forms["varint"] = _varint(needle)
        forms |= _in_base64("integer", needle.to_bytes(8, "big"))
    if short := [name for name, form in forms.items() if len(form) < FEWEST_BYTES]:
        raise ValueError(f"{needle}: {short} would be found by chance")
    return forms


def hits(folders: Iterable[Path], needles: Iterable[str | int]) -> list[str]:
    """Where any needle lies in any file, in any form: “bot.db-wal: 5123456789 as varint”."""
    forms = [(needle, name, form) for needle in needles for name, form in traces(needle).items()]
    found = []
    for path in _files(folders):
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # it went while we looked
            continue
        upper = content.upper()
        found += [
            f"{path.name}: {needle} as {name}"
            for needle, name, form in forms
            if form in content or (name == "utf-8" and form.upper() in upper)
        ]
    return found


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _in_base64(name: str, raw: bytes) -> dict[str, bytes]:
    """What base64 makes of it at each of the three places it may begin, without the letters that
    depend on its neighbours.
    """
    found = {}
    for shift, cut in ((0, 0), (1, 2), (2, 3)):
        whole = base64.b64encode(bytes(shift) + raw).rstrip(b"=")
        sure = whole[cut : (shift + len(raw)) * 8 // 6]
        found[f"base64 of {name} at {shift}"] = sure
        found[f"urlsafe {name} at {shift}"] = sure.replace(b"+", b"-").replace(b"/", b"_")
    return found


def _varint(number: int) -> bytes:
    """As SQLite writes it: seven bits a byte, the highest first, all but the last marked."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))
