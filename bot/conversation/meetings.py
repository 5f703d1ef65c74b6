"""Meetings: shown, answered with one tap, changeable, and put in the calendar."""

from dataclasses import replace

from bot.conversation import queue
from bot.conversation.effects import AnswerMeeting, CountNeed, Effect, WithdrawAnswer
from bot.conversation.membership import follow_button
from bot.conversation.scene import Rows, Scene, Turn, in_pairs, one_each
from bot.conversation.session import Session
from bot.domain.meeting import MOST_PEOPLE, Answer, Choice, Meeting, Standing
from bot.domain.message import Button, Text
from bot.knowledge.calendar import calendar_file
from bot.knowledge.dates import day, hours, short_day
from bot.knowledge.find import Certainty
from bot.knowledge.invitations import invitation
from bot.knowledge.markup import dialled
from bot.knowledge.wishes import Wished

MOST_LISTED = 6
FEW = 4
"""Party sizes offered at once; larger ones behind a button of their own."""


def listed(scene: Scene) -> Turn:
    """The coming meetings, or the honest word that none is planned."""
    meetings = _open(scene)
    if not meetings:
        return scene.turn(scene.reply(scene.say("meetings.none"), follow_button(scene)))
    if len(meetings) == 1:
        return show(scene, meetings[0].key)
    return _listed(scene, "meetings.list", meetings, follow_button(scene))


def signup(scene: Scene) -> Turn:
    """Words about coming or not: the meeting that was answered, else the coming ones."""
    answered = concerned(scene)
    return show(scene, answered[0].key) if len(answered) == 1 else listed(scene)


def meant(scene: Scene, wished: Wished) -> Turn:
    """“Vi e tre”, “jag kan inte komma längre”: one press away from the answer. Words alone change
    nothing, since they may be about something else.
    """
    meetings = concerned(scene)
    if not meetings:
        return listed(scene)
    if len(meetings) > 1:
        return _listed(scene, "meetings.which", meetings)
    meeting = meetings[0]
    if wished.number > MOST_PEOPLE:
        text = scene.say("meetings.large", ring=dialled(meeting.phone))
        return _about(scene, meeting, text, ((scene.button("see_meeting", f"m:{meeting.key}"),),))
    text = scene.say("meetings.meant", title=meeting.title, day=_day(scene, meeting))
    return _about(scene, meeting, text, _meant_rows(scene, meeting, wished))


def show(scene: Scene, key: str, *, replaces: bool = False) -> Turn:
    """One invitation, or what has become of it."""
    meeting = find(scene, key)
    if meeting is None:
        return scene.turn(scene.reply(scene.say("meetings.gone"), *_others(scene)))
    if not meeting.is_open(scene.now):
        rows = (_read_answers(scene, meeting), *_others(scene))
        return scene.turn(scene.reply(_closed(scene, meeting), *rows))
    given = scene.facts.answers.get(key)
    rows = _answered_rows(scene, meeting, given) if given else _answer_rows(scene, meeting)
    text = invitation(scene.library, meeting, scene.language)
    if waits := queue.standing(scene, meeting):
        text, rows = text + waits[0], (*waits[1], *(rows if given else ()))
    else:
        text += _standing(scene, given) if given else scene.say("meetings.asking")
    return _about(scene, meeting, text, rows, replaces=replaces)


def answer(scene: Scene, key: str, choice: str, number: str, *, own_device: bool = False) -> Turn:
    """Take an answer. A button is input like any other: what it says is checked first."""
    meeting = find(scene, key)
    if meeting is None or not meeting.is_open(scene.now) or choice not in set(Choice):
        return show(scene, key)
    if not scene.incoming.address:
        return show(scene, key)
    if choice == Choice.NO:
        return _declined(scene, meeting)
    given = Answer(key, Choice(choice), _party(scene, key, choice, number))
    if given.choice is Choice.YES and not queue.has_room(scene, key, given.number):
        return queue.full(scene, meeting, given.number)
    if not (scene.incoming.address_known or own_device):
        return _ask_device(scene, key, choice, number)
    effect = AnswerMeeting(scene.incoming.address, given, scene.language)
    rows = _answered_rows(scene, meeting, given)
    if given.choice is Choice.YES and not number:
        rows = (*_few(scene, key, given.number), *_answered_rows(scene, meeting, given, size=False))
    turn = _about(scene, meeting, _standing(scene, given, meeting), rows, replaces=True)
    return replace(turn, effects=(effect,))


def sizes(scene: Scene, key: str, which: str) -> Turn:
    """How many come: one to four, or five to nine behind “Fler”."""
    meeting, given = find(scene, key), scene.facts.answers.get(key)
    if meeting is None or not meeting.is_open(scene.now) or given is None:
        return show(scene, key)
    rows = _few(scene, key, given.number)
    if which == "more":
        rows = in_pairs(*(_size(scene, key, n) for n in range(FEW + 1, MOST_PEOPLE + 1)))
    text = scene.say("meetings.sizes", ring=dialled(meeting.phone))
    return _about(scene, meeting, text, rows, replaces=True)


def borrowed(scene: Scene, key: str) -> Turn:
    """Somebody else's device: nothing is kept, but there is a calendar file and a telephone."""
    meeting = find(scene, key)
    if meeting is None or not meeting.is_open(scene.now):
        return show(scene, key)
    text = scene.say("meetings.borrowed", ring=dialled(meeting.phone))
    return scene.turn(scene.reply(text, (_calendar_button(scene, key),)))


def calendar(scene: Scene, key: str) -> Turn:
    """The calendar file."""
    meeting = find(scene, key)
    if meeting is None or not meeting.is_open(scene.now):
        return show(scene, key)
    file = calendar_file(meeting, scene.library.municipality.name, scene.now)
    return scene.turn(scene.reply(scene.say("meetings.calendar"), file=file))


def find(scene: Scene, key: str) -> Meeting | None:
    """A meeting that residents may know of."""
    return next((meeting for meeting in scene.facts.meetings if meeting.key == key), None)


def concerned(scene: Scene) -> list[Meeting]:
    """The meetings that words may be about: the one just shown, those answered, else all."""
    meetings = _open(scene)
    shown = [meeting for meeting in meetings if meeting.key == scene.session.meeting]
    answered = [meeting for meeting in meetings if meeting.key in scene.facts.answers]
    return shown or answered or meetings


def in_mind(scene: Scene) -> str:
    """The meeting beside which somebody writes: the one just shown; else, where the words say
    nothing that we know, the only one that this person can mean.
    """
    shown = find(scene, scene.session.meeting)
    if shown and shown.is_open(scene.now):
        return shown.key
    told = scene.facts.member or scene.facts.answers
    meetings = concerned(scene)
    unknown = scene.reading.match.certainty is not Certainty.SURE
    return meetings[0].key if told and unknown and len(meetings) == 1 else ""


def withdrawn(scene: Scene, key: str) -> tuple[Session, tuple[Effect, ...]]:
    """What “Kan inte” leads to: the answer is erased, and what was needed in this talk with it."""
    needs = {(meeting, need) for meeting, need in scene.session.needs if meeting == key}
    effects: list[Effect] = [CountNeed(key, need, back=True) for _, need in sorted(needs)]
    if key in scene.facts.answers:
        effects.insert(0, WithdrawAnswer(scene.incoming.address, key))
    effects += queue.leaving(scene, key)
    session = replace(scene.session, needs=scene.session.needs - needs, meeting=key)
    return session, tuple(effects)


def _open(scene: Scene) -> list[Meeting]:
    return [meeting for meeting in scene.facts.meetings if meeting.is_open(scene.now)]


def _about(
    scene: Scene, meeting: Meeting, text: Text, rows: Rows, *, replaces: bool = False
) -> Turn:
    """A turn after which the talk is about this meeting."""
    session = replace(scene.session, meeting=meeting.key)
    return Turn(session, (scene.reply(text, *rows, replaces=replaces),))


def _listed(scene: Scene, key: str, meetings: list[Meeting], *more: tuple[Button, ...]) -> Turn:
    buttons = [_open_button(scene, meeting) for meeting in meetings[:MOST_LISTED]]
    return scene.turn(scene.reply(scene.say(key), *one_each(*buttons), *more))


def _party(scene: Scene, key: str, choice: str, number: str) -> int:
    """How many an answer stands for; “Jag kommer” pressed again keeps the number given."""
    before = scene.facts.answers.get(key)
    if not number and before and before.choice == choice == Choice.YES:
        return before.number
    party = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 1
    return min(max(party, 1), MOST_PEOPLE)


def _declined(scene: Scene, meeting: Meeting) -> Turn:
    session, effects = withdrawn(scene, meeting.key)
    rows = one_each(
        scene.button("ask", f"ask:{meeting.key}"),
        scene.button("change_answer", f"m:{meeting.key}"),
        *follow_button(scene),
    )
    return Turn(session, (scene.reply(scene.say("meetings.no"), *rows, replaces=True),), effects)


def _ask_device(scene: Scene, key: str, choice: str, number: str) -> Turn:
    """Before a new address is made on the web: whose device is this?"""
    rows = one_each(
        scene.button("own_device", f"own:{key}:{choice}:{number}".rstrip(":")),
        scene.button("borrowed_device", f"lend:{key}"),
    )
    return scene.turn(scene.reply(scene.say("meetings.device"), *rows))


def _standing(scene: Scene, answer: Answer, meeting: Meeting | None = None) -> Text:
    """What this person has answered; with the meeting named where it is not shown above."""
    key = "meetings.yes" if answer.choice is Choice.YES else "meetings.maybe"
    return scene.say(
        key,
        number=answer.number,
        alone=answer.number == 1,
        title=meeting.title if meeting else "",
        day=_day(scene, meeting) if meeting else "",
        times=hours(meeting.starts, meeting.ends, scene.language) if meeting else "",
        place=meeting.place if meeting else "",
        moved=meeting is not None and meeting.standing is Standing.MOVED,
    )


def _closed(scene: Scene, meeting: Meeting) -> Text:
    cancelled = meeting.standing is Standing.CANCELLED
    key = "meetings.cancelled" if cancelled else "meetings.over"
    return scene.say(key, title=meeting.title, day=_day(scene, meeting))


def _day(scene: Scene, meeting: Meeting) -> str:
    return day(meeting.starts, scene.language)


def _choice_button(scene: Scene, key: str, choice: Choice) -> Button:
    return scene.button(f"answer_{choice}", f"rsvp:{key}:{choice}")


def _answer_rows(scene: Scene, meeting: Meeting) -> Rows:
    yes, maybe, no = (_choice_button(scene, meeting.key, choice) for choice in Choice)
    return (
        (yes,),
        (maybe, no),
        (scene.button("no_but_ask", f"ask:{meeting.key}:no"),),
        _read_answers(scene, meeting),
        (_calendar_button(scene, meeting.key),),
    )


def _answered_rows(scene: Scene, meeting: Meeting, given: Answer, *, size: bool = True) -> Rows:
    """All that an answer can be changed to, and what belongs to it."""
    others = (one for one in Choice if one is not given.choice)
    comes = given.choice is Choice.YES
    needs = (scene.button("needs", f"needs:{meeting.key}"),) if comes else ()
    resize = (scene.button("change_size", f"size:{meeting.key}"),) if comes and size else ()
    return (
        tuple(_choice_button(scene, meeting.key, choice) for choice in others),
        (*resize, *needs),
        (scene.button("ask", f"ask:{meeting.key}"),) if size else (),
        _read_answers(scene, meeting),
        (_calendar_button(scene, meeting.key),),
    )


def _meant_rows(scene: Scene, meeting: Meeting, wished: Wished) -> Rows:
    """The answer that the words seem to be, first; then the other ones."""
    first = next((choice for choice in Choice if choice.value == wished.wish.value), Choice.YES)
    button = _choice_button(scene, meeting.key, first)
    if first is Choice.YES and wished.number > 1:
        button = _size(scene, meeting.key, wished.number)
    others = tuple(_choice_button(scene, meeting.key, one) for one in Choice if one is not first)
    ask = (scene.button("no_but_ask", f"ask:{meeting.key}:no"),)
    return ((button,), ask if first is Choice.NO else (), others)


def _few(scene: Scene, key: str, chosen: int) -> Rows:
    few = [_size(scene, key, size) for size in range(1, FEW + 1) if size != chosen]
    return in_pairs(*few, scene.button("party_more", f"size:{key}:more"))


def _size(scene: Scene, key: str, size: int) -> Button:
    return scene.button(f"party_{size}", f"rsvp:{key}:yes:{size}")


def _read_answers(scene: Scene, meeting: Meeting) -> tuple[Button, ...]:
    """What others have asked, where it has been answered."""
    if not scene.facts.answered.get(meeting.key):
        return ()
    return (scene.button("read_answers", f"qa:{meeting.key}"),)


def _calendar_button(scene: Scene, key: str) -> Button:
    return scene.button("calendar", f"ics:{key}")


def _open_button(scene: Scene, meeting: Meeting) -> Button:
    when = short_day(meeting.starts, scene.language)
    return Button(f"{when}: {meeting.title}"[:40], f"m:{meeting.key}")


def _others(scene: Scene) -> Rows:
    if _open(scene):
        return ((scene.button("meetings", "meetings"),),)
    return ()
