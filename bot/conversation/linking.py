"""A colleague links a chat to an account with a code from the console, or takes that back."""

import re

from bot.conversation.effects import LinkChat, UnlinkChat
from bot.conversation.scene import Scene, Turn
from bot.domain.keys import CODE_LENGTH

_LINK = re.compile(rf"\s*koppla\s+([a-z0-9](?:[\s-]*[a-z0-9]){{{CODE_LENGTH - 1}}})\s*\.?\s*")
_UNLINK = re.compile(r"\s*koppla\s+(?:bort|från|fran)\s*[.!]?\s*")


def code_in(text: str) -> str:
    """The code of a message that is “koppla KOD” and nothing more; else nothing."""
    found = _LINK.fullmatch(text.casefold())
    return re.sub(r"[\s-]", "", found[1]) if found else ""


def is_about_links(text: str) -> bool:
    """Whether a whole message links or unlinks a chat."""
    return bool(code_in(text) or _UNLINK.fullmatch(text.casefold()))


def answer(scene: Scene) -> Turn:
    """Link, unlink, or say why not. A wrong code tells nothing of any other."""
    incoming, code = scene.incoming, code_in(scene.incoming.text)
    if not incoming.address:
        return _said(scene, "cannot")
    if not code:
        return _said(scene, "unlinked", UnlinkChat(incoming.address))
    if not scene.facts.linking:
        return _said(scene, "wrong")
    if scene.facts.links_full:
        return _said(scene, "full")
    text = scene.say("linking.linked", told=incoming.can_be_told)
    effect = LinkChat(incoming.address, scene.facts.linking, scene.language)
    return scene.turn(scene.reply(text), effects=(effect,))


def _said(scene: Scene, key: str, *effects: UnlinkChat) -> Turn:
    return scene.turn(scene.reply(scene.say(f"linking.{key}")), effects=effects)
