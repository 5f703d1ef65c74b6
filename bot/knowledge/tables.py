"""TOML files as tables, and tables checked against a model; a fault names the file and the key."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import ContentError

_Model = TypeVar("_Model", bound=BaseModel)


def read_toml(path: Path) -> dict[str, object]:
    """A TOML file as a table.

    Raises:
        ContentError: the file is missing or is not TOML; the sentence names file and line.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ContentError(f"{path.name}: the file is missing in {path.parent}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: {error}.") from error


def validated(model: type[_Model], table: object, origin: str) -> _Model:
    """A table as a model.

    Raises:
        ContentError: the first fault, as "signs/scam.toml, sign.hurry.weight: what is wrong".
    """
    try:
        return model.model_validate(table)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(step) for step in fault["loc"])
        raise ContentError(f"{origin}, {place}: {fault['msg']}.") from error
