"""Private keys on disk, each wrapped by a passphrase: argon2id, and a secret box."""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.utils import random

from bot.custody.sealing import Recipient, Unsealer, names_of, read_recipients
from bot.errors import SealError
from bot.secret_file import make_secret_file

ENDING = ".key"
SHORTEST = 16
"""Characters of a passphrase: it guards a file that may be stolen and tried at leisure."""
LONGEST = 256
FEWEST_LETTERS = 8
"""Different characters a passphrase must have."""
PASSES = argon2id.OPSLIMIT_MODERATE
MEMORY = argon2id.MEMLIMIT_MODERATE
"""Bytes that one try of a passphrase fills; the file says how many it was made with."""
_MOST_PASSES, _MOST_MEMORY = 20, 1024**3
_NAME = re.compile(r"[a-zåäö0-9]([a-zåäö0-9-]{0,28}[a-zåäö0-9])?")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A wrapped private key, with the public one beside it."""

    recipient: Recipient
    salt: bytes
    passes: int
    memory: int
    box: bytes

    def unlock(self, passphrase: str) -> Unsealer:
        """The key itself. Takes a second and 256 MB by intention: not on the loop's thread.

        Raises:
            SealError: it is another passphrase.
        """
        try:
            wrapping = _wrapping(passphrase, self.salt, self.passes, self.memory)
            secret = SecretBox(wrapping).decrypt(self.box)
        except CryptoError as error:
            raise SealError("Lösenfrasen är fel.") from error
        unsealer = Unsealer(PrivateKey(secret))
        if unsealer.recipient != self.recipient:
            raise SealError("Nyckelfilen är ändrad: den öppna nyckeln hör inte till den hemliga.")
        return unsealer

    def written(self) -> str:
        """As it lies on disk."""
        fields = {
            "form": 1,
            "public": str(self.recipient),
            "salt": b64encode(self.salt).decode(),
            "passes": self.passes,
            "memory": self.memory,
            "box": b64encode(self.box).decode(),
        }
        return json.dumps(fields, indent=2) + "\n"


def make_key(passphrase: str, passes: int = PASSES, memory: int = MEMORY) -> KeyFile:
    """A new pair, its private half wrapped."""
    key = PrivateKey.generate()
    recipient, salt = Unsealer(key).recipient, random(argon2id.SALTBYTES)
    wrapping = _wrapping(passphrase, salt, passes, memory)
    box = bytes(SecretBox(wrapping).encrypt(bytes(key)))
    return KeyFile(recipient, salt, passes, memory, box)


def read_key(path: Path) -> KeyFile:
    """A key file.

    Raises:
        SealError: there is none, or it is damaged.
    """
    try:
        return _parsed(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise SealError(f"Nyckelfilen {path} går inte att läsa ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError, SealError) as error:
        raise SealError(f"Filen {path} är ingen nyckelfil, eller så är den trasig.") from error


def keep_key(folder: Path, name: str, key: KeyFile) -> Path:
    """Write a key file that only the bot's own user can read; never over another.

    Raises:
        SealError: the name will not do, is taken, or the folder cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise SealError("Namnet får ha små bokstäver, siffror och bindestreck, högst 30 tecken.")
    path = folder / f"{name}{ENDING}"
    try:
        make_secret_file(path, key.written().encode())
    except FileExistsError as error:
        raise SealError(f"Nyckeln {name} finns redan. Välj ett annat namn.") from error
    except OSError as error:
        raise SealError(f"Filen {path} går inte att skriva ({error.strerror}).") from error
    return path


def keys_in(folder: Path) -> dict[str, KeyFile]:
    """The key files of a folder, by name; what is no key file is passed over."""
    found = {}
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            found[path.stem] = read_key(path)
        except SealError:
            continue
    return found


def key_for(sealed: bytes, keys: dict[str, KeyFile]) -> KeyFile | None:
    """The first of some keys that something is sealed to."""
    names = names_of(sealed)
    return next((key for key in keys.values() if key.recipient.name in names), None)


def refuse_weak(passphrase: str) -> None:
    """See to it that a passphrase is worth something.

    Raises:
        SealError: it is too short, too long or too monotonous.
    """
    written = passphrase.strip()
    if not SHORTEST <= len(written) <= LONGEST:
        raise SealError(
            f"Lösenfrasen ska ha minst {SHORTEST} tecken. Ta fem eller sex ord som du minns."
        )
    if len(set(written.casefold())) < FEWEST_LETTERS:
        raise SealError("Lösenfrasen är för enformig. Ta fem eller sex ord som du minns.")


def _parsed(fields: dict[str, Any]) -> KeyFile:
    (recipient,) = read_recipients(fields["public"])
    passes, memory = int(fields["passes"]), int(fields["memory"])
    salt, box = b64decode(fields["salt"]), b64decode(fields["box"])
    bounded = 0 < passes <= _MOST_PASSES and 0 < memory <= _MOST_MEMORY
    if fields["form"] != 1 or not bounded or len(salt) != argon2id.SALTBYTES:
        raise ValueError(fields["form"])
    return KeyFile(recipient, salt, passes, memory, box)


def _wrapping(passphrase: str, salt: bytes, passes: int, memory: int) -> bytes:
    """The key that a passphrase gives."""
    written = passphrase.strip().encode("utf-8", "replace")
    return argon2id.kdf(SecretBox.KEY_SIZE, written, salt, opslimit=passes, memlimit=memory)
