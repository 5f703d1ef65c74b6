"""A chat with the bot as a person has it: type, tap, send things, and read what comes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

import telegram
from telegram import (
    ChatMember,
    Contact,
    Document,
    Location,
    Message,
    PhotoSize,
    Sticker,
    Voice,
)

from tests.fakes.telegram import updates
from tests.fakes.telegram.calls import Json, Upload
from tests.fakes.telegram.files import TINY_PNG
from tests.fakes.telegram.ground import Ground
from tests.fakes.telegram.refusals import RefusedError, forbidden
from tests.fakes.telegram.shown import Answer, Button, NoSuchButtonError, Shown, Tap
from tests.fakes.telegram.updates import Person

T = TypeVar("T")


class Chat:
    """A private chat.

    Attributes:
        messages: What is on the screen, by message id, oldest first.
        replies: All that the bot has sent or edited, in order, as it stood then.
        actions: What the bot said it was doing ("typing").
        taps_made: Every tap on a button.
    """

    kind = "private"

    def __init__(self, ground: Ground, chat_id: int, person: Person) -> None:
        self.ground = ground
        self.id = chat_id
        self.person = person
        self.messages: dict[int, Shown] = {}
        self.replies: list[Shown] = []
        self.actions: list[str] = []
        self.taps_made: list[Tap] = []
        self.version = 0
        self._read = 0
        self._closed: RefusedError | None = None
        self._next_id = ground.random.randrange(100, 90_000)

    @property
    def name(self) -> str:
        """What the chat is called."""
        return self.person.first_name

    @property
    def last(self) -> Shown:
        """The newest thing the bot sent or edited.

        Raises:
            LookupError: It has not said anything.
        """
        if not self.replies:
            raise LookupError(f"the bot has said nothing to {self.name}")
        return self.replies[-1]

    @property
    def closed(self) -> bool:
        """Whether the bot may not write here."""
        return self._closed is not None

    def telegram_chat(self) -> telegram.Chat:
        """As the library's type."""
        person = self.person
        return telegram.Chat(
            self.id, self.kind, first_name=person.first_name, username=person.username
        )

    # What the person does.

    def starts(self, payload: str = "") -> Shown:
        """Press Start, or follow a deep link that carries a payload."""
        return self.types(f"/start {payload}".strip())

    def types(self, text: str, by: Person | None = None) -> Shown:
        """Write a text."""
        return self.sends(by, text=text, entities=updates.found_entities(text))

    def sends_photo(self, content: bytes = TINY_PNG, caption: str | None = None) -> Shown:
        """Send a picture."""
        kept = self.ground.files.keep(Upload("photo.png", content))
        size = PhotoSize(kept.file_id, kept.unique_id, 800, 600, len(content))
        return self.sends(photo=[size], caption=caption)

    def sends_document(self, filename: str, content: bytes) -> Shown:
        """Send a file."""
        kept = self.ground.files.keep(Upload(filename, content))
        return self.sends(
            document=Document(kept.file_id, kept.unique_id, filename, kept.mime_type, len(content))
        )

    def sends_sticker(self, emoji: str = "👍") -> Shown:
        """Send a sticker."""
        kept = self.ground.files.keep(Upload("sticker.webp", TINY_PNG))
        sticker = Sticker(
            kept.file_id, kept.unique_id, 512, 512,
            is_animated=False, is_video=False, type="regular", emoji=emoji,
        )  # fmt: skip
        return self.sends(sticker=sticker)

    def sends_voice(self, seconds: int = 3) -> Shown:
        """Speak a message."""
        kept = self.ground.files.keep(Upload("voice.ogg", b"OggS"))
        return self.sends(voice=Voice(kept.file_id, kept.unique_id, seconds, "audio/ogg", 4))

    def sends_location(self, latitude: float = 56.17, longitude: float = 14.86) -> Shown:
        """Send a place, in degrees."""
        return self.sends(location=Location(longitude, latitude))

    def sends_contact(self, phone: str = "+46701740605", first_name: str = "Kim") -> Shown:
        """Send somebody's phone number; by default one from the series kept for fiction."""
        return self.sends(contact=Contact(phone, first_name))

    def sends(self, by: Person | None = None, **content: Json) -> Shown:
        """Send anything the library has a type for: `sends(dice=Dice(...))`."""
        author = (by or self.person).user()
        return self.put(author, "message", self.new_message(author, **content))

    def edits(self, message: Shown, text: str) -> Shown:
        """Change what was written."""
        changes = {"text": text, "entities": updates.found_entities(text)}
        edited = updates.changed(message.message, self.ground.now(), changes)
        update_id = self.ground.mailbox.post("edited_message", edited, self.id)
        return self._show(Shown(edited, update_id, edited=True))

    def deletes(self, message: Shown) -> None:
        """Take a message off the screen; bots are not told."""
        self.remove(message.id)

    def taps(self, name: str, message: Shown | None = None, by: Person | None = None) -> Tap:
        """Tap an inline button, by its label or its data.

        Args:
            name: Label or data.
            message: Where to look; without it, the newest message that has such a button. An old
                `Shown` stands for a screen that has not caught up.
            by: Who taps, in a group.

        Raises:
            NoSuchButtonError: It is not there, or it opens an address and nothing reaches the bot.
        """
        on, button = self._find_button(name, [message] if message else self._newest_first())
        if button.data is None:
            raise NoSuchButtonError(f"{button.label!r} opens {button.url}; the bot is not told")
        query_id = str(self.ground.random.getrandbits(62))
        query = updates.tapped(query_id, by or self.person, on.message, button.data)
        tap = Tap(
            query_id,
            self.ground.mailbox.post("callback_query", query, self.id),
            button,
            self.ground.bell,
        )
        self.ground.queries[query_id] = False
        self.taps_made.append(tap)
        self.rings()
        return tap

    def blocks_bot(self) -> None:
        """Block the bot: it is told, and gets 403 from then on."""
        self._closed = forbidden("bot was blocked by the user")
        self._standing_changes(ChatMember.MEMBER, ChatMember.BANNED)

    def unblocks_bot(self) -> None:
        """Let the bot write again."""
        self._closed = None
        self._standing_changes(ChatMember.BANNED, ChatMember.MEMBER)

    def vanishes(self) -> None:
        """The person deletes the account; the bot is not told."""
        self._closed = forbidden("user is deactivated")
        self.rings()

    # What the person reads.

    async def next_reply(self, timeout: float = 60.0) -> Shown:  # noqa: ASYNC109
        """The next message the bot sends or edits that has not been read here yet.

        Raises:
            TimeoutError: Nothing came within `timeout` seconds.
        """
        await self.until(lambda chat: len(chat.replies) > chat._read, timeout)
        self._read += 1
        return self.replies[self._read - 1]

    async def until(
        self,
        predicate: Callable[["Chat"], T],
        timeout: float = 60.0,  # noqa: ASYNC109
    ) -> T:
        """Wait until `predicate(chat)` finds something, and return that.

        Raises:
            TimeoutError: It did not within `timeout` seconds; says what is on the screen.
        """
        try:
            return await self.ground.bell.until(lambda: predicate(self), timeout)
        except TimeoutError as error:
            seen = [shown.text[:60] for shown in list(self.messages.values())[-5:]]
            raise TimeoutError(f"waited {timeout} s in the chat of {self.name}: {seen}") from error

    def opens(self, message: Shown) -> bytes:
        """The content of the file in a message.

        Raises:
            LookupError: There is none.
        """
        if message.file_id is None:
            raise LookupError("the message holds no file")
        return self.ground.files.find(message.file_id).content

    # What the server does here.

    def must_be_open(self) -> None:
        """Raises RefusedError if the bot may not write here."""
        if self._closed:
            raise self._closed

    def new_message(self, author: telegram.User, **content: Json) -> Message:
        """A message with the chat's next id."""
        self._next_id += 1
        return updates.message(
            self._next_id - 1, self.telegram_chat(), author, self.ground.now(), **content
        )

    def put(self, author: telegram.User, kind: str, message: Message) -> Shown:
        """Show a message; a person's is also posted to the bot."""
        if author.is_bot:
            self.replies.append(Shown(message))
            return self._show(self.replies[-1])
        update_id = (
            self.ground.mailbox.post(kind, message, self.id) if self.reaches(message) else None
        )
        return self._show(Shown(message, update_id))

    def replace(self, message: Message, *, reply: bool) -> Shown:
        """Show an edit of the bot's; `reply` when its text or file changed."""
        shown = replace(self.messages[message.message_id], message=message, edited=True)
        if reply:
            self.replies.append(shown)
        return self._show(shown)

    def remove(self, message_id: int) -> None:
        """Take a message off the screen."""
        del self.messages[message_id]
        self.rings()

    def acts(self, action: str) -> None:
        """The bot says what it is doing."""
        self.actions.append(action)
        self.rings()

    def answers(self, query_id: str, answer: Answer) -> None:
        """The bot answers a tap."""
        for tap in self.taps_made:
            if tap.query_id == query_id:
                tap.answer = answer
        self.rings()

    def reaches(self, message: Message) -> bool:
        """Whether the bot gets to see a message."""
        return message.chat.id == self.id

    def rings(self) -> None:
        """Something changed; whoever waits looks again."""
        self.version += 1
        self.ground.bell.ring()

    def _show(self, shown: Shown) -> Shown:
        self.messages[shown.id] = shown
        self.rings()
        return shown

    def _newest_first(self) -> list[Shown]:
        return [shown for shown in reversed(self.messages.values()) if shown.from_bot]

    def _find_button(self, name: str, where: Iterable[Shown]) -> tuple[Shown, Button]:
        found = [(shown, button) for shown in where if (button := shown.button(name))]
        if not found:
            there = [label for shown in self._newest_first()[:1] for label in shown.labels]
            raise NoSuchButtonError(f"no button {name!r}; the newest message has {there}")
        return found[0]

    def _standing_changes(self, before: str, after: str) -> None:
        change = updates.membership(
            self.telegram_chat(), self.person, self.ground.bot, self.ground.now(),
            before=before, after=after,
        )  # fmt: skip
        self.ground.mailbox.post("my_chat_member", change, self.id)
        self.rings()
