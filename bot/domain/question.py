"""A resident's question to a meeting. Like a concern it has no field for a person or a time of
day, so no later code can leak one (docs/threat-model.md, tests/unit/test_question.py).
"""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_QUESTION = 600
"""Characters of one question; a longer one is asked for shorter, never cut."""
MOST_QUESTIONS = 3
"""Questions that one person can send in a day."""


class QuestionState(StrEnum):
    """What staff have done with it."""

    WAITING = "waiting"
    ANSWERED = "answered"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class MeetingQuestion:
    """What is kept of one question: the ISO week, never a day; the masked and approved text.

    `answer` is staff's, and is shown to everybody who reads about the meeting.
    """

    key: str
    meeting: str
    week: str
    text: str
    state: QuestionState = QuestionState.WAITING
    answer: str = ""
