"""What another municipality edits first: its name, districts, categories and telephone numbers."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.figures import Answers, Chart
from bot.domain.retention import Plan
from bot.errors import ContentError
from bot.knowledge.tables import read_toml, validated

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,24}$")]
Label = Annotated[str, Field(min_length=1, max_length=40)]


class _Strict(BaseModel):
    """Content with an unknown or misspelt key is refused, so that nothing is silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(_Strict):
    """Something to choose among, with its label in each language. `rest` is what fits none of the
    others: in published figures it is counted in the total alone (bot/domain/figures.py).
    """

    id: Identifier
    sv: Label
    en: Label
    rest: bool = False

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
    concern_weeks: Annotated[int, Field(ge=4, le=1040)] = 104
    """Weeks after something last happened with a concern; then its words go, and counts stay."""
    question_weeks: Annotated[int, Field(ge=18, le=1040)] = 52
    """Weeks after a meeting; until 120 days after it its questions and answers are shown."""
    warning_weeks: Annotated[int, Field(ge=1, le=26)] = 4
    """Weeks before, from which staff are told of what is to go."""
    backups: Annotated[int, Field(ge=1, le=366)] = 35
    """Days that a backup is kept at most, and what has been erased lives on in one."""

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return Plan(self.concern_weeks, self.question_weeks, self.warning_weeks)

    def is_confirmed(self, today: date) -> bool:
        """Whether it has been decided: a day, not yet to come, and a role."""
        try:
            decided = date.fromisoformat(self.confirmed.strip())
        except ValueError:
            return False
        return decided <= today and bool(self.confirmed_by.strip())


class OpenData(_Strict):
    """On what terms anybody may use the published figures."""

    licence: str = "CC0 1.0"
    licence_url: str = "https://creativecommons.org/publicdomain/zero/1.0/"


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
    open_data: OpenData = OpenData()

    def counted(self, language: str) -> Mapping[Chart, Answers]:
        """What published figures are counted by: all that is taken in, but for the rest."""
        lists: Mapping[Chart, tuple[Choice, ...]] = {
            Chart.AREA: tuple(one for one in self.concern_categories if one.stored),
            Chart.DISTRICT: self.districts,
            Chart.PART_OF_DAY: self.day_parts,
        }
        return {
            chart: {one.id: one.label(language) for one in choices if not one.rest}
            for chart, choices in lists.items()
        }


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
    """Read content/municipality.toml.

    Raises:
        ContentError: it is wrong, or a list lacks what fits none of the others.
    """
    town = validated(Municipality, read_toml(path), path.name)
    for name in ("concern_categories", "districts", "day_parts"):
        choices: tuple[Choice, ...] = getattr(town, name)
        if not any(one.rest and getattr(one, "stored", True) for one in choices):
            raise ContentError(
                f"{path.name}, {name}: något av valen ska ha rest = true, till exempel “Något "
                "annat”. Det räknas bara i totalen, så att ingen kan räkna fram små siffror."
            )
    return town


def load_contacts(path: Path) -> dict[str, Contact]:
    """Read content/contacts.toml."""
    return validated(Contacts, {"numbers": read_toml(path)}, path.name).numbers
