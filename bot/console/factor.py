"""The second factor: codes from an app (TOTP, RFC 6238), each good once, and recovery codes."""

import base64
import hashlib
import hmac
import io
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
DRIFT_STEPS = 1
"""Steps that the phone's clock may be off, in each direction."""
RECOVERY_CODES = 8
_READ_AS = str.maketrans("018", "olb")
"""Digits that recovery codes never hold, read as the letters they look like."""


def seed(chance: str) -> str:
    """A seed of 160 bits from at least 40 random hexadecimal digits."""
    return base64.b32encode(bytes.fromhex(chance)[:20]).decode()


def current_code(secret: str, now: datetime) -> str:
    """What the app shows at a moment."""
    return pyotp.TOTP(secret).at(now)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, or None. Whether it has been used is the store's to say."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    middle = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(middle - DRIFT_STEPS, middle + DRIFT_STEPS + 1):
        if hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), digits):
            found = step
    return found


def address(secret: str, name: str, issuer: str) -> str:
    """What the app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def picture(text: str) -> bytes:
    """A QR code as SVG, without inline style."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=6, dark="#1d2b33", light="#ffffff")
    return out.getvalue()


def recovery_code(chance: str) -> str:
    """A recovery code of 80 bits in groups of four, from at least 20 random hexadecimal digits."""
    letters = base64.b32encode(bytes.fromhex(chance)[:10]).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def recovery_hash(account: str, code: str) -> str:
    """What is kept of a recovery code, however it was typed. Its 80 bits need no slow hash."""
    letters = "".join(filter(str.isalnum, code.casefold())).translate(_READ_AS)
    return hashlib.sha256(f"{account}:{letters}".encode()).hexdigest()
