"""Questions to the agenda of a meeting: written, masked, read back, approved, then kept without
anything of the person. The text on its way is in memory only, and its buttons carry its nonce.
"""

from dataclasses import replace

from bot.conversation import meetings
from bot.conversation.effects import Effect, FileQuestion
from bot.conversation.membership import busy
from bot.conversation.scene import Scene, Turn, one_each
from bot.conversation.session import Asking, Session
from bot.domain.message import Reply, Text
from bot.domain.question import LONGEST_QUESTION, MOST_QUESTIONS, MeetingQuestion
from bot.domain.sweden import week_of
from bot.knowledge.find import Certainty
from bot.knowledge.markup import dialled

FEWEST_NEW_WORDS = 4
"""Words at the read-back from which they replace the text; “ja” or “skicka” never does."""
FEWEST_OFFERED = 3
"""Words from which what somebody wrote beside an invitation may be a question to the meeting."""
A_PAGE = 5
"""Answered questions on one screen."""


def begin(scene: Scene, key: str, choice: str) -> Turn:
    """Ask for the question, after a word on what cannot be protected. `choice` is “no” where
    the button also said that the person cannot come.
    """
    meeting = meetings.find(scene, key)
    if meeting is None or not meeting.is_open(scene.now):
        return meetings.show(scene, key)
    if scene.session.draft:
        return busy(scene)
    session: Session = scene.session
    effects: tuple[Effect, ...] = ()
    if choice == "no":
        session, effects = meetings.withdrawn(scene, key)
    if scene.facts.asked >= MOST_QUESTIONS:
        reply = scene.reply(scene.say("questions.enough", ring=dialled(meeting.phone)))
        return Turn(session, (reply,), effects)
    turn = _ask(replace(scene, session=session), Asking(scene.facts.chance[:4], key))
    return replace(turn, effects=effects)


def choose(scene: Scene) -> Turn:
    """“En fråga till mötet”: to the one that is meant, where there is only one."""
    meant = meetings.concerned(scene)
    return begin(scene, meant[0].key, "") if len(meant) == 1 else meetings.listed(scene)


def press(scene: Scene, nonce: str, verb: str, key: str) -> Turn:
    """A button of the flow; one that belongs to nothing here says so and files nothing."""
    asking = scene.session.asking
    if asking is None or asking.nonce != nonce:
        return _stale(scene, key)
    match verb:
        case "edit":
            return _ask(scene, replace(asking, text="", open=True))
        case "drop":
            return _dropped(scene, asking)
        case "send" if asking.text:
            return _file(scene, asking)
    return resume(scene)


def write(scene: Scene, asking: Asking) -> Turn:
    """Words written while a question is on its way."""
    written = scene.incoming.text.strip()
    if not written or (asking.text and len(written.split()) < FEWEST_NEW_WORDS):
        return resume(scene)
    if len(written) > LONGEST_QUESTION:
        text = scene.say("questions.too_long", longest=LONGEST_QUESTION, length=len(written))
        return _ask(scene, replace(asking, text="", open=True), text)
    return _read_back(scene, replace(asking, text=scene.masked(), open=True))


def resume(scene: Scene) -> Turn:
    """The question where it was left, or what there is instead."""
    asking = scene.session.asking
    if asking is None:
        return _stale(scene, "")
    asking = replace(asking, open=True)
    return _read_back(scene, asking) if asking.text else _ask(scene, asking)


def interrupted(scene: Scene) -> Turn:
    """The press that files came twice: the first one was kept, but its answer may be lost."""
    return scene.turn(scene.reply(scene.say("questions.interrupted")))


def offered(scene: Scene, turn: Turn) -> Turn:
    """The answer to free words, with “Skicka som fråga till mötet” under it where they were
    written beside an invitation. Nothing is passed on by itself.
    """
    key = meetings.in_mind(scene)
    text = scene.incoming.text.strip()
    fits = len(text.split()) >= FEWEST_OFFERED and len(text) <= LONGEST_QUESTION
    if not key or not fits or scene.facts.asked >= MOST_QUESTIONS or turn.session.is_telling:
        return turn
    asking = Asking(scene.facts.chance[:4], key, scene.masked(), open=False)
    button = scene.button("send_as_question", f"f:{asking.nonce}:show:{key}")
    *others, last = turn.replies
    *rows, home = last.buttons
    known = scene.reading.match.certainty is Certainty.SURE
    shown = (*rows, (button,)) if known else ((button,), *rows)
    last = replace(last, buttons=(*shown, home))
    return replace(turn, session=replace(turn.session, asking=asking), replies=(*others, last))


def answers(scene: Scene, key: str, start: int) -> Turn:
    """What others have asked, with the municipality's answers."""
    asked = scene.facts.answered.get(key, ())
    meeting = meetings.find(scene, key)
    if meeting is None or not asked[start:]:
        return meetings.show(scene, key)
    text = scene.say("questions.answers", title=meeting.title)
    for one in asked[start : start + A_PAGE]:
        text += scene.say("questions.one", text=one.text, answer=one.answer)
    more = start + A_PAGE < len(asked)
    rows = one_each(
        *((scene.button("more", f"qa:{key}:{start + A_PAGE}"),) if more else ()),
        *((scene.button("ask", f"ask:{key}"),) if meeting.is_open(scene.now) else ()),
        scene.button("see_meeting", f"m:{key}"),
    )
    return scene.turn(scene.reply(text, *rows))


def _ask(scene: Scene, asking: Asking, first: Text = ()) -> Turn:
    text = first or scene.say("questions.ask", channel=scene.incoming.channel)
    return _at(scene, asking, Reply(text, ((scene.button("cancel", f"f:{asking.nonce}:drop"),),)))


def _read_back(scene: Scene, asking: Asking) -> Turn:
    """The question as it will be kept."""
    masked = scene.hides(asking.text)
    text = scene.say("questions.read_back", text=asking.text, masked=masked)
    send = scene.button("send_question", f"f:{asking.nonce}:send:{asking.meeting}")
    edit = scene.button("edit_question", f"f:{asking.nonce}:edit:{asking.meeting}")
    rows = one_each(send, edit, scene.button("cancel", f"f:{asking.nonce}:drop"))
    return _at(scene, asking, Reply(text, rows))


def _at(scene: Scene, asking: Asking, reply: Reply) -> Turn:
    return Turn(replace(scene.session, asking=asking), (reply,))


def _file(scene: Scene, asking: Asking) -> Turn:
    """Keep it, and spend the nonce; unless the meeting is no longer to come, or it is too many."""
    meeting = meetings.find(scene, asking.meeting)
    if meeting is None or not meeting.is_open(scene.now):
        turn = meetings.show(scene, asking.meeting)
        return replace(turn, session=replace(turn.session, asking=None))
    session = replace(scene.session, asking=None, meeting=asking.meeting)
    if scene.facts.asked >= MOST_QUESTIONS:
        text = scene.say("questions.enough", ring=dialled(meeting.phone))
        return Turn(session, (scene.reply(text),))
    question = MeetingQuestion(scene.facts.chance, asking.meeting, week_of(scene.now), asking.text)
    text = scene.say("questions.filed", live=scene.facts.live)
    row = (scene.button("see_meeting", f"m:{asking.meeting}"),)
    return Turn(session, (scene.reply(text, row),), (FileQuestion(question),))


def _dropped(scene: Scene, asking: Asking) -> Turn:
    session = replace(scene.session, asking=None)
    row = (scene.button("see_meeting", f"m:{asking.meeting}"),)
    return Turn(session, (scene.reply(scene.say("questions.dropped"), row),))


def _stale(scene: Scene, key: str) -> Turn:
    """A button of a question that is gone: nothing was sent, and one can begin again."""
    meeting = meetings.find(scene, key)
    again = meeting is not None and meeting.is_open(scene.now)
    rows = one_each(*((scene.button("ask", f"ask:{key}"),) if again else ()))
    return scene.turn(scene.reply(scene.say("questions.stale"), *rows))
