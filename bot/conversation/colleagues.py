"""A colleague in a linked chat tries, sends and stops an invitation. To everybody else there is no
such thing.
"""

from dataclasses import replace
from datetime import timedelta

from bot.conversation import meetings
from bot.conversation.effects import ApproveInvitation, Errand, StopSending, TryInvitation
from bot.conversation.overview import (
    ROOM,
    back,
    button,
    duty_of,
    is_moving,
    listed,
    look,
    may_send,
    read,
    refusal,
    starts,
    stop_button,
)
from bot.conversation.scene import Rows, Scene, Turn, one_each
from bot.conversation.session import Ordering
from bot.domain.meeting import Meeting
from bot.domain.message import Incoming, Kind, imprint_of
from bot.domain.sending import HOLD, RowState
from bot.knowledge.dates import day, hour
from bot.knowledge.invitations import in_every_language

YES_HOLDS = timedelta(minutes=10)
"""How long after the question whether to send a yes is a yes."""
_WORDS = ("/personal", "personal", "/staff", "staff")


def is_theirs(incoming: Incoming) -> bool:
    """Whether this asks for what is the colleagues', whoever does."""
    if incoming.kind is Kind.BUTTON:
        return incoming.action.partition(":")[0] == ROOM
    return incoming.kind is Kind.TEXT and incoming.text.strip(" \n.!").casefold() in _WORDS


def meeting_in(incoming: Incoming) -> str:
    """The key of the meeting that a colleague's button is about, or nothing."""
    if incoming.kind is not Kind.BUTTON or not is_theirs(incoming):
        return ""
    return (incoming.action.split(":") + [""] * 2)[2]


def press(scene: Scene, verb: str, key: str, word: str) -> Turn | None:
    """A colleague's button; None from anybody else. What it says is checked as if a stranger had
    typed it, and whoever may not send only looks.
    """
    if scene.facts.duty is None:
        return None
    meeting = meetings.find(scene, key)
    if meeting is None or not meeting.is_open(scene.now):
        return listed(scene, scene.say("staff.gone") if key else ())
    if verb == "m":
        return read(scene, meeting, word)
    if verb in ("test", "send", "go", "stop") and not may_send(scene):
        return look(scene, meeting, scene.say("staff.may_not"))
    match verb:
        case "test":
            return _try(scene, meeting)
        case "send":
            return _ask(scene, meeting)
        case "go":
            return _send(scene, meeting, word)
        case "stop":
            return _stop(scene, meeting, word)
    return look(_unasked(scene), meeting)


def present(scene: Scene) -> Turn:
    """Where things stand, for a colleague whose answer may have been lost on the way."""
    meeting = meetings.find(scene, meeting_in(scene.incoming))
    return look(scene, meeting) if meeting and meeting.is_open(scene.now) else listed(scene)


def _try(scene: Scene, meeting: Meeting) -> Turn:
    """A test to this chat alone."""
    if meeting.why_not_invite(scene.now):
        return look(scene, meeting)
    errand = TryInvitation(duty_of(scene).name, scene.incoming.address, meeting)
    return _asking_for(errand, look(scene, meeting, scene.say("staff.tested")))


def _ask(scene: Scene, meeting: Meeting) -> Turn:
    """How many, and when: nothing has been sent until the yes under it."""
    if duty_of(scene).sending or refusal(scene, meeting):
        return look(scene, meeting)
    until = scene.now + YES_HOLDS
    order = Ordering(scene.facts.chance[:8], meeting, _words(scene, meeting), until)
    text = scene.say("staff.ask", title=meeting.title, **_when(scene))
    if not scene.facts.live:
        text += scene.say("staff.trial")
    yes = scene.button("staff_yes", f"{ROOM}:go:{meeting.key}:{order.nonce}")
    rows = one_each(yes, button(scene, "staff_no", "now", meeting))
    session = replace(scene.session, ordering=order)
    return Turn(session, (scene.reply(text, *rows, replaces=True),))


def _send(scene: Scene, meeting: Meeting, nonce: str) -> Turn:
    """The yes: taken once, in time, and for what was read; else the present state."""
    if duty_of(scene).sending:
        return look(scene, meeting)
    if not _holds(scene, meeting, nonce) or refusal(scene, meeting):
        return look(scene, meeting, scene.say("staff.not_sent"))
    text = scene.say("staff.approved", title=meeting.title, **_when(scene))
    follow = (button(scene, "staff_refresh", "now", meeting), stop_button(scene, meeting))
    turn = _unasked(scene).turn(scene.reply(text, follow, back(scene), replaces=True))
    return _asking_for(ApproveInvitation(duty_of(scene).name, meeting, starts(scene)), turn)


def _holds(scene: Scene, meeting: Meeting, nonce: str) -> bool:
    """Whether this is the yes that is waited for, and all is still as it was read."""
    order = scene.session.ordering
    if order is None or order.nonce != nonce or scene.now >= order.until:
        return False
    return (order.meeting, order.words) == (meeting, _words(scene, meeting))


def _stop(scene: Scene, meeting: Meeting, revision: str) -> Turn:
    """At once, with the exact count: it is taken in the same transaction."""
    duty = duty_of(scene)
    if duty.sending is None or revision != str(meeting.revision):
        return look(scene, meeting)
    if not is_moving(scene, duty.sending):
        return look(scene, meeting)
    text = scene.say(
        "staff.stopped",
        sent=duty.progress.count(RowState.SENT),
        left=duty.progress.count(RowState.QUEUED),
        underway=duty.progress.count(RowState.SENDING),
    )
    rows: Rows = ((button(scene, "staff_refresh", "now", meeting),), back(scene))
    turn = scene.turn(scene.reply(text, *rows, replaces=True))
    return _asking_for(StopSending(duty.name, duty.sending.key, meeting.title), turn)


def _asking_for(errand: Errand, turn: Turn) -> Turn:
    return replace(turn, effects=(errand,))


def _unasked(scene: Scene) -> Scene:
    """The scene in which no yes is waited for any longer."""
    return replace(scene, session=replace(scene.session, ordering=None))


def _words(scene: Scene, meeting: Meeting) -> str:
    """What tells the words of this invitation from any other."""
    return imprint_of(in_every_language(scene.library, meeting))


def _when(scene: Scene) -> dict[str, object]:
    """How many get it, and when."""
    first, people = starts(scene), duty_of(scene).people
    return {
        "number": people,
        "alone": people == 1,
        "morning": first > scene.now + HOLD,
        "when_day": day(first, scene.language),
        "when_hour": hour(first, scene.language),
    }
