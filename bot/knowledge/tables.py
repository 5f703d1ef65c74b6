"""Parsed TOML checked against a model; a fault names the file and the key."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import ContentError

T = TypeVar("T", bound=BaseModel)


def read(model: type[T], table: Mapping[str, object], origin: str) -> T:
    """The table as the model.

    Raises:
        ContentError: the first fault, as "signs/scam.toml, sign.hurry.weight: what is wrong".
    """
    try:
        return model.model_validate(table)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(map(str, fault["loc"]))
        raise ContentError(f"{origin}, {place}: {fault['msg']}.") from None
