"""The closed list of things a talk may ask for. `FileConcern` has no field for a person."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.concern import Concern
from bot.domain.meeting import Answer


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


Effect = (
    AnswerMeeting
    | WithdrawAnswer
    | ForgetAddress
    | FileConcern
    | CountCheck
    | CountHelp
    | PlanCheckIn
)
