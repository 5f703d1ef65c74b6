"""A short message about the one who writes, or about the bot: a warm answer and a way on."""

from bot.conversation.menu import page_button
from bot.conversation.scene import Scene, Turn, one_each
from bot.domain.message import Button
from bot.knowledge.moods import Heard, Mood

_LISTENERS = "p:human:1"
"""The part of the page on people that tells who listens."""
_TOO_HEAVY = "p:human:2"
"""The part for those who can hardly bear it."""


def answer(scene: Scene, heard: Heard) -> Turn:
    """The answer in the language of the message, or of the talk where it may be either."""
    if scene.language not in heard.languages:
        scene = scene.speaking(heard.languages[0])
    buttons = _ways(scene, heard.mood)
    return scene.turn(scene.reply(scene.say(f"free.{heard.mood}"), *one_each(*buttons)))


def _ways(scene: Scene, mood: Mood) -> tuple[Button, ...]:
    """The ways on; whoever is afraid meets the urgent one first."""
    human = scene.button("human", "p:human")
    check = scene.button("check", "check")
    meetings = scene.button("meetings", "meetings")
    match mood:
        case Mood.WHO:
            return page_button(scene, "is_it_real"), human, check
        case Mood.LONELY:
            return scene.button("human", _LISTENERS), scene.button("heavy", _TOO_HEAVY), meetings
        case Mood.AFRAID:
            now, concern = scene.button("now", "list:now"), scene.button("concern", "concern")
            return now, check, page_button(scene, "domestic_violence"), concern, human
        case Mood.THANKS:
            return check, meetings
        case Mood.CROSS:
            return human, scene.button("now", "list:now")
