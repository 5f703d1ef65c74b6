"""The closed list of things a talk may ask for. Those about concerns, `FileQuestion` and
`CountNeed` have no field for a person.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.aftermath import Verdict
from bot.domain.concern import Addition, Concern
from bot.domain.meeting import Answer, Meeting
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
class AddToConcern:
    """Keep what somebody added to a concern whose code they have."""

    addition: Addition


@dataclass(frozen=True, slots=True)
class WithdrawConcern:
    """Erase the words of a concern for whoever has its code."""

    key: str
    week: str


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


@dataclass(frozen=True, slots=True)
class JoinQueue:
    """Wait for seats at a meeting that is full."""

    address: str
    meeting: str
    number: int
    language: str


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """Wait no longer, or decline the seats that are held."""

    address: str
    meeting: str


@dataclass(frozen=True, slots=True)
class RateMeeting:
    """Count a verdict, once for an answer that is kept; which one it was is kept nowhere."""

    address: str
    meeting: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class TellLater:
    """Keep an answer until what came of the meeting has been told, or no longer."""

    address: str
    meeting: str
    wants: bool


@dataclass(frozen=True, slots=True)
class LinkChat:
    """Link a chat to a colleague's account, and spend the code it was done with."""

    address: str
    account: str
    language: str


@dataclass(frozen=True, slots=True)
class UnlinkChat:
    """Forget that a chat is a colleague's."""

    address: str


@dataclass(frozen=True, slots=True)
class TryInvitation:
    """Send an invitation to a colleague's own chat alone, as a test; `by` goes in the log."""

    by: str
    address: str
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class ApproveInvitation:
    """Send an invitation, as the meeting stands in this turn, from a moment on."""

    by: str
    meeting: Meeting
    starts: datetime


@dataclass(frozen=True, slots=True)
class StopSending:
    """Let nothing more of a sending leave; `about` goes in the log."""

    by: str
    sending: str
    about: str


Errand = TryInvitation | ApproveInvitation | StopSending
"""What only a colleague can ask for; delivery does it, and main binds the two."""

Effect = (
    AnswerMeeting
    | WithdrawAnswer
    | ForgetAddress
    | FileConcern
    | AddToConcern
    | WithdrawConcern
    | CountCheck
    | CountHelp
    | PlanCheckIn
    | Subscribe
    | SpeakTo
    | FileQuestion
    | CountNeed
    | JoinQueue
    | LeaveQueue
    | RateMeeting
    | TellLater
    | LinkChat
    | UnlinkChat
    | Errand
)
