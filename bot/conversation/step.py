"""One step of a talk: pure. Chooses the room from what was done, and always leaves a way home."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.conversation import (
    advice,
    check,
    check_in,
    concern,
    emergency,
    freetext,
    meetings,
    menu,
    pause,
    photo,
    practice,
    relative,
    stopping,
)
from bot.conversation.scene import Facts, Scene, Turn
from bot.conversation.session import Session
from bot.conversation.words import Command, command_in, deep_link
from bot.domain.message import Incoming, Kind, Reply
from bot.knowledge.library import LANGUAGES, Library
from bot.knowledge.reading import Reading

MEETING_LINK = "mote-"


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
    before = replace(session, checking=False) if heard else session
    scene = Scene(before, facts, reading, incoming, library, now)
    if pause.holds(scene):
        return _marked(scene, pause.answer(scene))
    return _marked(scene, _room(scene, checking=session.checking))


def _room(scene: Scene, *, checking: bool) -> Turn:
    incoming = scene.incoming
    if incoming.repeated:
        return _present(scene)
    if incoming.kind is Kind.BUTTON:
        return _pressed(scene, incoming.action)
    command = command_in(incoming.text) if incoming.kind is Kind.TEXT else None
    if command:
        return _commanded(scene, command)
    if scene.reading.danger.any:
        return emergency.answer(scene)
    if incoming.kind is Kind.PHOTO:
        return photo.answer(scene)
    if incoming.kind is not Kind.TEXT:
        return _unreadable(scene)
    if link := deep_link(incoming.text):
        return _followed(scene, link)
    if scene.session.draft:
        return concern.write(scene, scene.session.draft)
    if checking and incoming.text.strip() and not scene.reading.heard:
        return check.answer(scene)
    return emergency.perhaps(scene, freetext.answer(scene))


def _present(scene: Scene) -> Turn:
    """Where things stand, for a person whose answer may have been lost on the way."""
    name, *words = scene.incoming.action.split(":")
    if name in ("rsvp", "own") and words:
        return meetings.show(scene, words[0])
    if name == "pr":
        return _pressed(scene, scene.incoming.action)
    if name == "c" and words[-1] == "send" and not scene.session.draft:
        return concern.interrupted(scene)
    return concern.resume(scene) if scene.session.draft else menu.menu(scene)


def _unreadable(scene: Scene) -> Turn:
    """A voice message, a sticker, a file …: said kindly, and the talk goes on."""
    resume = (scene.button("resume", "resume"),) if scene.session.draft else ()
    return scene.turn(scene.reply(scene.say(f"kinds.{scene.incoming.kind}"), resume))


def _commanded(scene: Scene, command: Command) -> Turn:
    if command is Command.BACK and scene.session.draft:
        return concern.press(scene, scene.session.draft.nonce, "back", "")
    return _COMMANDS[command](scene)


def _followed(scene: Scene, link: str) -> Turn:
    if link.startswith(MEETING_LINK):
        return meetings.show(scene, link.removeprefix(MEETING_LINK))
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
    "own": lambda scene, words: meetings.answer(scene, words[0], words[1], "", own_device=True),
    "lend": lambda scene, words: meetings.borrowed(scene, words[0]),
    "ics": lambda scene, words: meetings.calendar(scene, words[0]),
    "check": lambda scene, _: check.ask(scene),
    "k": lambda scene, words: check.tap(scene, words[0], words[1], words[2]),
    "rate": lambda scene, words: check.rate(scene, words[0]),
    "concern": lambda scene, _: concern.resume(scene),
    "c": lambda scene, words: concern.press(scene, words[0], words[1], words[2]),
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
