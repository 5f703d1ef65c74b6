"""A concern: what feels unsafe, or safe, and where. It has no field for a person or a time of day,
so no later code can leak one (docs/threat-model.md, tests/unit/test_concern.py).
"""

from dataclasses import dataclass

LONGEST_TEXT = 3000
"""Characters of free text in one concern; a longer one is asked for shorter, never cut."""


@dataclass(frozen=True, slots=True)
class Concern:
    """What is kept about one concern: the ISO week, never a day; the masked and approved text."""

    key: str
    week: str
    category: str
    district: str
    part_of_day: str
    text: str
