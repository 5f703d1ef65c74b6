"""What people do, built as the library's types: messages, taps, and coming and going."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    TelegramObject,
    User,
)

from tests.fakes.telegram.calls import Json
from tests.fakes.telegram.entities import units

_FOUND_IN_TEXT = (
    (MessageEntity.BOT_COMMAND, re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(@\w{5,32})?(?!\w)")),
    (MessageEntity.EMAIL, re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)+")),
    (MessageEntity.URL, re.compile(r"\b(https?://\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,12}(/\S*)?)\b")),
    (MessageEntity.MENTION, re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}\b")),
    (MessageEntity.HASHTAG, re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = "sv"

    def user(self) -> User:
        """As the library's type."""
        return User(
            self.id,
            self.first_name,
            is_bot=False,
            username=self.username,
            language_code=self.language_code,
        )


def found_entities(text: str) -> list[MessageEntity]:
    """Commands, addresses and mentions, which Telegram marks by itself in what people write."""
    taken: list[range] = []
    found = list(_find(text, taken))
    return sorted(found, key=lambda entity: entity.offset)


def _find(text: str, taken: list[range]) -> Iterator[MessageEntity]:
    for kind, pattern in _FOUND_IN_TEXT:
        for match in pattern.finditer(text):
            if not any(match.start() in span for span in taken):
                taken.append(range(*match.span()))
                yield MessageEntity(kind, units(text[: match.start()]), units(match.group()))


def message(message_id: int, chat: Chat, author: User, date: datetime, **content: Json) -> Message:
    """A message; `content` is what the library's type calls it (text, photo, location, ...)."""
    return Message(message_id=message_id, chat=chat, from_user=author, date=date, **content)


def changed(message: Message, now: datetime, changes: dict[str, Json]) -> Message:
    """A message with some fields changed; None takes a field away."""
    written = message.to_dict()
    for name, value in changes.items():
        written.pop(name, None)
        if value is not None and value != []:
            written[name] = _as_json(value)
    written["edit_date"] = int(now.timestamp())
    return Message.de_json(written, None)


def _as_json(value: Json) -> Json:
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in value]
    return value.to_dict() if isinstance(value, TelegramObject) else value


def tapped(query_id: str, person: Person, on: Message, data: str) -> CallbackQuery:
    """A tap on an inline button; people in one chat share its `chat_instance`."""
    return CallbackQuery(
        id=query_id,
        from_user=person.user(),
        chat_instance=str(-on.chat.id * 7919),
        message=on,
        data=data,
    )


def membership(
    chat: Chat, person: Person, bot: User, date: datetime, *, before: str, after: str
) -> ChatMemberUpdated:
    """The bot's own standing in a chat changes: "member", "left" or "kicked"."""
    return ChatMemberUpdated(
        chat=chat,
        from_user=person.user(),
        date=date,
        old_chat_member=_member(bot, before),
        new_chat_member=_member(bot, after),
    )


def long_ago() -> datetime:
    """Where the Bot API counts from; as the end of a ban it means never."""
    return datetime.fromtimestamp(0, UTC)


def _member(bot: User, standing: str) -> ChatMember:
    if standing == ChatMember.BANNED:
        return ChatMemberBanned(bot, long_ago())
    return ChatMemberLeft(bot) if standing == ChatMember.LEFT else ChatMemberMember(bot)
