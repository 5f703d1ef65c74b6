"""After a meeting: one question, and whether to be told what came of it."""

from bot.conversation.effects import RateMeeting, TellLater
from bot.conversation.scene import Scene, Turn
from bot.domain.aftermath import Verdict
from bot.domain.meeting import Meeting
from bot.knowledge.dates import day


def rate(scene: Scene, key: str, verdict: str) -> Turn:
    """“Var träffen värd din tid?” Counted while the answer to the meeting is kept, once."""
    meeting = _answered(scene, key)
    if meeting is None or verdict not in set(Verdict):
        return scene.turn(scene.reply(scene.say("after.closed")))
    when = day(meeting.starts, scene.language)
    text = scene.say("after.rated", title=meeting.title, day=when)
    effect = RateMeeting(scene.incoming.address, key, Verdict(verdict))
    tell = (scene.button("tell", f"tell:{key}"),)
    return scene.turn(scene.reply(text, tell), effects=(effect,))


def tell(scene: Scene, key: str, how: str) -> Turn:
    """Whether to keep the answer until what came of the meeting has been told."""
    if _answered(scene, key) is None:
        return scene.turn(scene.reply(scene.say("after.gone")))
    wants = how != "no"
    change = scene.button(*(("tell_not", f"tell:{key}:no") if wants else ("tell", f"tell:{key}")))
    text = scene.say("after.told") if wants else scene.say("after.not_told")
    effect = TellLater(scene.incoming.address, key, wants)
    return scene.turn(scene.reply(text, (change,), replaces=not wants), effects=(effect,))


def _answered(scene: Scene, key: str) -> Meeting | None:
    """A meeting that has begun, and to which an answer of this person is still kept."""
    meeting = next((one for one in scene.facts.meetings if one.key == key), None)
    begun = meeting is not None and scene.now >= meeting.starts
    return meeting if begun and key in scene.facts.answers else None
