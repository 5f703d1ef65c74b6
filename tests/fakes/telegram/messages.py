"""The methods with which a bot sends, edits and deletes messages, and answers taps."""

from collections.abc import Awaitable, Callable

from telegram import (
    Document,
    File,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    PhotoSize,
)

from tests.fakes.telegram import limits, updates
from tests.fakes.telegram.calls import Json
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.checks import checked
from tests.fakes.telegram.entities import Parsed
from tests.fakes.telegram.ground import Ground
from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.shown import Answer, Shown

Params = dict[str, Json]
Method = Callable[[Params], Awaitable[Json]]

DELETABLE_SECONDS = 48 * 60 * 60
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


class Messages:
    """What a bot does in chats."""

    def __init__(self, ground: Ground, chats: dict[int, Chat]) -> None:
        self.ground = ground
        self.chats = chats

    def methods(self) -> dict[str, Method]:
        """Each method by its name in the Bot API."""
        return {
            "sendMessage": self.send_message,
            "sendPhoto": self.send_photo,
            "sendDocument": self.send_document,
            "sendChatAction": self.send_chat_action,
            "editMessageText": self.edit_message_text,
            "editMessageReplyMarkup": self.edit_message_reply_markup,
            "deleteMessage": self.delete_message,
            "answerCallbackQuery": self.answer_callback_query,
            "getFile": self.get_file,
        }

    async def send_message(self, params: Params) -> Json:
        """Send a text."""
        chat = self._open_chat(params)
        text = self._noted("sendMessage", limits.read_text(params))
        preview = params.get("link_preview_options")
        options = LinkPreviewOptions.de_json(preview, None) if preview else None
        return self._send(
            chat, params, text=text.text, entities=text.entities, link_preview_options=options
        )

    async def send_photo(self, params: Params) -> Json:
        """Send a picture."""
        chat = self._open_chat(params)
        kept = self.ground.files.given(params["photo"], limits.PHOTO_BYTES)
        if not kept.is_picture:
            raise bad_request("IMAGE_PROCESS_FAILED")
        size = PhotoSize(kept.file_id, kept.unique_id, 800, 600, len(kept.content))
        return self._send(chat, params, photo=[size], **self._caption("sendPhoto", params))

    async def send_document(self, params: Params) -> Json:
        """Send a file."""
        chat = self._open_chat(params)
        kept = self.ground.files.given(params["document"], limits.FILE_BYTES)
        document = Document(
            kept.file_id, kept.unique_id, kept.name, kept.mime_type, len(kept.content)
        )
        return self._send(chat, params, document=document, **self._caption("sendDocument", params))

    async def send_chat_action(self, params: Params) -> Json:
        """Say what the bot is doing."""
        chat = self._open_chat(params)
        limits.check_action(params["action"])
        chat.acts(params["action"])
        return True

    async def edit_message_text(self, params: Params) -> Json:
        """Change a text, and its buttons: those that are not given go away."""
        chat = self._open_chat(params)
        text = self._noted("editMessageText", limits.read_text(params))
        old = self._editable(chat, params)
        if old.text is None:
            raise bad_request("there is no text in the message to edit")
        changes = {"text": text.text, "entities": text.entities}
        return self._edit(chat, old, params, changes)

    async def edit_message_reply_markup(self, params: Params) -> Json:
        """Change the buttons alone."""
        chat = self._open_chat(params)
        return self._edit(chat, self._editable(chat, params), params, {})

    async def delete_message(self, params: Params) -> Json:
        """Take a message off the screen; for two days, in a private chat also the person's."""
        chat = self._open_chat(params)
        shown = chat.messages.get(params["message_id"])
        if shown is None:
            raise bad_request("message to delete not found")
        age = self.ground.clock() - shown.message.date.timestamp()
        if age > DELETABLE_SECONDS or not (shown.from_bot or chat.kind == "private"):
            raise bad_request("message can't be deleted for everyone")
        chat.remove(shown.id)
        return True

    async def answer_callback_query(self, params: Params) -> Json:
        """Answer a tap; once."""
        query_id = params["callback_query_id"]
        limits.check_answer(params.get("text"))
        if self.ground.queries.get(query_id, True):
            raise bad_request(TOO_OLD)
        self.ground.queries[query_id] = True
        answer = Answer(params.get("text") or "", bool(params.get("show_alert")))
        for chat in self.chats.values():
            chat.answers(query_id, answer)
        return True

    async def get_file(self, params: Params) -> Json:
        """Where to fetch a file."""
        kept = self.ground.files.find(params["file_id"])
        return checked(File(kept.file_id, kept.unique_id, len(kept.content), kept.path))

    def _open_chat(self, params: Params) -> Chat:
        chat_id = params.get("chat_id")
        if chat_id is None:
            raise bad_request("message identifier is not specified")
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        chat = self.chats[chat_id]
        chat.must_be_open()
        return chat

    def _noted(self, method: str, parsed: Parsed) -> Parsed:
        self.ground.fail(method, parsed.notes)
        return parsed

    def _caption(self, method: str, params: Params) -> dict[str, Json]:
        parsed = self._noted(method, limits.read_caption(params))
        return {"caption": parsed.text or None, "caption_entities": parsed.entities}

    def _send(self, chat: Chat, params: Params, **content: Json) -> Json:
        message = chat.new_message(
            self.ground.bot,
            reply_markup=self._keyboard(params),
            reply_to_message=self._replied(chat, params),
            has_protected_content=params.get("protect_content") or None,
            **content,
        )
        chat.put(self.ground.bot, "message", message)
        return checked(message)

    def _keyboard(self, params: Params) -> InlineKeyboardMarkup | None:
        """Only inline keyboards belong to a message; the others replace the person's own."""
        markup = params.get("reply_markup")
        self.ground.fail("reply_markup", limits.check_markup(markup))
        if not markup or not markup.get("inline_keyboard"):
            return None
        return InlineKeyboardMarkup.de_json(markup, None)

    def _replied(self, chat: Chat, params: Params) -> Message | None:
        reply = params.get("reply_parameters")
        if not reply:
            return None
        shown = chat.messages.get(reply["message_id"])
        if shown is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return shown.message if shown else None

    def _editable(self, chat: Chat, params: Params) -> Message:
        if "message_id" not in params:
            raise bad_request("message identifier is not specified")
        shown: Shown | None = chat.messages.get(params["message_id"])
        if shown is None:
            raise bad_request("message to edit not found")
        if not shown.from_bot:
            raise bad_request("message can't be edited")
        return shown.message

    def _edit(self, chat: Chat, old: Message, params: Params, changes: dict[str, Json]) -> Json:
        changes["reply_markup"] = self._keyboard(params)
        new = updates.changed(old, self.ground.now(), changes)
        if _content(new) == _content(old):
            raise bad_request(NOT_MODIFIED)
        chat.replace(new, reply="text" in changes)
        return checked(new)


def _content(message: Message) -> dict[str, Json]:
    """What counts when Telegram asks whether an edit changes anything."""
    written = message.to_dict()
    return {
        name: written.get(name)
        for name in ("text", "entities", "caption", "caption_entities", "reply_markup")
    }
