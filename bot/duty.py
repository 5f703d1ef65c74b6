"""What a colleague may look at in a linked chat, looked up anew for each press."""

from bot.conversation.colleagues import is_theirs, meeting_in
from bot.conversation.scene import Duty
from bot.domain.message import Incoming
from bot.domain.sending import Progress, Purpose
from bot.domain.staff import Account, colleague
from bot.knowledge.invitations import invited
from bot.store.database import Tables


def audience_size(tables: Tables, incoming: Incoming, *, live: bool) -> int:
    """How many the invitation at hand would go to. Slow where there are many: asked before the
    turn.
    """
    meeting = tables.meetings.get(meeting_in(incoming))
    if meeting is None or _colleague(tables, incoming, live=live) is None:
        return 0
    return tables.outbox.count(invited(meeting), meeting.key, testers=not live)


def on_duty(tables: Tables, incoming: Incoming, people: int, *, live: bool) -> Duty | None:
    """What there is to look at; None for everybody else, and for all that is not about this."""
    account = _colleague(tables, incoming, live=live) if is_theirs(incoming) else None
    if account is None:
        return None
    meetings = tables.meetings.public()
    tallies = {one.key: tables.answers.tally(one.key) for one in meetings}
    at_hand = next((one for one in meetings if one.key == meeting_in(incoming)), None)
    if at_hand is None:
        return Duty(account.name, account.role, tallies)
    sending = tables.sendings.find(Purpose.INVITATION, at_hand.key, at_hand.revision)
    progress = tables.outbox.progress(sending.key) if sending else Progress()
    return Duty(account.name, account.role, tallies, people, sending, progress)


def _colleague(tables: Tables, incoming: Incoming, *, live: bool) -> Account | None:
    """Whose chat this is, if they may still work here."""
    linked = incoming.can_be_told and bool(incoming.address)
    chat = tables.staff_chats.get(incoming.address) if linked else None
    if chat is None:
        return None
    return colleague(chat.account, tables.staff.get(chat.account), live=live)
