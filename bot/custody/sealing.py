"""Texts sealed to public keys, so that the disk alone gives nobody what is written.

A sealed text is one version byte, the number of keys, for each key its short name and the content
key in a sealed box (X25519), and the padded text in a secret box (XSalsa20-Poly1305) under that
content key. Whoever holds one of the private keys can open it; this process holds none to seal.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

from bot.errors import SealError

PREFIX = "seal1."
MOST_KEYS = 8
"""Public keys that one text is sealed to at most."""
PADDED_TO = 256
"""Bytes that a text is padded to a multiple of, so that its length does not tell which it is."""
NAME_SIZE = 8
_VERSION = 1
_CHECK_SIZE = 4
_BOX_SIZE = SecretBox.KEY_SIZE + 48  # a sealed box adds a public key and a tag
_ROW_SIZE = NAME_SIZE + _BOX_SIZE


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key, as it is written in the settings."""

    key: bytes

    @property
    def name(self) -> bytes:
        """A short name by which a sealed text tells whom it is for."""
        return _digest(b"name" + self.key)[:NAME_SIZE]

    @property
    def mark(self) -> str:
        """The short name for people to compare: “3f1a-09bc”."""
        digits = self.name.hex()[:8]
        return f"{digits[:4]}-{digits[4:]}"

    def __str__(self) -> str:
        checked = self.key + _digest(self.key)[:_CHECK_SIZE]
        return PREFIX + base64.urlsafe_b64encode(checked).decode()


def read_recipients(written: str) -> tuple[Recipient, ...]:
    """The public keys in a setting, parted by commas or spaces; none of an empty one.

    Raises:
        SealError: one of them is misspelt. A key that is merely another would lose every text.
    """
    found = tuple(dict.fromkeys(_recipient(one) for one in re.split(r"[\s,]+", written) if one))
    if len(found) > MOST_KEYS:
        raise SealError(f"Det får vara högst {MOST_KEYS} nycklar.")
    return found


class Sealer:
    """Seals to public keys. It can open nothing."""

    def __init__(self, recipients: Iterable[Recipient]) -> None:
        """At least one recipient.

        Raises:
            SealError: there is none.
        """
        self.recipients = tuple(recipients)
        if not self.recipients:
            raise SealError("Det finns ingen nyckel att försegla till.")

    def seal(self, text: str) -> bytes:
        """A text that only the holder of one of the private keys can open."""
        key = random(SecretBox.KEY_SIZE)
        padded = sodium_pad(text.encode("utf-8", "replace"), PADDED_TO)
        return self.wrap(key) + bytes(SecretBox(key).encrypt(padded))

    def wrap(self, key: bytes) -> bytes:
        """The head of something sealed: a content key, boxed for each recipient."""
        rows = (one.name + SealedBox(PublicKey(one.key)).encrypt(key) for one in self.recipients)
        return bytes((_VERSION, len(self.recipients))) + b"".join(rows)

    def seals_to_all(self, sealed: bytes) -> bool:
        """Whether something is sealed to exactly these keys, so that it need not be sealed anew."""
        return names_of(sealed) == {one.name for one in self.recipients}


class Unsealer:
    """Opens what was sealed to one key. Whoever holds it can read: keep it a short time."""

    def __init__(self, key: PrivateKey) -> None:
        self._key = key
        self.recipient = Recipient(bytes(key.public_key))

    def __repr__(self) -> str:
        return f"Unsealer({self.recipient.mark})"

    def open(self, sealed: bytes) -> str:
        """The text.

        Raises:
            SealError: it is sealed to other keys, or has been changed.
        """
        key, rest = self.unwrap(sealed)
        try:
            return sodium_unpad(SecretBox(key).decrypt(rest), PADDED_TO).decode("utf-8")
        except (CryptoError, ValueError) as error:
            raise SealError("Det förseglade är trasigt.") from error

    def unwrap(self, sealed: bytes) -> tuple[bytes, bytes]:
        """The content key, and what comes after the head.

        Raises:
            SealError: it is sealed to other keys, or is nothing sealed.
        """
        end = head_size(sealed)
        for at in range(2, end, _ROW_SIZE):
            if sealed[at : at + NAME_SIZE] == self.recipient.name:
                try:
                    box = sealed[at + NAME_SIZE : at + _ROW_SIZE]
                    return SealedBox(self._key).decrypt(box), sealed[end:]
                except CryptoError as error:
                    raise SealError("Det förseglade är trasigt.") from error
        raise SealError("Det är förseglat till en annan nyckel.")


def head_size(sealed: bytes) -> int:
    """How long the head of something sealed is, in bytes.

    Raises:
        SealError: it is nothing sealed.
    """
    if len(sealed) < 2 or sealed[0] != _VERSION or not 0 < sealed[1] <= MOST_KEYS:
        raise SealError("Det är inget förseglat.")
    return 2 + sealed[1] * _ROW_SIZE


def names_of(sealed: bytes) -> set[bytes]:
    """The short names of the keys that something is sealed to."""
    return {sealed[at : at + NAME_SIZE] for at in range(2, head_size(sealed), _ROW_SIZE)}


def _recipient(written: str) -> Recipient:
    try:
        raw = base64.b64decode(written.removeprefix(PREFIX), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    key, check = raw[: -_CHECK_SIZE or None], raw[-_CHECK_SIZE:]
    whole = written.startswith(PREFIX) and len(key) == PublicKey.SIZE
    if not whole or _digest(key)[:_CHECK_SIZE] != check:
        raise SealError(f"Nyckeln ska börja med {PREFIX} och vara skriven tecken för tecken.")
    return Recipient(key)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32).digest()
