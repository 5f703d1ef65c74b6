"""Does what colleagues ask for in the chat, in the transaction of the turn: tests, sends, stops."""

from bot.clock import Clock
from bot.conversation.effects import ApproveInvitation, Errand, StopSending, TryInvitation
from bot.delivery import announcements
from bot.delivery.broadcast import Broadcasts
from bot.domain.staff import Action, LogEntry
from bot.knowledge.invitations import in_every_language, invited
from bot.knowledge.library import Library
from bot.store.database import Tables


class Errands:
    """What binds the talk to delivery. Who may ask for what, the talk has decided."""

    def __init__(self, broadcasts: Broadcasts, library: Library, clock: Clock) -> None:
        self._broadcasts = broadcasts
        self._library = library
        self._clock = clock

    def run(self, errand: Errand, tables: Tables) -> None:
        """Do it, and write it in the log as the console does."""
        match errand:
            case TryInvitation():
                self._test(errand, tables)
            case ApproveInvitation():
                self._approve(errand, tables)
            case StopSending(by, sending, about):
                self._broadcasts.stop_within(tables, sending)
                self._note(tables, by, Action.STOPPED, about)

    def _test(self, errand: TryInvitation, tables: Tables) -> None:
        drafts = announcements.tests(
            self._library,
            in_every_language(self._library, errand.meeting),
            errand.meeting.key,
            (errand.address,),
            approved_by=errand.by,
            now=self._clock.now(),
            chance=self._clock.chance(),
        )
        for draft in drafts:
            self._broadcasts.approve_within(tables, draft)
        self._note(tables, errand.by, Action.TESTED, errand.meeting.title)

    def _approve(self, errand: ApproveInvitation, tables: Tables) -> None:
        """Only the decision: rows for many people are made outside the turn."""
        meeting = errand.meeting
        draft = announcements.invitation(
            self._library,
            meeting,
            invited(meeting),
            approved_by=errand.by,
            starts=errand.starts,
        )
        if self._broadcasts.begin_within(tables, draft):
            self._note(tables, errand.by, Action.SENT, meeting.title)

    def _note(self, tables: Tables, by: str, action: Action, about: str) -> None:
        tables.staff.note(LogEntry(self._clock.now(), by, action, about))
