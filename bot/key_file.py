"""The secret of this installation: made once, kept in a file of its own beside the database.

Whoever has the database alone can try no codes against it. It is lost with the file, and then no
code opens anything any more: docs/operations.md says how to keep it.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from bot.errors import SettingsError
from bot.secret_file import make_secret_file

SIZE = 32
_OTHERS = 0o077
"""The rights of anybody but the owner."""


class KeyFile:
    """One secret, from which others are derived, each for a purpose of its own."""

    def __init__(self, path: Path) -> None:
        """Read the file; make it where it is missing.

        Raises:
            SettingsError: it cannot be made or read, others may read it, or it is damaged.
        """
        try:
            with suppress(FileExistsError):
                make_secret_file(path, f"{secrets.token_hex(SIZE)}\n".encode())
            if os.name == "posix" and path.stat().st_mode & _OTHERS:
                raise SettingsError(
                    f"Nyckelfilen {path} kan läsas av andra. Skriv: chmod 600 {path}"
                )
            self._secret = bytes.fromhex(path.read_text("ascii").strip())
        except OSError as error:
            raise SettingsError(
                f"Nyckelfilen {path} går inte att läsa och göra. "
                "Ge boten rätt till mappen, eller välj en annan fil med KEY_FILE."
            ) from error
        except ValueError:
            self._secret = b""
        if len(self._secret) != SIZE:
            raise SettingsError(
                f"Nyckelfilen {path} är trasig. Lägg tillbaka den från er kopia. "
                "Finns ingen, ta bort filen: då slutar de koder som invånare har att fungera."
            )

    def derived(self, purpose: str) -> bytes:
        """The secret for one purpose; the same each time."""
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest()
