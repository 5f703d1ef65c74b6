"""What a person has on the screen: messages, their buttons, and what a tap led to."""

from dataclasses import dataclass, field
from typing import Self

from telegram import InlineKeyboardButton, Message, MessageEntity

from tests.fakes.telegram.bell import Bell


class NoSuchButtonError(LookupError):
    """Nobody can tap this: it is not on the screen."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button."""

    label: str
    data: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, button: InlineKeyboardButton) -> Self:
        """From the library's type."""
        data = button.callback_data
        return cls(button.text, data if isinstance(data, str) else None, button.url)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stood at one moment; edits make a new one.

    Attributes:
        message: All of it, as the library's type.
        update_id: The update that brought it to the bot, for a person's message.
        edited: Whether this is an edit of an earlier one.
    """

    message: Message
    update_id: int | None = None
    edited: bool = False

    @property
    def id(self) -> int:
        """Message id."""
        return self.message.message_id

    @property
    def text(self) -> str:
        """The text, or the caption of a file; without its markup."""
        return self.message.text or self.message.caption or ""

    @property
    def html(self) -> str:
        """The text with its formatting, as HTML."""
        return self.message.text_html or self.message.caption_html or ""

    @property
    def entities(self) -> tuple[MessageEntity, ...]:
        """Formatting."""
        return self.message.entities or self.message.caption_entities

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.message.from_user is not None and self.message.from_user.is_bot

    @property
    def rows(self) -> list[list[Button]]:
        """Buttons as they lie."""
        markup = self.message.reply_markup
        return [list(map(Button.of, row)) for row in markup.inline_keyboard] if markup else []

    @property
    def buttons(self) -> list[Button]:
        """Buttons in reading order."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button.label for button in self.buttons]

    @property
    def file_id(self) -> str | None:
        """The document or the largest size of the photo."""
        if self.message.document:
            return self.message.document.file_id
        return self.message.photo[-1].file_id if self.message.photo else None

    def button(self, name: str) -> Button | None:
        """The button with this label or this data."""
        named = (b for b in self.buttons if name in {b.label, b.data})
        return next(named, None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What showed on top of the chat after a tap."""

    text: str
    alert: bool


@dataclass(slots=True, eq=False)
class Tap:
    """A tap on a button, and what came of it."""

    query_id: str
    update_id: int | None
    button: Button
    bell: Bell = field(repr=False)
    answer: Answer | None = None

    async def answered(self, timeout: float = 5.0) -> Answer:  # noqa: ASYNC109
        """Wait until the bot has answered, so that the button stops spinning.

        Raises:
            TimeoutError: It did not within `timeout` seconds.
        """
        answer = await self.bell.until(lambda: self.answer, timeout)
        assert answer is not None
        return answer
