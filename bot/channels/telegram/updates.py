"""Updates as what a person did. What nobody waits for an answer to becomes nothing."""

from aiogram.types import CallbackQuery, Document, Message, Update

from bot.domain.message import Incoming, Kind

ADDRESS = "telegram:"


def chat_of(update: Update) -> int | None:
    """The chat in which something happened, if it happened in one."""
    message = update.message or update.edited_message
    if message:
        return message.chat.id
    if update.callback_query:
        pressed = update.callback_query.message
        return pressed.chat.id if pressed else update.callback_query.from_user.id
    return update.my_chat_member.chat.id if update.my_chat_member else None


def incoming_of(update: Update) -> Incoming | None:
    """What a person did, or None for an update that nobody waits for an answer to."""
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query)
    message = update.message or update.edited_message
    if message is None or _is_service(message):
        return None
    chat = message.chat.id
    kind = _kind(message)
    if update.edited_message and kind is not Kind.GROUP:
        kind = Kind.EDITED
    return Incoming(
        channel="telegram",
        key=str(update.update_id),
        person=f"{ADDRESS}{chat}",
        kind=kind,
        text=message.text or message.caption or "",
        forwarded=message.forward_origin is not None,
        can_be_told=message.chat.type == "private",
        address=f"{ADDRESS}{chat}" if message.chat.type == "private" else "",
        language=_language(message.from_user.language_code if message.from_user else None),
    )


def _pressed(key: int, query: CallbackQuery) -> Incoming:
    chat = query.message.chat.id if query.message else query.from_user.id
    private = query.message is None or query.message.chat.type == "private"
    return Incoming(
        channel="telegram",
        key=str(key),
        person=f"{ADDRESS}{chat}",
        kind=Kind.BUTTON if private else Kind.GROUP,
        action=query.data or "",
        address=f"{ADDRESS}{chat}" if private else "",
        can_be_told=private,
        can_remove=private and query.message is not None,
        language=_language(query.from_user.language_code),
    )


def _language(code: str | None) -> str:
    """Swedish unless the phone speaks another language: then English."""
    return "sv" if not code or code.startswith(("sv", "nb", "no", "da", "fi")) else "en"


_KINDS = {
    "photo": Kind.PHOTO,
    "voice": Kind.VOICE,
    "audio": Kind.VOICE,
    "video_note": Kind.VOICE,
    "sticker": Kind.STICKER,
    "animation": Kind.STICKER,
    "location": Kind.LOCATION,
    "venue": Kind.LOCATION,
    "contact": Kind.CONTACT,
    "document": Kind.DOCUMENT,
    "text": Kind.TEXT,
}


def _kind(message: Message) -> Kind:
    if message.chat.type != "private":
        return Kind.GROUP
    if is_image(message.document):
        return Kind.PHOTO
    found = (kind for field, kind in _KINDS.items() if getattr(message, field, None))
    return next(found, Kind.OTHER)


def is_image(document: Document | None) -> bool:
    """Whether a file is a picture that was sent uncompressed."""
    return document is not None and (document.mime_type or "").startswith("image/")


def _is_service(message: Message) -> bool:
    """Somebody joined, a title changed …: nothing that anyone said."""
    return bool(message.new_chat_members or message.left_chat_member or message.pinned_message)


def has_left(update: Update) -> bool:
    """Whether the person has blocked the bot or left it."""
    member = update.my_chat_member
    return member is not None and member.new_chat_member.status in ("kicked", "left")
