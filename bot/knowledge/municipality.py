"""What another municipality edits first: its name, districts, categories and telephone numbers."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.tables import read_toml, validated

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


class District(Choice):
    """A part of the municipality. Nobody is `invited` to “another place”."""

    invited: bool = True


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
    districts: tuple[District, ...] = Field(min_length=1, max_length=20)
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
