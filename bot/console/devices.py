"""Browsers that have logged in before, known again by a cookie that only slows guessing less.

The mark is an HMAC under a key drawn from the account's password hash: nothing is stored, and a
new password forgets every browser. It never replaces password or code.
"""

import hashlib
import hmac

from bot.domain.staff import Account


def mark(account: Account, nonce: str) -> str:
    """The cookie's value."""
    return f"{nonce}.{_seal(account, nonce)}"


def nonce_of(account: Account | None, value: str) -> str:
    """The nonce in a mark of this account's, or nothing."""
    nonce, _, seal = value.partition(".")
    if account is None or not account.has_joined:
        return ""
    known = hmac.compare_digest(_seal(account, nonce).encode(), seal.encode("utf-8", "replace"))
    return nonce if known else ""


def _seal(account: Account, nonce: str) -> str:
    key = hashlib.sha256(f"console device:{account.password}".encode()).digest()
    message = f"{account.key}:{nonce}".encode("utf-8", "replace")
    return hmac.new(key, message, hashlib.sha256).hexdigest()
