"""A warning to residents: something that is going on, where, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LASTS = timedelta(days=3)
"""How long a warning may still go out: one that arrives later frightens and does not help."""
LONGEST_SENTENCE = 160
"""Characters that staff may add: one sentence on a small phone."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One warning. `kind` names its template; `districts` are ids, none is the whole
    municipality; `sentences` holds what staff add, by language, and may be empty.

    `night_by` is the account that has asked for it to go although people sleep; a second account
    has to confirm.
    """

    key: str
    kind: str
    made_by: str
    made_at: datetime
    districts: tuple[str, ...] = ()
    sentences: Mapping[str, str] = field(default_factory=dict)
    revision: int = 1
    night_by: str = ""

    def may_go_at_night(self, account: str) -> bool:
        """Whether this account is the second of two that want it sent now."""
        return bool(self.night_by) and account != self.night_by
