"""The parameters of each Bot API method, as python-telegram-bot declares them."""

import importlib
import inspect
import re
import types
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

import telegram
from telegram import Bot, InputFile, TelegramObject

Hint: TypeAlias = Any  # a type, as annotations spell it

# Parameters that steer the library and never travel: its network settings, and conveniences
# that it folds into reply_parameters, link_preview_options and the name of an uploaded file.
STEERING = frozenset({
    "self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs",
    "filename", "allow_sending_without_reply", "reply_to_message_id", "disable_web_page_preview",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its type, and whether a call must have it."""

    hint: Hint
    required: bool


def snake(method: str) -> str:
    """The library's name of a Bot API method: sendMessage is send_message."""
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", method).lower()


def arms(hint: Hint) -> tuple[Hint, ...]:
    """The kinds of value a type hint allows, without None and the library's own defaults."""
    if get_origin(hint) in {Union, types.UnionType}:
        return tuple(arm for part in get_args(hint) for arm in arms(part))
    wrapped = getattr(get_origin(hint), "__name__", "") == "DefaultValue"
    return () if wrapped or hint in {type(None), object} else (hint,)


def takes_file(hint: Hint) -> bool:
    """Whether a parameter is a file, sent along or named by its id."""
    return InputFile in arms(hint)


@cache
def parameters_of(method: str) -> dict[str, Parameter] | None:
    """What travels in a call of `method`, by name; None if the library has no such method."""
    function = getattr(Bot, snake(method), None)
    if not inspect.iscoroutinefunction(function):
        return None
    hints = _hints(function)
    return {
        name: Parameter(hints[name], parameter.default is inspect.Parameter.empty)
        for name, parameter in inspect.signature(function).parameters.items()
        if name not in STEERING
    }


def fields_of(kind: type[TelegramObject]) -> dict[str, Hint]:
    """The fields of a Telegram object and their types."""
    hints = _hints(kind.__init__)
    return {name: hint for name, hint in hints.items() if name not in {"api_kwargs", "return"}}


@cache
def _hints(function: Callable[..., object]) -> dict[str, Hint]:
    # The library names some types only for type checkers, so they are looked up in its parts.
    parts = ("telegram._utils.types", inspect.unwrap(function).__module__)
    names = dict(vars(telegram))
    for part in parts:
        names |= vars(importlib.import_module(part))
    return get_type_hints(inspect.unwrap(function), globalns=names)
