"""Replies and audiences as JSON: what was previewed is what goes, whatever content says later."""

from functools import cache, lru_cache

from pydantic import TypeAdapter

from bot.domain.message import Reply
from bot.domain.sending import Audience


def freeze(reply: Reply) -> str:
    """A reply as text. What is pushed holds no file."""
    return _replies().dump_json(reply).decode()


@lru_cache(maxsize=256)
def thaw(text: str) -> Reply:
    """The reply that was frozen."""
    return _replies().validate_json(text)


def freeze_audience(audience: Audience) -> str:
    """An audience as text."""
    return _audiences().dump_json(audience).decode()


@lru_cache(maxsize=256)
def thaw_audience(text: str) -> Audience:
    """The audience that was frozen."""
    return _audiences().validate_json(text)


@cache
def _replies() -> TypeAdapter[Reply]:
    return TypeAdapter(Reply)


@cache
def _audiences() -> TypeAdapter[Audience]:
    return TypeAdapter(Audience)
