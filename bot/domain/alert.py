"""A warning to residents: something that is going on, where, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LASTS = timedelta(days=3)
"""How long a warning may still go out: one that arrives later frightens and does not help."""
ONE_NIGHT = timedelta(hours=12)
"""How long the wish of the first account holds."""
LONGEST_SENTENCE = 160
"""Characters that staff may add: one sentence on a small phone."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One warning. `kind` names its template; `districts` are ids, none is the whole
    municipality; `sentences` holds what staff add, by language, and may be empty.

    `night_by` is the account that asked at `night_at` for it to go although people sleep; a
    second account has to confirm it the same night.
    """

    key: str
    kind: str
    made_by: str
    made_at: datetime
    districts: tuple[str, ...] = ()
    sentences: Mapping[str, str] = field(default_factory=dict)
    revision: int = 1
    night_by: str = ""
    night_at: datetime | None = None

    def wanted_by(self, now: datetime) -> str:
        """Who has asked this night for it to go, or nothing."""
        fresh = self.night_at is not None and now - self.night_at < ONE_NIGHT
        return self.night_by if fresh else ""

    def may_go_at_night(self, account: str, now: datetime) -> bool:
        """Whether this account is the second of two that want it sent now."""
        return self.wanted_by(now) not in ("", account)
