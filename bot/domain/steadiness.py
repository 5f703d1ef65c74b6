"""Whether the machine's clock can be trusted just now."""

from datetime import datetime

JUMP = 60.0
"""Seconds by which two clocks may part between two looks before it is a jump."""
STEADY_FOR = 600.0
"""Seconds without a jump before the time is trusted again: a clock that was set wrong for a moment
then makes nothing happen.
"""


class Steadiness:
    """Compares the time of day with a clock that never jumps."""

    def __init__(self) -> None:
        self._last: tuple[datetime, float] | None = None
        self._jumped: float | None = None

    def look(self, now: datetime, seconds: float) -> bool:
        """Whether the time of day has gone evenly for a while; at the start it is trusted.

        `now` is the time of day, `seconds` what the clock shows that never jumps.
        """
        if self._last:
            before, then = self._last
            if abs((now - before).total_seconds() - (seconds - then)) > JUMP:
                self._jumped = seconds
        self._last = (now, seconds)
        return self._jumped is None or seconds - self._jumped >= STEADY_FOR
