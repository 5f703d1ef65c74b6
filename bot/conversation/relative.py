"""For somebody who asks for another person: a text to forward, and a sheet to print."""

from urllib.parse import quote

from bot.conversation.menu import page_button
from bot.conversation.scene import Scene, Turn, one_each
from bot.domain.message import Button, Incoming, plain

PAGE = "help_relative"
_SHEET = "sheet"


def choose(scene: Scene) -> Turn:
    """What a relative can send, print and read."""
    ways = (scene.button("share", "share"), scene.button("sheet", _SHEET), page_button(scene, PAGE))
    return scene.turn(scene.reply(scene.say("relative.choose"), *one_each(*ways)))


def share(scene: Scene) -> Turn:
    """The text itself, with the ways in which this channel can pass it on."""
    message = scene.say("relative.message", address=scene.facts.address)
    ways = (*_links(scene), scene.button("sheet", _SHEET), page_button(scene, PAGE))
    return scene.turn(scene.reply(scene.say("relative.share") + message, *one_each(*ways)))


def wants_sheet(incoming: Incoming) -> bool:
    """Whether the sheet has to be at hand in `Facts` when this is answered."""
    return incoming.action == _SHEET


def sheet(scene: Scene) -> Turn:
    """The sheet as a file; where it could not be made, the numbers to copy by hand."""
    ways = (scene.button("share", "share"), page_button(scene, PAGE))
    if scene.facts.sheet is None:
        text, numbers = scene.say("relative.no_sheet"), page_button(scene, "numbers")
        return scene.turn(scene.reply(text, *one_each(numbers, *ways)))
    text = scene.say("relative.sheet")
    return scene.turn(scene.reply(text, *one_each(*ways), file=scene.facts.sheet))


def _links(scene: Scene) -> tuple[Button, ...]:
    """Telegram shares by an address of its own, and only together with an address; everywhere
    else a text message is begun. “?&” is read by telephones of both makes.
    """
    address = scene.facts.address
    if scene.incoming.channel != "telegram":
        words = plain(scene.say("relative.message", address=address))
        return (_link(scene, "share_sms", f"sms:?&body={quote(words, safe='')}"),)
    if not address:
        return ()
    words = plain(scene.say("relative.message", address=""))
    given = f"url={quote(address, safe='')}&text={quote(words, safe='')}"
    return (_link(scene, "share_telegram", f"https://t.me/share/url?{given}"),)


def _link(scene: Scene, key: str, url: str) -> Button:
    return Button(scene.library.label(key, scene.language), url=url)
