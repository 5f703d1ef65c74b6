"""“Hör av dig i morgon”: for somebody in the middle of a fraud who has asked to be told things."""

from bot.conversation.advice import check_in_offer, show
from bot.conversation.effects import PlanCheckIn
from bot.conversation.menu import page_button
from bot.conversation.scene import Scene, Turn
from bot.domain.sweden import next_morning


def plan(scene: Scene) -> Turn:
    """Ask tomorrow; a button pressed by somebody who keeps nothing with us does nothing."""
    if not check_in_offer(scene):
        return show(scene, "gave_out")
    due = next_morning(scene.now)
    effect = PlanCheckIn(scene.incoming.address, due, scene.language)
    return scene.turn(scene.reply(scene.say("check_in.planned")), effects=(effect,))


def went(scene: Scene, how: str) -> Turn:
    """The answer the next day: well, or not yet."""
    if how == "well":
        row = (page_button(scene, "recovery"),)
        return scene.turn(scene.reply(scene.say("check_in.well"), row))
    row = (page_button(scene, "gave_out"),)
    return scene.turn(scene.reply(scene.say("check_in.not"), row))
