"""The greeting, the menu, and the short lists under it. Which pages stand where is content."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.scene import Rows, Scene, Turn, one_each
from bot.domain.message import Button, Reply
from bot.knowledge.library import ROOM_MARK

PAGES_A_LIST = 9
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
    if not shown:
        return menu(scene)
    buttons = [_entry(scene, entry) for entry in shown]
    if start + PAGES_A_LIST < len(pages):
        buttons.append(scene.button("more", f"list:{name}:{start + PAGES_A_LIST}"))
    return scene.turn(scene.reply(scene.say(f"menu.{name}"), *one_each(*buttons)))


def _entry(scene: Scene, entry: str) -> Button:
    """The button of one entry: a page, or a room of the house."""
    room = entry.removeprefix(ROOM_MARK)
    return page_button(scene, entry) if room == entry else ROOMS[room](scene)


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


ROOMS: Mapping[str, Callable[[Scene], Button]] = {
    "meetings": lambda scene: scene.button("meetings", "meetings"),
    "news": _news,
    "practice": lambda scene: scene.button("practice", "pr"),
    "told": lambda scene: scene.button("have_code", "code"),
}
"""What a list may hold beside pages, by name."""
