"""What another municipality edits first: its name, districts, categories and telephone numbers."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import ContentError

_Model = TypeVar("_Model", bound=BaseModel)
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,24}$")]
Label = Annotated[str, Field(min_length=1, max_length=40)]


class _Strict(BaseModel):
    """Content with an unknown or misspelt key is refused, so that nothing is silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(_Strict):
    """Something to choose among, with its label in each language."""

    id: Identifier
    sv: Label
    en: Label

    def label(self, language: str) -> str:
        """The words on the button."""
        return self.en if language == "en" else self.sv


class Category(Choice):
    """What a concern can be about. One that is not `stored` leads to the help on `page`."""

    stored: bool = True
    page: str = ""


class Retention(_Strict):
    """The municipality's decision on what is erased when (gallringsbeslut)."""

    confirmed: str = ""
    confirmed_by: str = ""


class Municipality(_Strict):
    """Who runs the bot, and where."""

    name: str
    short: str
    site: str
    email: str = ""
    promise_year: int
    promise: tuple[str, ...] = ()
    districts: tuple[Choice, ...] = Field(min_length=1, max_length=20)
    concern_categories: tuple[Category, ...] = Field(min_length=1, max_length=20)
    day_parts: tuple[Choice, ...] = Field(min_length=1, max_length=8)
    retention: Retention = Retention()


class Contact(_Strict):
    """One telephone number. `checked` is the date when the municipality saw it on its owner's
    own page, and only the municipality may write it; `number` is empty until they fill it in.
    """

    number: str
    call: str = ""
    owner: str
    hours: dict[str, str] = {}
    source: str
    seen: date | None = None
    grade: Annotated[str, Field(pattern=r"^[ABCU]$")]
    required: bool = False
    checked: str = ""
    checked_by: str = ""


class Contacts(_Strict):
    """Every number, by its id."""

    numbers: dict[Identifier, Contact]


def load_municipality(path: Path) -> Municipality:
    """Read content/municipality.toml."""
    return validated(Municipality, read_toml(path), path.name)


def load_contacts(path: Path) -> dict[str, Contact]:
    """Read content/contacts.toml."""
    return validated(Contacts, {"numbers": read_toml(path)}, path.name).numbers


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
        ContentError: the first fault, with its place in the file and what is expected.
    """
    try:
        return model.model_validate(table)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(step) for step in fault["loc"])
        raise ContentError(f"{origin}, {place}: {fault['msg']}.") from error
