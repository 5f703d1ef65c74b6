"""The limits that the Bot API documents: lengths of texts, and what a button may be."""

import re

from telegram import MessageEntity
from telegram.constants import ChatAction

from tests.fakes.telegram.calls import Json
from tests.fakes.telegram.entities import Parsed, parse_html, trimmed, units
from tests.fakes.telegram.refusals import bad_request

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
ENTITIES = 100
CALLBACK_BYTES = 64
BUTTONS = 100
BUTTONS_IN_A_ROW = 8
ALERT_LENGTH = 200
FILE_BYTES = 50_000_000
PHOTO_BYTES = 10_000_000

ACTIONS = {action.value for action in ChatAction}
# What a button can do; exactly one of these stands in it.
BUTTON_DOES = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
}  # fmt: skip
_URL = re.compile(r"(https?|tg)://[^\s]+|[\w-]+(\.[\w-]+)+(/\S*)?", re.IGNORECASE)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")


def read_text(params: dict[str, Json]) -> Parsed:
    """The text of a message, parsed and trimmed.

    The documentation says characters without saying which. UTF-16 units are the strictest
    reading, so what passes here passes there.

    Raises:
        RefusedError: 400; the text is empty, too long or wrongly marked up.
    """
    parsed = _read(params, "text", "entities")
    if not parsed.text:
        raise bad_request("message text is empty")
    if units(parsed.text) > TEXT_LENGTH:
        raise bad_request("message is too long")
    return parsed


def read_caption(params: dict[str, Json]) -> Parsed:
    """The caption of a file, which may be empty.

    Raises:
        RefusedError: 400; too long or wrongly marked up.
    """
    parsed = _read(params, "caption", "caption_entities")
    if units(parsed.text) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return parsed


def _read(params: dict[str, Json], name: str, entities: str) -> Parsed:
    text = params.get(name) or ""
    given = [MessageEntity.de_json(item, None) for item in params.get(entities) or []]
    parsed = _parse(text, params.get("parse_mode"), given)
    if parsed.entities and len(parsed.entities) > ENTITIES:
        parsed.notes.append(f"{len(parsed.entities)} entities, of which {ENTITIES} have effect")
        parsed.entities = parsed.entities[:ENTITIES]
    outside = [e for e in given if e.offset < 0 or e.offset + e.length > units(text)]
    parsed.notes += [f"{entity.type} reaches outside the text" for entity in outside]
    return trimmed(parsed)


def _parse(text: str, mode: str | None, given: list[MessageEntity]) -> Parsed:
    _must_be_utf8(text)
    if not mode:
        return Parsed(text, given)
    if mode.lower() != "html":
        raise bad_request(f"unsupported parse_mode (this emulator reads HTML, not {mode})")
    parsed = parse_html(text)
    if given:
        parsed.notes.append("entities beside parse_mode have no effect")
    return parsed


def _must_be_utf8(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error


def check_markup(markup: dict[str, Json] | None) -> list[str]:
    """Check a keyboard of either kind.

    Returns:
        Notes on what Telegram would change without a word.

    Raises:
        RefusedError: 400; a button is not as buttons must be.
    """
    if not markup:
        return []
    rows = markup.get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_button(button)
    for key in (key for row in markup.get("keyboard", []) for key in row):
        _check_label(key["text"] if isinstance(key, dict) else key)
    wide = max(map(len, rows), default=0)
    return [f"a row of {wide} buttons is broken at eight"] if wide > BUTTONS_IN_A_ROW else []


def _check_label(text: str) -> None:
    _must_be_utf8(text)
    if not text.strip():
        raise bad_request("can't parse keyboard button: text must not be empty")


def _check_button(button: dict[str, Json]) -> None:
    _check_label(button["text"])
    does = BUTTON_DOES & button.keys()
    if not does:
        raise bad_request("can't parse inline keyboard button: text buttons are unallowed here")
    if len(does) > 1:
        raise bad_request(
            f"can't parse inline keyboard button: one action is allowed, not {sorted(does)}"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _URL.fullmatch(button["url"]):
        raise bad_request("BUTTON_URL_INVALID")


def check_answer(text: str | None) -> None:
    """Check what is shown on top of the chat after a tap.

    Raises:
        RefusedError: 400; longer than 200 characters.
    """
    if units(text or "") > ALERT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")


def check_action(action: str) -> None:
    """Check what a bot says it is doing.

    Raises:
        RefusedError: 400; no such action.
    """
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")


def check_commands(commands: list[dict[str, Json]]) -> None:
    """Check the list of commands: at most 100, names of a-z, 0-9 and _, described.

    Raises:
        RefusedError: 400.
    """
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= units(command["description"].strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_language(code: str | None) -> None:
    """Check a language: two letters, or none for everybody.

    Raises:
        RefusedError: 400.
    """
    if not _LANGUAGE.fullmatch(code or ""):
        raise bad_request("invalid language code specified")
