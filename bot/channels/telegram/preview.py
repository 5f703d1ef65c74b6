"""How a reply looks in Telegram, as HTML for staff to look at before it is sent."""

from markupsafe import Markup

from bot.channels.telegram.html import parts
from bot.domain.message import Reply


def preview(reply: Reply) -> Markup:
    """The messages it becomes, and the buttons under the last of them. The text is escaped where
    it is made for Telegram itself.
    """
    messages = Markup("").join(_message(html) for html in parts(reply.text))
    rows = Markup("").join(
        Markup('<div class="tg-row">{}</div>').format(
            Markup("").join(
                Markup('<span class="tg-button">{}</span>').format(button.label)
                for button in row
                if not button.url or button.url.startswith("https://")
            )
        )
        for row in reply.buttons
    )
    return messages + rows


def _message(html: str) -> Markup:
    return Markup('<div class="tg-message">{}</div>').format(Markup(html))  # noqa: S704
