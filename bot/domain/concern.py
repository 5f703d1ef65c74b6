"""A concern: what feels unsafe, or safe, and where. It has no field for a person or a time of day,
so no later code can leak one (docs/threat-model.md, tests/unit/test_concern.py).
"""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 3000
"""Characters of free text in one concern; a longer one is asked for shorter, never cut."""
MOST_EACH = 3
"""Concerns that one person can send in a day."""
MOST_ADDITIONS = 10
"""Times that something can be added to one concern."""
MOST_A_DAY = 200
"""Concerns that staff are shown in a day; what comes beyond that waits for the next."""


class Often(StrEnum):
    """Whether it happened once or keeps happening."""

    UNSAID = ""
    ONCE = "once"
    OFTEN = "often"


class Origin(StrEnum):
    """Who wrote it down: the person, or staff for somebody on the phone or at a desk. What staff
    wrote to try or to show something is a test, and is in no figures.
    """

    SELF = "self"
    STAFF = "staff"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Concern:
    """What is kept about one concern: the ISO week, never a day; the masked and approved text.

    `code` is the slow hash of the words with which it can be followed, None where there are none.
    """

    key: str
    week: str
    category: str
    district: str
    part_of_day: str
    text: str
    often: Often = Often.UNSAID
    code: bytes | None = None
    origin: Origin = Origin.SELF


@dataclass(frozen=True, slots=True)
class Addition:
    """What somebody added to their concern later; `text` is masked and approved. `sealed` is the
    text encrypted, and `text` is then empty. `unread` until staff have read it.
    """

    key: str
    concern: str
    week: str
    text: str
    sealed: bytes | None = None
    unread: bool = True
