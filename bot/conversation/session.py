"""What is remembered of one talk while it lasts: in memory only, never written to disk."""

from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """Where a concern stands."""

    CATEGORY = "cat"
    DISTRICT = "dist"
    PART = "part"
    TEXT = "text"
    CONFIRM = "ok"


@dataclass(frozen=True, slots=True)
class Draft:
    """A concern being told. `nonce` ties its buttons to it, so that older ones do nothing.

    `text` is masked already. `changing` is set while one answer is given anew from the read-back.
    """

    nonce: str
    question: Question = Question.CATEGORY
    category: str = ""
    district: str = ""
    part: str = ""
    text: str = ""
    changing: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One person's talk on one channel. While `checking`, the next words are a text to judge."""

    language: str = "sv"
    greeted: bool = False
    draft: Draft | None = None
    checking: bool = False
