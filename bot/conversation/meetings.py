"""Meetings: shown, answered with one tap, changeable, and put in the calendar."""

from bot.conversation.effects import AnswerMeeting, WithdrawAnswer
from bot.conversation.scene import Rows, Scene, Turn, in_pairs, one_each
from bot.domain.meeting import MOST_PEOPLE, Answer, Choice, Meeting
from bot.domain.message import Button, Text
from bot.knowledge.calendar import calendar_file
from bot.knowledge.dates import day, short_day
from bot.knowledge.invitations import invitation
from bot.knowledge.markup import dialled

MOST_LISTED = 6
MOST_BUTTONS = 4
"""Party sizes offered as buttons; a larger party rings."""


def listed(scene: Scene) -> Turn:
    """The coming meetings, or the honest word that none is planned."""
    meetings = [meeting for meeting in scene.facts.meetings if meeting.is_open(scene.now)]
    if not meetings:
        return scene.turn(scene.reply(scene.say("meetings.none")))
    if len(meetings) == 1:
        return show(scene, meetings[0].key)
    buttons = [_open_button(scene, meeting) for meeting in meetings[:MOST_LISTED]]
    return scene.turn(scene.reply(scene.say("meetings.list"), *one_each(*buttons)))


def show(scene: Scene, key: str, *, replaces: bool = False) -> Turn:
    """One invitation, or what has become of it."""
    meeting = _find(scene, key)
    if meeting is None:
        return scene.turn(scene.reply(scene.say("meetings.gone"), *_others(scene)))
    if not meeting.is_open(scene.now):
        return scene.turn(scene.reply(_closed(scene, meeting), *_others(scene)))
    answer = scene.facts.answers.get(key)
    rows = _answered_rows(scene, meeting) if answer else _answer_rows(scene, meeting)
    text = invitation(scene.library, meeting, scene.language) + (
        _standing(scene, answer) if answer else _asking(scene)
    )
    return scene.turn(scene.reply(text, *rows, replaces=replaces))


def answer(scene: Scene, key: str, choice: str, number: str, *, own_device: bool = False) -> Turn:
    """Take an answer. A button is input like any other: what it says is checked first."""
    meeting = _find(scene, key)
    if meeting is None or not meeting.is_open(scene.now) or choice not in set(Choice):
        return show(scene, key)
    if not scene.incoming.address:
        return show(scene, key)
    if choice == Choice.NO:
        return _declined(scene, meeting)
    if not (scene.incoming.address_known or own_device):
        return _ask_device(scene, key, choice)
    party = int(number) if number.isascii() and number.isdigit() else 1
    given = Answer(key, Choice(choice), min(max(party, 1), MOST_PEOPLE))
    effect = AnswerMeeting(scene.incoming.address, given, scene.language)
    rows = _answered_rows(scene, meeting)
    if given.choice is Choice.YES:
        rows = (*_party_rows(scene, key, given.number), *rows)
    reply = scene.reply(_standing(scene, given, meeting), *rows, replaces=True)
    return scene.turn(reply, effects=(effect,))


def borrowed(scene: Scene, key: str) -> Turn:
    """Somebody else's device: nothing is kept, but there is a calendar file and a telephone."""
    meeting = _find(scene, key)
    if meeting is None or not meeting.is_open(scene.now):
        return show(scene, key)
    text = scene.say("meetings.borrowed", ring=dialled(meeting.phone))
    return scene.turn(scene.reply(text, (_calendar_button(scene, key),)))


def calendar(scene: Scene, key: str) -> Turn:
    """The calendar file."""
    meeting = _find(scene, key)
    if meeting is None or not meeting.is_open(scene.now):
        return show(scene, key)
    file = calendar_file(meeting, scene.library.municipality.name, scene.now)
    return scene.turn(scene.reply(scene.say("meetings.calendar"), file=file))


def _find(scene: Scene, key: str) -> Meeting | None:
    return next((meeting for meeting in scene.facts.meetings if meeting.key == key), None)


def _declined(scene: Scene, meeting: Meeting) -> Turn:
    effect = WithdrawAnswer(scene.incoming.address, meeting.key)
    change = (scene.button("change_answer", f"m:{meeting.key}"),)
    reply = scene.reply(scene.say("meetings.no"), change, replaces=True)
    had_answer = meeting.key in scene.facts.answers
    return scene.turn(reply, effects=(effect,) if had_answer else ())


def _ask_device(scene: Scene, key: str, choice: str) -> Turn:
    """Before a new address is made on the web: whose device is this?"""
    rows = one_each(
        scene.button("own_device", f"own:{key}:{choice}"),
        scene.button("borrowed_device", f"lend:{key}"),
    )
    return scene.turn(scene.reply(scene.say("meetings.device"), *rows))


def _asking(scene: Scene) -> Text:
    return scene.say("meetings.asking")


def _standing(scene: Scene, answer: Answer, meeting: Meeting | None = None) -> Text:
    """What this person has answered; with the meeting named where it is not shown above."""
    when = day(meeting.starts, scene.language) if meeting else ""
    title = meeting.title if meeting else ""
    key = "meetings.yes" if answer.choice is Choice.YES else "meetings.maybe"
    return scene.say(key, number=answer.number, alone=answer.number == 1, title=title, day=when)


def _closed(scene: Scene, meeting: Meeting) -> Text:
    key = "meetings.over" if meeting.is_over(scene.now) else "meetings.cancelled"
    return scene.say(key, title=meeting.title, day=day(meeting.starts, scene.language))


def _answer_rows(scene: Scene, meeting: Meeting) -> Rows:
    yes, maybe, no = (
        scene.button(f"answer_{choice}", f"rsvp:{meeting.key}:{choice}") for choice in Choice
    )
    return ((yes,), (maybe, no), (_calendar_button(scene, meeting.key),))


def _answered_rows(scene: Scene, meeting: Meeting) -> Rows:
    change = scene.button("answer_no", f"rsvp:{meeting.key}:no")
    see = scene.button("see_meeting", f"m:{meeting.key}")
    return ((change,), (see, _calendar_button(scene, meeting.key)))


def _party_rows(scene: Scene, key: str, chosen: int) -> Rows:
    sizes = [size for size in range(1, MOST_BUTTONS + 1) if size != chosen]
    return in_pairs(*(scene.button(f"party_{size}", f"rsvp:{key}:yes:{size}") for size in sizes))


def _calendar_button(scene: Scene, key: str) -> Button:
    return scene.button("calendar", f"ics:{key}")


def _open_button(scene: Scene, meeting: Meeting) -> Button:
    when = short_day(meeting.starts, scene.language)
    return Button(f"{when}: {meeting.title}"[:40], f"m:{meeting.key}")


def _others(scene: Scene) -> Rows:
    if any(meeting.is_open(scene.now) for meeting in scene.facts.meetings):
        return ((scene.button("meetings", "meetings"),),)
    return ()
