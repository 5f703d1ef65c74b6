"""Sealed texts: only a private key opens them, and nothing else is told by them."""

import pytest
from nacl.public import PrivateKey

from bot.custody.sealing import PADDED_TO, Recipient, Sealer, Unsealer, read_recipients
from bot.errors import SealError

KEYS = [PrivateKey(bytes([number]) * 32) for number in (1, 2, 3)]
UNSEALERS = [Unsealer(key) for key in KEYS]
RECIPIENTS = [one.recipient for one in UNSEALERS]
TEXT = "Lampan vid tunneln är trasig. 💡"


@pytest.mark.parametrize("text", [TEXT, "", "x" * PADDED_TO, "å" * 5000])
def test_each_recipient_opens_it_and_nobody_else(text: str) -> None:
    """Two are recommended: one lost passphrase then loses nothing."""
    sealed = Sealer(RECIPIENTS[:2]).seal(text)
    assert [one.open(sealed) for one in UNSEALERS[:2]] == [text, text]
    with pytest.raises(SealError, match="annan nyckel"):
        UNSEALERS[2].open(sealed)


def test_the_same_text_never_looks_the_same_and_its_length_is_hidden() -> None:
    """Whoever holds the disk cannot tell who wrote the same thing, or how much."""
    sealer = Sealer(RECIPIENTS[:1])
    one, other, short = sealer.seal(TEXT), sealer.seal(TEXT), sealer.seal("x")
    assert one != other
    assert len(one) == len(short)
    assert TEXT.encode() not in one


@pytest.mark.parametrize("at", [0, 1, 5, 40, 95, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    """A damaged text is said to be so, and never shown half right."""
    sealed = bytearray(Sealer(RECIPIENTS[:1]).seal(TEXT))
    sealed[at] ^= 1
    with pytest.raises(SealError):
        UNSEALERS[0].open(bytes(sealed))
    with pytest.raises(SealError):
        UNSEALERS[0].open(bytes(sealed[:at]))


def test_a_text_tells_whether_it_has_to_be_sealed_anew() -> None:
    """A rotation that was interrupted goes on with what is left."""
    old, new = Sealer(RECIPIENTS[:1]), Sealer(RECIPIENTS[1:])
    assert old.seals_to_all(old.seal(TEXT))
    assert not new.seals_to_all(old.seal(TEXT))


def test_keys_are_written_and_read() -> None:
    """The setting takes several keys, with commas or spaces, each once."""
    first, second = map(str, RECIPIENTS[:2])
    assert read_recipients(f" {first}, {second} {first}\n") == tuple(RECIPIENTS[:2])
    assert read_recipients("") == ()
    assert len({one.mark for one in RECIPIENTS}) == 3
    with pytest.raises(SealError, match="högst"):
        read_recipients(" ".join(str(Recipient(bytes([one]) * 32)) for one in range(9)))
    with pytest.raises(SealError, match="ingen nyckel"):
        Sealer(())


@pytest.mark.parametrize("slip", ["", "seal1.", "seal1.åäö", "AGE-1", "swapped", "cut", "bare"])
def test_a_misspelt_key_is_refused(slip: str) -> None:
    """A key with one wrong letter would seal every text to nobody."""
    right = str(RECIPIENTS[0])
    swapped = right[:10] + right[11] + right[10] + right[12:]
    written = {
        "": "x",
        "swapped": swapped,
        "cut": right[:-1],
        "bare": right.removeprefix("seal1."),
    }.get(slip, slip)
    with pytest.raises(SealError, match="tecken för tecken"):
        read_recipients(written)


def test_what_opens_does_not_print_its_key() -> None:
    """A line in a log or a traceback never holds a private key (TRUST S12)."""
    assert bytes(KEYS[0]).hex() not in repr(UNSEALERS[0]) + repr(UNSEALERS[0].__dict__)
