"""Time and chance, in one place so that tests can hold them."""

import secrets
import time
from datetime import UTC, datetime


class Clock:
    """The machine's own clock and randomness."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Seconds that never go backwards."""
        return time.monotonic()

    def chance(self) -> str:
        """32 unpredictable hexadecimal digits."""
        return secrets.token_hex(16)
