"""Words of a person's own: sure, the answer; less sure, “Menar du …?”; else a person to ask."""

from collections.abc import Callable

from bot.conversation import (
    advice,
    check,
    concern,
    emergency,
    meetings,
    membership,
    mood,
    questions,
    stopping,
)
from bot.conversation.scene import Scene, Turn, one_each
from bot.domain.message import Button
from bot.knowledge.find import Certainty
from bot.knowledge.library import LANGUAGES
from bot.knowledge.reading import URGENT
from bot.knowledge.scam import Level
from bot.knowledge.wishes import Wish, Wished

MOST_GUESSES = 3
FEWEST_WORDS = 8
"""Words from which a text that looks like fraud is judged; a shorter one is a question."""

NEIGHBOURS = {"da": "sv", "no": "sv"}
"""Misspelt Swedish can look like these, and whoever writes them reads Swedish."""
FRAUD_TOPICS = frozenset(
    {
        *("phone_bank_fraud", "sms_links", "hej_mamma", "romance", "investment", "tech_support"),
        *("door_visitors", "invoice", "marketplace", "bankid", "out_of_scope"),
    }
)
"""Topics under which a long text may be a message to judge; any other sure topic is answered."""


def answer(scene: Scene) -> Turn:
    """Answer what a person wrote, in the language it is written in where there is one."""
    if not scene.incoming.text.strip():
        return scene.turn(scene.reply(scene.say("kinds.empty")))
    if scene.reading.heard and not scene.incoming.forwarded:
        return mood.answer(scene, scene.reading.heard)
    wished = scene.reading.wished
    if wished and not scene.incoming.forwarded and _can_be_meant(scene, wished):
        return _granted(scene.speaking(wished.language), wished)
    written_in = NEIGHBOURS.get(scene.reading.language, scene.reading.language)
    if written_in in LANGUAGES:
        scene = scene.speaking(written_in)
    elif written_in:
        return _foreign(scene)
    if is_a_case(scene):
        return check.answer(scene)
    return questions.offered(scene, _found(scene))


def _found(scene: Scene) -> Turn:
    """The answer to what the words are about, as far as it was found."""
    match = scene.reading.match
    if match.certainty is Certainty.SURE and match.topic != URGENT:
        return topic(scene, match.topic)
    if match.certainty is not Certainty.NONE:
        return _guess(scene, (match.topic, *match.alternatives)[:MOST_GUESSES])
    return _unknown(scene)


def is_a_case(scene: Scene) -> bool:
    """Whether the words are a message or a story to judge, rather than a question to answer:
    somebody forwarded it, it tells of a loss, or it looks like fraud and is long enough.
    """
    verdict, match = scene.reading.verdict, scene.reading.match
    if verdict is None or verdict.too_little:
        return False
    if scene.incoming.forwarded:
        return True
    elsewhere = match.certainty is Certainty.SURE and match.topic not in FRAUD_TOPICS
    long_enough = len(scene.incoming.text.split()) >= FEWEST_WORDS
    shown = verdict.level is Level.WARNING and bool(verdict.signs)
    return bool(verdict.losses or (shown and long_enough)) and not elsewhere


def _can_be_meant(scene: Scene, wished: Wished) -> bool:
    """“Kanske” says something only beside an invitation."""
    beside = scene.session.meeting or scene.facts.answers
    return bool(beside) or wished.wish is not Wish.MAYBE


def _granted(scene: Scene, wished: Wished) -> Turn:
    match wished.wish:
        case Wish.FOLLOW:
            return membership.offer(scene)
        case Wish.CHOICES:
            return membership.mine(scene)
        case Wish.ASK:
            return questions.choose(scene)
    return meetings.meant(scene, wished)


def topic(scene: Scene, name: str) -> Turn:
    """The answer to one topic: a room of the house, or its main page."""
    room = _ROOMS.get(name)
    if room:
        return room(scene)
    return advice.show(scene, name)


def _guess(scene: Scene, topics: tuple[str, ...]) -> Turn:
    buttons = [Button(_name(scene, name), f"t:{name}") for name in topics]
    buttons.append(scene.button("none_of_these", "p:human"))
    danger = scene.say("free.danger") if URGENT in topics else ()
    return scene.turn(scene.reply(danger + scene.say("free.guess"), *one_each(*buttons)))


def _name(scene: Scene, name: str) -> str:
    """What a topic is called on a button."""
    page = scene.library.page(name, scene.language)
    return page.title if page else scene.library.label(f"topic_{name}", scene.language)


def _unknown(scene: Scene) -> Turn:
    rows = one_each(
        scene.button("now", "list:now"),
        scene.button("advice", "list:advice"),
        scene.button("human", "p:human"),
    )
    return scene.turn(scene.reply(scene.say("free.unknown"), *rows))


def _small_talk(scene: Scene) -> Turn:
    rows = one_each(scene.button("advice", "list:advice"), scene.button("human", "p:human"))
    return scene.turn(scene.reply(scene.say("free.small_talk"), *rows))


def _foreign(scene: Scene) -> Turn:
    """A language we do not answer in yet: both of ours, and never silence."""
    text = tuple(
        block for code in ("en", "sv") for block in scene.library.say("free.foreign", code)
    )
    rows = ((Button("English", "lang:en"), Button("Svenska", "lang:sv")),)
    return scene.turn(scene.reply(text, *rows))


_ROOMS: dict[str, Callable[[Scene], Turn]] = {
    "urgent_now": emergency.urgent,
    "meetings_when": meetings.listed,
    "meetings_signup": meetings.signup,
    "report_concern": concern.begin,
    "unsubscribe": stopping.ask,
    "out_of_scope": _small_talk,
}
