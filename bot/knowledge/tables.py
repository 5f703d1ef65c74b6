"""TOML files as tables, and tables checked against a model; a fault names the file and the key."""

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import ContentError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_Model = TypeVar("_Model", bound=BaseModel)
LONGEST_WORD = 40
"""Characters in one of a file of words."""
_FAULTS = {
    "missing": "saknas",
    "extra_forbidden": "finns inte. Är det felstavat?",
    "string_type": "ska vara text inom citattecken",
    "string_pattern_mismatch": "har fel form",
    "bool_type": "ska vara true eller false",
    "int_type": "ska vara ett heltal",
    "float_type": "ska vara ett tal",
    "list_type": "ska vara en lista inom hakar",
    "tuple_type": "ska vara en lista inom hakar",
    "dict_type": "ska vara en tabell med namn och värden",
    "model_type": "ska vara en tabell med namn och värden",
    "date_type": "ska vara ett datum, till exempel 2026-11-23",
    "date_from_datetime_parsing": "ska vara ett datum, till exempel 2026-11-23",
}


def read_toml(path: Path) -> dict[str, object]:
    """A TOML file as a table.

    Raises:
        ContentError: the file cannot be read or is not TOML; the sentence names file and line.
    """
    try:
        source = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise ContentError(f"{path.name}: filen saknas i {path.parent}.") from error
    except OSError as error:
        raise ContentError(
            f"{path.name}: filen går inte att läsa. Ge boten rätt till {path.parent}."
        ) from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path.name}: spara filen som UTF-8.") from error
    return parse_toml(source, path.name)


def read_words(path: Path) -> dict[str, str]:
    """A file of short words by key, such as the labels of buttons.

    Raises:
        ContentError: the file is missing or wrong, or a word is empty or long.
    """
    table = read_toml(path)
    for key, word in table.items():
        if not isinstance(word, str) or not 0 < len(word) <= LONGEST_WORD:
            raise ContentError(f"{path.name}, {key}: skriv 1 till {LONGEST_WORD} tecken.")
    return {key: str(word) for key, word in table.items()}


def parse_toml(source: str, origin: str) -> dict[str, object]:
    """A text in TOML as a table.

    Raises:
        ContentError: it is not TOML; the sentence names `origin` and the line.
    """
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f", rad {line[1]}" if line else ", sista raden"
        raise ContentError(
            f"{origin}{where}: inte rätt skriven. Se efter citattecken, hakar och likhetstecken, "
            "och att inget står två gånger."
        ) from error


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
        raise ContentError(f"{origin}, {place}: {_plain(fault)}.") from error


def _plain(fault: "ErrorDetails") -> str:
    """A fault in words for those who write the texts."""
    context = fault.get("ctx", {})
    match fault["type"]:
        case "value_error":
            return str(context["error"])
        case "string_too_short" | "too_short":
            return f"ska ha minst {context['min_length']}"
        case "string_too_long" | "too_long":
            return f"får ha högst {context['max_length']}"
        case "enum" | "literal_error":
            return f"ska vara {context['expected']}".replace(" or ", " eller ")
    return _FAULTS.get(fault["type"], "har fel värde")
