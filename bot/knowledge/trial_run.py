"""How a test to a colleague's own chat looks: marked, with buttons that do nothing."""

from dataclasses import replace

from bot.domain.message import Button, Reply
from bot.knowledge.library import Library

PRESSED = "test"
"""What every button of a test brings back, so that nobody answers a meeting by trying."""


def as_test(library: Library, reply: Reply, language: str) -> Reply:
    """A reply as a test of itself."""
    shown = without_effect(reply)
    return replace(shown, text=library.say("sending.test", language) + reply.text)


def without_effect(reply: Reply) -> Reply:
    """A reply to look at: every button of it does nothing."""
    rows = tuple(
        tuple(replace(button, action=PRESSED) if button.action else button for button in row)
        for row in reply.buttons
    )
    return Reply(reply.text, rows, reply.tone)


def tried(library: Library, language: str) -> Reply:
    """What a button of a test answers."""
    menu = Button(library.label("menu", language), "menu")
    return Reply(library.say("sending.tried", language), ((menu,),))
