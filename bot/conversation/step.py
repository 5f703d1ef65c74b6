"""One step of a talk: pure. Chooses the room from what was done, and always leaves a way home."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.conversation import (
    advice,
    after,
    check,
    check_in,
    colleagues,
    concern,
    emergency,
    filing,
    follow,
    freetext,
    linking,
    meetings,
    membership,
    menu,
    needs,
    overview,
    pause,
    photo,
    practice,
    questions,
    queue,
    relative,
    stopping,
)
from bot.conversation.effects import SpeakTo
from bot.conversation.scene import Facts, Scene, Turn
from bot.conversation.session import Session
from bot.conversation.words import Command, command_in, deep_link
from bot.domain.message import Incoming, Kind, Reply
from bot.knowledge.library import LANGUAGES, Library
from bot.knowledge.reading import Reading
from bot.knowledge.trial_run import PRESSED, tried

MEETING_LINK = "mote-"
FOLLOW_LINK = "folj"


def step(
    session: Session,
    facts: Facts,
    reading: Reading,
    incoming: Incoming,
    library: Library,
    now: datetime,
) -> Turn:
    """What is said and asked for when one thing is done by one person.

    `now` is aware. The same arguments always give the same turn.
    """
    heard = incoming.kind in (Kind.TEXT, Kind.BUTTON)  # the words asked for, or something else done
    before = _known(session, facts, incoming)
    if heard:
        before = replace(before, checking=False)
    scene = Scene(before, facts, reading, incoming, library, now)
    if pause.holds(scene):
        return _marked(scene, pause.answer(scene))
    return _marked(scene, _followed_language(scene, _room(scene, checking=session.checking)))


def _known(session: Session, facts: Facts, incoming: Incoming) -> Session:
    """A talk begins in the language in which somebody has asked to be told things."""
    begins = not session.greeted and incoming.can_be_told
    return replace(session, language=facts.member.language) if begins and facts.member else session


def _followed_language(scene: Scene, turn: Turn) -> Turn:
    """Whoever changes the language of the talk is told things in it from now on."""
    kept = scene.facts.member or scene.facts.answers
    if not kept or turn.session.language == scene.language:
        return turn
    effect = SpeakTo(scene.incoming.address, turn.session.language)
    return replace(turn, effects=(*turn.effects, effect))


def _elsewhere(scene: Scene) -> Scene:
    """The scene of somebody who goes on to another thing: words no longer belong to a meeting."""
    session, asking = scene.session, scene.session.asking
    left = replace(asking, open=False) if asking else None
    return replace(scene, session=replace(session, meeting="", asking=left, following=None))


def _room(scene: Scene, *, checking: bool) -> Turn:
    incoming = scene.incoming
    if incoming.repeated:
        return _present(scene)
    if incoming.kind is Kind.BUTTON:
        here = incoming.action.partition(":")[0] == follow.ROOM
        return _pressed(scene if here else _elsewhere(scene), incoming.action)
    if scene.facts.duty:
        return overview.listed(_elsewhere(scene))
    command = command_in(incoming.text) if incoming.kind is Kind.TEXT else None
    if command:
        return _commanded(scene, command)
    if emergency.comes_first(scene, checking=checking):
        return emergency.answer(scene)
    if incoming.kind is Kind.PHOTO:
        return photo.answer(scene)
    if incoming.kind is not Kind.TEXT:
        return _unreadable(scene)
    return _written(scene, checking=checking)


def _written(scene: Scene, *, checking: bool) -> Turn:
    """Words: a link's, those that a flow waits for, or anything else."""
    if link := deep_link(scene.incoming.text):
        return _followed(scene, link)
    if linking.is_about_links(scene.incoming.text):
        return linking.answer(scene)
    if scene.session.draft:
        return concern.write(scene, scene.session.draft)
    if scene.session.following or scene.reading.code:
        return follow.write(scene)
    if scene.session.asking and scene.session.asking.open:
        return questions.write(scene, scene.session.asking)
    if checking and scene.incoming.text.strip() and not scene.reading.heard:
        return check.answer(scene)
    return emergency.perhaps(scene, freetext.answer(scene))


def _present(scene: Scene) -> Turn:
    """Where things stand, for a person whose answer may have been lost on the way."""
    if scene.facts.duty:
        return colleagues.present(scene)
    name, *words = scene.incoming.action.split(":")
    if name in ("rsvp", "own", "seat") and words:
        return meetings.show(scene, words[0])
    if name == "pr":
        return _pressed(scene, scene.incoming.action)
    if name == follow.ROOM and scene.facts.case:
        return follow.present(scene)
    if name == "c" and words[-1] in ("noted", "uncoded") and not scene.session.draft:
        return concern.interrupted(scene)
    if name == "f" and "send" in words and not scene.session.asking:
        return questions.interrupted(scene)
    if name in ("need", "needs") and words:
        return needs.show(scene, words[0])
    if name in ("sub", "my") and scene.facts.member:
        return membership.mine(scene)
    if name in ("f", "ask") and scene.session.asking:
        return questions.resume(scene)
    return concern.resume(scene) if scene.session.draft else menu.menu(scene)


def _unreadable(scene: Scene) -> Turn:
    """A voice message, a sticker, a file …: said kindly, and the talk goes on."""
    resume = (scene.button("resume", "resume"),) if scene.session.draft else ()
    return scene.turn(scene.reply(scene.say(f"kinds.{scene.incoming.kind}"), resume))


def _commanded(scene: Scene, command: Command) -> Turn:
    if command is Command.BACK and scene.session.draft:
        return concern.press(scene, scene.session.draft.nonce, "back", "")
    if command is Command.BACK and scene.session.following:
        return follow.left(scene)
    asking = scene.session.asking
    if command in (Command.BACK, Command.CANCEL) and asking and asking.open:
        return questions.press(scene, asking.nonce, "drop", "")
    return _COMMANDS[command](_elsewhere(scene))


def _followed(scene: Scene, link: str) -> Turn:
    if link.startswith(MEETING_LINK):
        return meetings.show(scene, link.removeprefix(MEETING_LINK))
    if link == FOLLOW_LINK:
        return membership.offer(scene)
    return menu.greeting(scene)


def _speak(scene: Scene, language: str) -> Turn:
    if language not in LANGUAGES:
        return menu.menu(scene)
    return menu.greeting(scene.speaking(language))


_COMMANDS: dict[Command, Callable[[Scene], Turn]] = {
    Command.START: menu.greeting,
    Command.MENU: menu.menu,
    Command.HELP: menu.menu,
    Command.BACK: menu.menu,
    Command.CANCEL: menu.cancelled,
    Command.STOP: stopping.stop,
    Command.GENUINE: lambda scene: advice.show(scene, "is_it_real"),
    Command.CHECK: check.ask,
    Command.URGENT: emergency.urgent,
    Command.NOW: lambda scene: menu.listed(scene, "now"),
    Command.ADVICE: lambda scene: menu.listed(scene, "advice"),
    Command.MEETINGS: meetings.listed,
    Command.CONCERN: concern.resume,
    Command.FOLLOW_UP: follow.ask,
    Command.PRACTICE: practice.begin,
    Command.SWEDISH: lambda scene: _speak(scene, "sv"),
    Command.ENGLISH: lambda scene: _speak(scene, "en"),
}
_Room = Callable[[Scene, list[str]], Turn]
_ROOMS: dict[str, _Room] = {
    "menu": lambda scene, _: menu.menu(scene),
    "list": lambda scene, words: menu.listed(scene, words[0], _number(words[1])),
    "p": lambda scene, words: advice.show(scene, words[0], _number(words[1])),
    "t": lambda scene, words: freetext.topic(scene, words[0]),
    "meetings": lambda scene, _: meetings.listed(scene),
    "m": lambda scene, words: meetings.show(scene, words[0]),
    "rsvp": lambda scene, words: meetings.answer(scene, words[0], words[1], words[2]),
    "own": lambda scene, words: meetings.answer(
        scene, words[0], words[1], words[2], own_device=True
    ),
    "lend": lambda scene, words: meetings.borrowed(scene, words[0]),
    "size": lambda scene, words: meetings.sizes(scene, words[0], words[1]),
    "needs": lambda scene, words: needs.show(scene, words[0]),
    "need": lambda scene, words: needs.press(scene, words[0], words[1], words[2]),
    "ask": lambda scene, words: questions.begin(scene, words[0], words[1]),
    "f": lambda scene, words: questions.press(scene, words[0], words[1], words[2]),
    "qa": lambda scene, words: questions.answers(scene, words[0], _number(words[1])),
    "follow": lambda scene, _: membership.offer(scene),
    "sub": lambda scene, words: membership.subscribe(scene, words[0], words[1]),
    "sublend": lambda scene, _: membership.borrowed(scene),
    "my": lambda scene, words: membership.choices(scene, words[0], words[1], words[2]),
    "seat": lambda scene, words: (
        queue.press(scene, words[0], words[1], words[2]) or meetings.show(scene, words[0])
    ),
    "worth": lambda scene, words: after.rate(scene, words[0], words[1]),
    "tell": lambda scene, words: after.tell(scene, words[0], words[1]),
    "ics": lambda scene, words: meetings.calendar(scene, words[0]),
    "check": lambda scene, _: check.ask(scene),
    "k": lambda scene, words: check.tap(scene, words[0], words[1], words[2]),
    "rate": lambda scene, words: check.rate(scene, words[0]),
    "concern": lambda scene, _: concern.resume(scene),
    "c": lambda scene, words: concern.press(scene, words[0], words[1], words[2]),
    "code": lambda scene, _: follow.ask(scene),
    follow.ROOM: lambda scene, words: follow.press(scene, words[0], words[1]),
    "hide": lambda scene, _: filing.hide(scene),
    "checkin": lambda scene, _: check_in.plan(scene),
    "went": lambda scene, words: check_in.went(scene, words[0]),
    "pr": lambda scene, words: practice.press(scene, *words),
    "relative": lambda scene, _: relative.choose(scene),
    "share": lambda scene, _: relative.share(scene),
    "sheet": lambda scene, _: relative.sheet(scene),
    "resume": lambda scene, _: concern.resume(scene),
    "stop": lambda scene, _: stopping.stop(scene),
    "undo": lambda scene, words: stopping.undo(scene, words[0]),
    "lang": lambda scene, words: _speak(scene, words[0]),
    overview.ROOM: lambda scene, words: (
        colleagues.press(scene, words[0], words[1], words[2]) or menu.menu(scene)
    ),
    PRESSED: lambda scene, _: scene.turn(tried(scene.library, scene.language)),
}
MOST_WORDS = 4


def _pressed(scene: Scene, action: str) -> Turn:
    """A button, of this version or of one that is long gone; an unknown one shows the menu."""
    name, *words = action.split(":", MOST_WORDS)
    room = _ROOMS.get(name)
    padded = words + [""] * (MOST_WORDS - len(words))
    return room(scene, padded) if room else menu.menu(scene)


def _number(word: str) -> int:
    """A place in a list out of a button; nonsense is the beginning."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else 0


def _marked(scene: Scene, turn: Turn) -> Turn:
    """In try mode the first answer of a talk says that this is a trial."""
    session = replace(turn.session, greeted=True)
    if scene.facts.live or scene.session.greeted or not turn.replies:
        return replace(turn, session=session)
    first, *others = turn.replies
    trial = scene.library.say("menu.trial", turn.session.language)
    danger_first = scene.reading.danger.any
    text = first.text + trial if danger_first else trial + first.text
    marked: Reply = replace(first, text=text)
    return replace(turn, session=session, replies=(marked, *others))
