"""How a reply looks in the web chat, as HTML for staff to look at before it is sent."""

from markupsafe import Markup

from bot.channels.webchat.markup import html_of
from bot.domain.message import Reply


def preview(reply: Reply) -> Markup:
    """The card with the text, and its buttons."""
    rows = Markup("").join(
        Markup('<div class="web-row">{}</div>').format(
            Markup("").join(
                Markup('<span class="web-button">{}</span>').format(button.label) for button in row
            )
        )
        for row in reply.buttons
    )
    return Markup('<div class="web-message">{}</div>').format(html_of(reply.text, "p")) + rows
