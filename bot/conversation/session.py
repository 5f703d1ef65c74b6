"""What is remembered of one talk while it lasts: in memory only, never written to disk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.concern import Often
from bot.domain.meeting import Meeting
from bot.domain.need import Need


class Question(StrEnum):
    """Where a concern stands."""

    CATEGORY = "cat"
    DISTRICT = "dist"
    PART = "part"
    OFTEN = "often"
    TEXT = "text"
    CONFIRM = "ok"
    CODE = "code"


QUESTIONS = tuple(q for q in Question if q not in (Question.CONFIRM, Question.CODE))
"""Those that something is answered to."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A concern being told. `nonce` ties its buttons to it, so that older ones do nothing.

    `text` is masked already. `changing` is set while one answer is given anew from the read-back.
    `code` are the words shown before it is sent, from when on nothing in it changes.
    """

    nonce: str
    question: Question = Question.CATEGORY
    category: str = ""
    district: str = ""
    part: str = ""
    often: Often | None = None
    text: str = ""
    changing: bool = False
    code: tuple[str, ...] = ()


class Adding(StrEnum):
    """What somebody who follows a concern is doing."""

    LOOKING = "looking"
    WRITING = "writing"
    APPROVING = "approving"
    WITHDRAWING = "withdrawing"


@dataclass(frozen=True, slots=True)
class Following:
    """A concern followed by its code. `key` is that of the concern, empty until a code has opened
    it; `text` is what is to be added, masked already. `nonce` ties its buttons to it.
    """

    nonce: str
    key: str = ""
    at: Adding = Adding.LOOKING
    text: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question to a meeting on its way. `nonce` ties its buttons to it. `text` is masked already
    and empty until it is written. While it is `open` the next words belong to it.
    """

    nonce: str
    meeting: str
    text: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Ordering:
    """A colleague has asked to send an invitation and not said yes yet. The yes holds `until` a
    moment, for this meeting as it stood and these `words`, of which it keeps the imprint.
    """

    nonce: str
    meeting: Meeting
    words: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """One person's talk on one channel. While `checking`, the next words are a text to judge.
    `meeting` is the one that the last answer was about, and `needs` are those of this talk that
    have been counted, so that each counts once and can be taken back.
    """

    language: str = "sv"
    greeted: bool = False
    draft: Draft | None = None
    checking: bool = False
    asking: Asking | None = None
    following: Following | None = None
    meeting: str = ""
    needs: frozenset[tuple[str, Need]] = frozenset()
    ordering: Ordering | None = None

    @property
    def is_telling(self) -> bool:
        """Whether the next words may be kept, and so should not be seen beside any address."""
        asks = self.asking is not None and self.asking.open
        return asks or self.is_about_a_concern

    @property
    def is_about_a_concern(self) -> bool:
        """Whether a concern is told or followed: no word or picture of it goes anywhere else."""
        return self.draft is not None or self.following is not None
