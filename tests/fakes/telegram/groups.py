"""A group that the bot is in; as by default, it reads only what is meant for it."""

import telegram
from telegram import ChatMember, Message

from tests.fakes.telegram import faults
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.ground import Ground
from tests.fakes.telegram.refusals import forbidden
from tests.fakes.telegram.updates import Person


class Group(Chat):
    """A group; `person` is who writes unless `by` says otherwise.

    Attributes:
        title: Its name.
        bot_reads_all: Whether the bot's privacy mode is off.
    """

    kind = "group"

    def __init__(self, ground: Ground, chat_id: int, person: Person, title: str) -> None:
        super().__init__(ground, chat_id, person)
        self.title = title
        self.bot_reads_all = False

    @property
    def name(self) -> str:
        """The title."""
        return self.title

    def telegram_chat(self) -> telegram.Chat:
        """As the library's type."""
        return telegram.Chat(self.id, self.kind, title=self.title)

    def adds_bot(self) -> None:
        """Somebody takes the bot in; it is told twice, as in Telegram."""
        self._closed = None
        self._standing_changes(ChatMember.LEFT, ChatMember.MEMBER)
        self.sends(new_chat_members=[self.ground.bot])

    def removes_bot(self) -> None:
        """Somebody throws the bot out; it gets 403 from then on."""
        self._closed = forbidden("bot was kicked from the group chat")
        self._standing_changes(ChatMember.MEMBER, ChatMember.BANNED)

    def becomes_supergroup(self, new_chat_id: int) -> None:
        """The group moves to a new id; calls to the old one are told so."""
        self._closed = faults.migrated(new_chat_id).refusal
        self.sends(migrate_to_chat_id=new_chat_id)

    def reaches(self, message: Message) -> bool:
        """In privacy mode: commands, mentions of the bot, answers to it, and service messages."""
        text = message.text or message.caption or ""
        answered = message.reply_to_message
        to_bot = answered is not None and answered.from_user == self.ground.bot
        service = bool(message.new_chat_members or message.migrate_to_chat_id)
        mentioned = f"@{self.ground.bot.username}" in text
        return self.bot_reads_all or text.startswith("/") or mentioned or to_bot or service
