"""Private keys on disk: a passphrase opens them, and nothing less."""

import json
from pathlib import Path

import pytest

from bot.custody.keyring import KeyFile, keep_key, key_for, keys_in, make_key, read_key, refuse_weak
from bot.custody.sealing import Sealer
from bot.errors import SealError

PASSPHRASE = "sju gröna bussar på ön"
LEAST = {"passes": 1, "memory": 8192}


@pytest.fixture(scope="module")
def key() -> KeyFile:
    """A key wrapped with the least work, so that tests are quick."""
    return make_key(PASSPHRASE, **LEAST)


def test_the_passphrase_opens_what_was_sealed(tmp_path: Path, key: KeyFile) -> None:
    """The file is the bot's own user's alone, and holds nothing that opens a text."""
    path = keep_key(tmp_path / "keys", "samordnaren", key)
    assert path.stat().st_mode & 0o777 == 0o600
    read = read_key(path)
    assert read == key
    unsealer = read.unlock(f" {PASSPHRASE}\n")
    assert unsealer.open(Sealer([key.recipient]).seal("hej")) == "hej"
    assert bytes(unsealer._key) not in path.read_bytes()
    with pytest.raises(SealError, match="Lösenfrasen är fel"):
        read.unlock(PASSPHRASE.upper())


def test_a_key_is_never_written_over(tmp_path: Path, key: KeyFile) -> None:
    """The one file that opens a year of texts is not lost to a second press."""
    keep_key(tmp_path, "anna", key)
    with pytest.raises(SealError, match="finns redan"):
        keep_key(tmp_path, "anna", make_key(PASSPHRASE, **LEAST))
    for name in ("", "../anna", "Anna Berg", "-a", "a" * 40):
        with pytest.raises(SealError, match="Namnet"):
            keep_key(tmp_path, name, key)
    assert keys_in(tmp_path) == {"anna": key}


@pytest.mark.parametrize(
    "change",
    [{"form": 2}, {"public": "seal1.x"}, {"salt": "AA=="}, {"memory": 2**40}, {"passes": "x"}],
)
def test_a_damaged_key_file_is_said_to_be_so(
    tmp_path: Path, key: KeyFile, change: dict[str, object]
) -> None:
    """Nor can a file ask for more memory than a server has."""
    path = tmp_path / "x.key"
    path.write_text(json.dumps(json.loads(key.written()) | change), "utf-8")
    with pytest.raises(SealError, match="trasig"):
        read_key(path)
    assert keys_in(tmp_path) == {}
    path.write_text("[]", "utf-8")
    with pytest.raises(SealError, match="trasig"):
        read_key(path)
    with pytest.raises(SealError, match="går inte att läsa"):
        read_key(tmp_path / "none.key")


def test_a_swapped_public_key_is_noticed(tmp_path: Path, key: KeyFile) -> None:
    """Somebody who changes the file cannot make staff seal to another key."""
    other = make_key(PASSPHRASE, **LEAST)
    path = tmp_path / "x.key"
    swapped = json.loads(key.written()) | {"public": str(other.recipient)}
    path.write_text(json.dumps(swapped), "utf-8")
    with pytest.raises(SealError, match="ändrad"):
        read_key(path).unlock(PASSPHRASE)


def test_the_key_that_fits_is_found(key: KeyFile) -> None:
    """Of several keys the one that a text is sealed to, or none."""
    other = make_key(PASSPHRASE, **LEAST)
    sealed = Sealer([key.recipient]).seal("x")
    assert key_for(sealed, {"a": other, "b": key}) is key
    assert key_for(sealed, {"a": other}) is None


def test_a_weak_passphrase_is_refused() -> None:
    """The file may be tried at leisure by whoever has stolen it."""
    with pytest.raises(SealError, match="16 tecken"):
        refuse_weak("kort")
    with pytest.raises(SealError, match="enformig"):
        refuse_weak("aaaaaaaabbbbbbbbbbb")
    refuse_weak(PASSPHRASE)
