"""What a colleague sees in a linked chat: the coming meetings with their answers, each invitation
as residents get it, and how far it has come.
"""

from dataclasses import replace
from datetime import datetime

from bot.conversation import meetings
from bot.conversation.scene import Duty, Rows, Scene, Turn, one_each
from bot.domain.meeting import Meeting, Tally
from bot.domain.message import Button, Reply, Text
from bot.domain.phase import MOVING, Phase, phase_of
from bot.domain.quiet import next_decent
from bot.domain.sending import RowState, Sending, departure
from bot.domain.staff import Role
from bot.knowledge.dates import day, hour, hours, short_day
from bot.knowledge.invitations import pushed_invitation
from bot.knowledge.library import LANGUAGES
from bot.knowledge.trial_run import without_effect

ROOM = "staff"
"""What every button of a colleague begins with."""
_COUNTED = (Phase.RUNNING, Phase.QUIET, Phase.PAUSED, Phase.STOPPED, Phase.DONE)
"""When something may have left."""


def duty_of(scene: Scene) -> Duty:
    """Who asks; only a colleague comes this far."""
    if scene.facts.duty is None:
        raise LookupError("only a colleague asks for this")
    return scene.facts.duty


def may_send(scene: Scene) -> bool:
    """Whether this colleague may do more than look."""
    return duty_of(scene).role.covers(Role.EDITOR)


def listed(scene: Scene, before: Text = ()) -> Turn:
    """The coming meetings with their answers; one press from each of them."""
    coming = [one for one in scene.facts.meetings if one.is_open(scene.now)]
    shown = coming[: meetings.MOST_LISTED]
    text = before + scene.say("staff.list" if coming else "staff.none")
    for meeting in shown:
        text += _answers(scene, meeting)
    if coming[len(shown) :]:
        text += scene.say("staff.more")
    return scene.turn(scene.reply(text, *one_each(*(_open(scene, one) for one in shown))))


def read(scene: Scene, meeting: Meeting, language: str) -> Turn:
    """The invitation as residents get it, with buttons that do nothing; then where it stands."""
    language = language if language in LANGUAGES else scene.language
    preview = without_effect(pushed_invitation(scene.library, meeting, language))
    return scene.turn(preview, _summary(scene, meeting, shown=language))


def look(scene: Scene, meeting: Meeting, before: Text = ()) -> Turn:
    """Where it stands now, in the place of the message whose button was pressed."""
    return scene.turn(replace(_summary(scene, meeting, before), replaces=True))


def refusal(scene: Scene, meeting: Meeting) -> str:
    """Why nothing can be sent to residents now, or nothing."""
    if why := meeting.why_not_invite(scene.now):
        return why
    if starts(scene) >= meeting.starts:
        return "late"
    return "" if duty_of(scene).people else "nobody"


def starts(scene: Scene) -> datetime:
    """When the first message leaves: in a minute, or in the morning."""
    return departure(scene.now, scene.now)


def is_moving(scene: Scene, sending: Sending) -> bool:
    """Whether there is something to stop."""
    return _phase(scene, sending) in MOVING


def button(scene: Scene, label: str, verb: str, meeting: Meeting) -> Button:
    """A button about a meeting."""
    return Button(scene.library.label(label, scene.language), f"{ROOM}:{verb}:{meeting.key}")


def stop_button(scene: Scene, meeting: Meeting) -> Button:
    """Stops the invitation to the meeting as it stands, and no later one."""
    return scene.button("staff_stop", f"{ROOM}:stop:{meeting.key}:{meeting.revision}")


def back(scene: Scene) -> tuple[Button, ...]:
    """The row that leads to the list."""
    return (scene.button("staff_list", ROOM),)


def _summary(scene: Scene, meeting: Meeting, before: Text = (), *, shown: str = "") -> Reply:
    """The answers to a meeting, and how far its invitation has come. `shown` is the language of
    the invitation just above, if it is.
    """
    duty = duty_of(scene)
    text = before + _answers(scene, meeting)
    if duty.sending:
        text += _progress(scene, duty.sending)
        return scene.reply(text, *_sent_rows(scene, meeting, duty.sending, shown))
    if why := refusal(scene, meeting):
        text += scene.say(f"staff.refused_{why}")
    else:
        text += scene.say("staff.unsent", number=duty.people, alone=duty.people == 1)
    if not scene.facts.live:
        text += scene.say("staff.trial")
    return scene.reply(text, *_unsent_rows(scene, meeting, shown))


def _answers(scene: Scene, meeting: Meeting) -> Text:
    tally = duty_of(scene).tallies.get(meeting.key, Tally())
    return scene.say(
        "staff.meeting",
        title=meeting.title,
        day=day(meeting.starts, scene.language),
        times=hours(meeting.starts, meeting.ends, scene.language),
        people=tally.people,
        seats=meeting.seats,
        phoned=tally.phoned,
        maybe=tally.maybe,
        withdrawn=tally.withdrawn,
    )


def _progress(scene: Scene, sending: Sending) -> Text:
    """What phase it is in, and the figures once something may have left."""
    progress, phase = duty_of(scene).progress, _phase(scene, sending)
    goes = next_decent(scene.now) if phase is Phase.QUIET else sending.starts
    text = scene.say(
        f"staff.phase_{phase}",
        number=progress.total,
        alone=progress.total == 1,
        when_day=day(goes, scene.language),
        when_hour=hour(goes, scene.language),
    )
    if phase not in _COUNTED or not progress.total:
        return text
    return text + scene.say(
        "staff.figures",
        now=hour(scene.now, scene.language),
        sent=progress.count(RowState.SENT),
        waiting=progress.waiting,
        failed=progress.count(RowState.FAILED),
        uncertain=progress.count(RowState.UNCERTAIN),
        dropped=progress.count(RowState.DROPPED),
    )


def _phase(scene: Scene, sending: Sending) -> Phase:
    paused = scene.facts.paused is not None
    return phase_of(sending, duty_of(scene).progress, scene.now, paused=paused)


def _unsent_rows(scene: Scene, meeting: Meeting, shown: str) -> Rows:
    """A test and the sending, for whoever may."""
    may_try = may_send(scene) and not meeting.why_not_invite(scene.now)
    test = (button(scene, "staff_test", "test", meeting),) if may_try else ()
    may_go = may_try and not refusal(scene, meeting)
    send = (button(scene, "staff_send", "send", meeting),) if may_go else ()
    return ((*test, *send), _read_buttons(scene, meeting, shown), back(scene))


def _sent_rows(scene: Scene, meeting: Meeting, sending: Sending, shown: str) -> Rows:
    may_stop = may_send(scene) and is_moving(scene, sending)
    stop = (stop_button(scene, meeting),) if may_stop else ()
    refresh = button(scene, "staff_refresh", "now", meeting)
    return ((refresh, *stop), _read_buttons(scene, meeting, shown), back(scene))


def _read_buttons(scene: Scene, meeting: Meeting, shown: str) -> tuple[Button, ...]:
    """The invitation, or where it is shown already the other languages of it."""
    if not shown:
        return (button(scene, "staff_read", "m", meeting),)
    others = [code for code in LANGUAGES if code != shown]
    return tuple(
        scene.button(f"staff_read_{code}", f"{ROOM}:m:{meeting.key}:{code}") for code in others
    )


def _open(scene: Scene, meeting: Meeting) -> Button:
    when = short_day(meeting.starts, scene.language)
    return Button(f"{when}: {meeting.title}"[:40], f"{ROOM}:m:{meeting.key}")
