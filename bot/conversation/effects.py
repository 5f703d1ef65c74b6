"""The closed list of things a talk may ask for. `FileConcern`, `FileQuestion` and `CountNeed` have
no field for a person.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.concern import Concern
from bot.domain.meeting import Answer
from bot.domain.membership import Member
from bot.domain.need import Need
from bot.domain.question import MeetingQuestion


@dataclass(frozen=True, slots=True)
class AnswerMeeting:
    """Keep an answer under the address that asked for it."""

    address: str
    answer: Answer
    language: str


@dataclass(frozen=True, slots=True)
class WithdrawAnswer:
    """Erase the answer to one meeting."""

    address: str
    meeting: str


@dataclass(frozen=True, slots=True)
class ForgetAddress:
    """Erase everything that is kept under an address."""

    address: str


@dataclass(frozen=True, slots=True)
class FileConcern:
    """Keep a concern."""

    concern: Concern


@dataclass(frozen=True, slots=True)
class CountCheck:
    """Count one scam check: what was found, never the text. At most once a person, kind and day."""

    level: str
    kind: str
    channel: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountHelp:
    """Count one answer to “Fick du hjälp?”."""

    helped: bool


@dataclass(frozen=True, slots=True)
class PlanCheckIn:
    """Ask an address, when it is due, how it went."""

    address: str
    due: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Tell somebody things from now on, or change what they are told."""

    member: Member


@dataclass(frozen=True, slots=True)
class SpeakTo:
    """Tell an address things in another language from now on, where anything is kept of it."""

    address: str
    language: str


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """Keep a question to a meeting."""

    question: MeetingQuestion


@dataclass(frozen=True, slots=True)
class CountNeed:
    """Count one who needs something at a meeting, or take that back."""

    meeting: str
    need: Need
    back: bool = False


Effect = (
    AnswerMeeting
    | WithdrawAnswer
    | ForgetAddress
    | FileConcern
    | CountCheck
    | CountHelp
    | PlanCheckIn
    | Subscribe
    | SpeakTo
    | FileQuestion
    | CountNeed
)
