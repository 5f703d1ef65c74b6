"""Whole files sealed to public keys, a piece at a time: what is cut off or changed is noticed."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NoReturn

from nacl import bindings as sodium
from nacl.utils import random

from bot.custody.sealing import Sealer, Unsealer, head_size
from bot.errors import SealError

_EXTRA = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_START = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_KEY_SIZE = sodium.crypto_secretstream_xchacha20poly1305_KEYBYTES
_LAST = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MORE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_State = sodium.crypto_secretstream_xchacha20poly1305_state
_begin_opening = sodium.crypto_secretstream_xchacha20poly1305_init_pull
_begin_sealing = sodium.crypto_secretstream_xchacha20poly1305_init_push
_open_piece = sodium.crypto_secretstream_xchacha20poly1305_pull
_seal_piece = sodium.crypto_secretstream_xchacha20poly1305_push
MAGIC = b"trygghetsboten 1\n"
PIECE = 64 * 1024


def seal_file(source: BinaryIO, target: BinaryIO, sealer: Sealer) -> None:
    """Write `source` sealed to `target`."""
    key, state = random(_KEY_SIZE), _State()
    head = MAGIC + sealer.wrap(key)
    target.write(head + _begin_sealing(state, key))
    target.writelines(
        _seal_piece(state, piece, head, _LAST if last else _MORE)
        for piece, last in _pieces(source, PIECE)
    )


def open_file(source: BinaryIO, target: BinaryIO, unsealer: Unsealer) -> None:
    """Write what is in the sealed `source` to `target`. What has been written when this raises is
    not to be trusted.

    Raises:
        SealError: it is sealed to other keys, cut off, or changed.
    """
    head = read_head(source)
    key, _ = unsealer.unwrap(head.removeprefix(MAGIC))
    state, last = _State(), False
    _begin_opening(state, _exactly(source, _START), key)
    for piece, at_end in _pieces(source, PIECE + _EXTRA):
        try:
            plain, tag = _open_piece(state, piece, head)
        except (RuntimeError, ValueError, TypeError):
            _refuse(source)
        last = tag == _LAST
        if last != at_end:
            break
        target.write(plain)
    if not last or source.read(1):
        _refuse(source)


def read_head(source: BinaryIO) -> bytes:
    """What tells which keys a sealed file is for, read from its beginning.

    Raises:
        SealError: it is no sealed file.
    """
    begin = _exactly(source, len(MAGIC) + 2)
    if not begin.startswith(MAGIC):
        raise SealError("Filen är inte förseglad av boten.")
    return begin + _exactly(source, head_size(begin.removeprefix(MAGIC)) - 2)


def is_sealed(path: Path) -> bool:
    """Whether a file begins as sealed ones do."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """A file in pieces, each with whether it is the last; an empty file is one piece."""
    piece = source.read(size)
    while following := source.read(size):
        yield piece, False
        piece = following
    yield piece, True


def _exactly(source: BinaryIO, size: int) -> bytes:
    read = source.read(size)
    if len(read) != size:
        _refuse(source)
    return read


def _refuse(source: BinaryIO) -> NoReturn:
    name = getattr(source, "name", "")
    raise SealError(f"Filen {name} är trasig: den är avkortad eller ändrad.")
