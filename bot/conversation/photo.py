"""A picture: what stands in it is somebody else's words, and is judged as such. It begins with
what was read, so that a misreading is seen; where nothing could be, three taps ask instead.
"""

from dataclasses import replace

from bot.conversation import check, concern, freetext
from bot.conversation.scene import Scene, Turn
from bot.conversation.session import Draft
from bot.domain.message import Text
from bot.knowledge.links import defang

LONGEST_SHOWN = 160
"""Characters of what was read that are shown: enough to know it again."""


def answer(scene: Scene) -> Turn:
    """The verdict on what stands in the picture, or the way on without it."""
    if scene.session.draft:
        return _beside_concern(scene, scene.session.draft)
    if scene.incoming.seen:
        scene = _checking(scene, on=False)
        read = scene.say("check.read", text=_shown(scene.incoming.seen))
        return _after(read, check.answer(scene))
    if freetext.is_a_case(scene):
        return _after(scene.say("kinds.photo_unread"), check.answer(scene))
    line = "kinds.photo_foreign" if scene.incoming.foreign else "kinds.photo"
    return check.who(_checking(scene, on=True), line)


def _beside_concern(scene: Scene, draft: Draft) -> Turn:
    """A picture could show who tells: it is left behind, and the words beside it are taken."""
    said = scene.say("kinds.photo_concern")
    if scene.incoming.text.strip():
        return _after(said, concern.write(scene, draft))
    return scene.turn(scene.reply(said, (scene.button("resume", "resume"),)))


def _checking(scene: Scene, *, on: bool) -> Scene:
    """Whether the next words are a text to judge: they are, after a picture nobody could read."""
    return replace(scene, session=replace(scene.session, checking=on))


def _shown(seen: str) -> str:
    """The beginning of it on one line, so that nothing in it can be tapped."""
    line = " ".join(seen.split())
    return defang(line if len(line) <= LONGEST_SHOWN else line[:LONGEST_SHOWN].rstrip() + " …")


def _after(text: Text, turn: Turn) -> Turn:
    """The turn with a text before the first of its replies."""
    first, *others = turn.replies
    return replace(turn, replies=(replace(first, text=text + first.text), *others))
