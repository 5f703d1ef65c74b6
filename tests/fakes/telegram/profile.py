"""The methods with which a bot describes itself: name, commands, descriptions, menu button."""

import json
from collections.abc import Awaitable, Callable

from telegram import (
    BotCommand,
    BotDescription,
    BotName,
    BotShortDescription,
    MenuButton,
    MenuButtonCommands,
    TelegramObject,
)

from tests.fakes.telegram import limits
from tests.fakes.telegram.calls import Json
from tests.fakes.telegram.checks import checked
from tests.fakes.telegram.entities import units
from tests.fakes.telegram.ground import Ground
from tests.fakes.telegram.refusals import bad_request

Params = dict[str, Json]
Method = Callable[[Params], Awaitable[Json]]

DEFAULT_SCOPE = '{"type": "default"}'


class Profile:
    """What the bot says about itself, by language.

    Attributes:
        commands: By scope (as JSON) and language ("" for everybody).
        texts: "name", "description" and "short_description", each by language.
        menu_buttons: By chat; None is for all the others.
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, dict[str, Json]] = {}

    def methods(self) -> dict[str, Method]:
        """Each method by its name in the Bot API."""
        return {
            "getMe": self.get_me,
            "setMyCommands": self.set_my_commands,
            "getMyCommands": self.get_my_commands,
            "deleteMyCommands": self.delete_my_commands,
            "setMyName": self._setter("name", 64),
            "getMyName": self._getter("name", BotName),
            "setMyDescription": self._setter("description", 512),
            "getMyDescription": self._getter("description", BotDescription),
            "setMyShortDescription": self._setter("short_description", 120),
            "getMyShortDescription": self._getter("short_description", BotShortDescription),
            "setChatMenuButton": self.set_chat_menu_button,
            "getChatMenuButton": self.get_chat_menu_button,
        }

    def commands_for(self, language: str | None) -> list[dict[str, str]]:
        """The commands that somebody with this language sees."""
        everybody = self.commands.get((DEFAULT_SCOPE, ""), [])
        return self.commands.get((DEFAULT_SCOPE, language or ""), everybody)

    async def get_me(self, _: Params) -> Json:
        """Who the bot is."""
        return checked(self.ground.bot)

    async def set_my_commands(self, params: Params) -> Json:
        """Set the list of commands for a scope and a language."""
        limits.check_commands(params["commands"])
        self.commands[self._key(params)] = params["commands"]
        return True

    async def get_my_commands(self, params: Params) -> Json:
        """The list that was set for exactly this scope and language."""
        found = self.commands.get(self._key(params), [])
        return [checked(BotCommand.de_json(command, None)) for command in found]

    async def delete_my_commands(self, params: Params) -> Json:
        """Take a list away."""
        self.commands.pop(self._key(params), None)
        return True

    async def set_chat_menu_button(self, params: Params) -> Json:
        """Set what the button beside the text field does."""
        button = params.get("menu_button") or {"type": "default"}
        self.menu_buttons[params.get("chat_id")] = button
        return True

    async def get_chat_menu_button(self, params: Params) -> Json:
        """What the button beside the text field does."""
        button = self.menu_buttons.get(params.get("chat_id"))
        return checked(MenuButton.de_json(button, None) if button else MenuButtonCommands())

    def _key(self, params: Params) -> tuple[str, str]:
        language = params.get("language_code") or ""
        limits.check_language(language)
        scope = params.get("scope")
        return json.dumps(scope, sort_keys=True) if scope else DEFAULT_SCOPE, language

    def _setter(self, name: str, most: int) -> Method:
        async def set_text(params: Params) -> Json:
            text = params.get(name) or ""
            limits.check_language(params.get("language_code"))
            if units(text) > most:
                raise bad_request(f"{name.replace('_', ' ')} is longer than {most} characters")
            self.texts[name, params.get("language_code") or ""] = text
            return True

        return set_text

    def _getter(self, name: str, kind: type[TelegramObject]) -> Method:
        async def get_text(params: Params) -> Json:
            text = self.texts.get((name, params.get("language_code") or ""), "")
            return checked(kind.de_json({name: text}, None))

        return get_text
