"""The key by which push services know that a notice is from this bot (VAPID, RFC 8292)."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.secret_file import make_secret_file

if TYPE_CHECKING:
    from py_vapid import Vapid02

HOLDS = timedelta(hours=12)
"""How long one proof holds; services refuse those of more than a day."""


class PushKey:
    """Signs; what it signs says who we are and where it goes, and nothing of the message."""

    def __init__(self, vapid: "Vapid02", contact: str) -> None:
        """`contact` is where a push service reaches the operator: mailto: or https://."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        self._vapid = vapid
        self._contact = contact
        point = vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = urlsafe_b64encode(point).decode().rstrip("=")
        """What a browser is given: it takes notices from the holder of this key alone."""

    def proof(self, origin: str, now: datetime) -> Mapping[str, str]:
        """The header that goes with a notice to the service at `origin`."""
        claims = {"aud": origin, "exp": int((now + HOLDS).timestamp()), "sub": self._contact}
        return dict(self._vapid.sign(claims))


def open_push_key(path: Path, contact: str) -> PushKey:
    """The key in a file, made at the first start, readable to this user alone. With another key
    every browser would have to be asked anew.

    Raises:
        SettingsError: the file cannot be read, made or understood.
    """
    from py_vapid import Vapid02

    try:
        if not path.exists():
            _make(path)
        return PushKey(Vapid02.from_pem(path.read_bytes()), contact)
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(
            f"Nyckeln för pling, {path}, går inte att läsa. Lägg tillbaka den från en kopia, eller "
            "ta bort filen, så gör boten en ny. Då får alla slå på pling igen."
        ) from error


def _make(path: Path) -> None:
    from py_vapid import Vapid02

    vapid = Vapid02()
    vapid.generate_keys()
    make_secret_file(path, vapid.private_pem())
