"""Pages: the advice, the acting steps, and what is worth knowing."""

from bot.conversation.menu import menu, page_button
from bot.conversation.scene import Rows, Scene, Turn, one_each
from bot.domain.message import Block, BlockKind, Button, Span, Text
from bot.knowledge.pages import Page, PageKind

MOST_RELATED = 3


def show(scene: Scene, page_id: str, part: int = 0) -> Turn:
    """One part of a page with the ways on; an unknown one leads to the menu."""
    page = scene.library.page(page_id, scene.language)
    if page is None or not 0 <= part < len(page.parts):
        return menu(scene)
    rows = _steps(scene, page, part) if page.front.kind is PageKind.STEPS else _parts(page, part)
    if part == len(page.parts) - 1 or page.front.kind is not PageKind.STEPS:
        rows += one_each(
            *(check_in_offer(scene) if page.front.kind is PageKind.STEPS else ()),
            *(scene.button(offer, offer) for offer in page.front.offers),
            *(page_button(scene, other) for other in page.front.related[:MOST_RELATED]),
        )
    return scene.turn(scene.reply(_titled(page, part), *rows))


def check_in_offer(scene: Scene) -> tuple[Button, ...]:
    """“Hör av dig i morgon”, for those whose chat is kept already since they asked for it."""
    asked = scene.incoming.can_be_told and bool(scene.facts.answers or scene.facts.member)
    return (scene.button("check_in", "checkin"),) if asked else ()


def _titled(page: Page, part: int) -> Text:
    """The text under its heading; acting steps begin with the action itself."""
    chosen = page.parts[part]
    if page.front.kind is PageKind.STEPS or _has_heading(chosen.text):
        return chosen.text
    return (Block((Span(chosen.title or page.title),), BlockKind.HEADING), *chosen.text)


def _has_heading(text: Text) -> bool:
    return bool(text) and text[0].kind is BlockKind.HEADING


def _steps(scene: Scene, page: Page, part: int) -> Rows:
    if part + 1 == len(page.parts):
        return ()
    return ((scene.button("next", f"p:{page.id}:{part + 1}"),),)


def _parts(page: Page, part: int) -> Rows:
    """The other parts, so that the reader can go anywhere from anywhere."""
    others = [n for n in range(len(page.parts)) if n != part]
    return one_each(
        *(Button(page.parts[n].title or page.title, f"p:{page.id}:{n}") for n in others)
    )
