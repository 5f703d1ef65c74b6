"""The greeting, the menu, and the short lists under it. Which pages stand where is content."""

from dataclasses import replace

from bot.conversation.scene import Rows, Scene, Turn, one_each
from bot.domain.message import Button, Reply

PAGES_A_LIST = 7
"""Choices on one screen of a long list, so that it can be overlooked on a small phone."""


def greeting(scene: Scene) -> Turn:
    """Who we are, and at most four choices."""
    return scene.turn(Reply(scene.say("menu.greeting"), _choices(scene)))


def menu(scene: Scene) -> Turn:
    """The same choices without the introduction."""
    return scene.turn(Reply(scene.say("menu.menu"), _choices(scene)))


def cancelled(scene: Scene) -> Turn:
    """The menu after something was broken off: nothing was kept."""
    session = replace(scene.session, draft=None)
    free = replace(scene, session=session)
    return free.turn(Reply(free.say("menu.cancelled"), _choices(free)))


def listed(scene: Scene, name: str, start: int = 0) -> Turn:
    """One list of pages, from `start`; a longer one goes on behind “Fler”."""
    pages = scene.library.menu(name)
    shown = pages[start : start + PAGES_A_LIST]
    buttons = [page_button(scene, page) for page in shown]
    if start + PAGES_A_LIST < len(pages):
        buttons.append(scene.button("more", f"list:{name}:{start + PAGES_A_LIST}"))
    elif name == "advice":
        buttons.append(scene.button("practice", "pr"))
    if not shown:
        return menu(scene)
    if name == "town":
        buttons[:0] = [scene.button("meetings", "meetings"), _news(scene)]
    return scene.turn(scene.reply(scene.say(f"menu.{name}"), *one_each(*buttons)))


def page_button(scene: Scene, page_id: str) -> Button:
    """The button that opens a page."""
    page = scene.library.page(page_id, scene.language)
    return Button(page.title if page else page_id, f"p:{page_id}")


def _news(scene: Scene) -> Button:
    """To be told things, or what somebody who is has chosen."""
    if scene.facts.member:
        return scene.button("choices", "my")
    return scene.button("follow", "follow")


def _choices(scene: Scene) -> Rows:
    waiting = (scene.button("resume", "resume"),) if scene.session.draft else ()
    return one_each(
        *waiting,
        scene.button("now", "list:now"),
        scene.button("check", "check"),
        scene.button("town", "list:town"),
        scene.button("concern", "concern"),
    )
