"""A meeting as staff write it in a TOML file, in Swedish local time."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.domain.meeting import Meeting
from bot.domain.sweden import STOCKHOLM, moment_of
from bot.errors import ContentError

EXAMPLE = """\
title = "Trygg i vardagen – kaffe och samtal"
about = "Vi pratar om bedrägeri och om vad som gör Karlshamn tryggt."
who = "Kommunens samordnare och en polis"
date = 2027-03-10
start = 14:00:00
end = 16:00:00
place = "Rådhussalen, Karlshamn"
directions = "Ingång från torget. Bussen stannar vid stationen."
lift = true            # hiss; ta bort raden om ni inte vet
hearing_loop = true    # hörslinga
toilet = true          # toalett med plats för rullstol
coffee = true          # kommunen bjuder på kaffe
transport = ""         # hur man får skjuts, om ni ordnar det
phone = ""             # numret för frågor och anmälan
seats = 40             # antal platser; ta bort raden om det inte finns någon gräns
languages = ["sv"]     # språk som talas på träffen
districts = []         # områden som bjuds in, ur content/municipality.toml; tomt är alla
sentence = ""          # en egen mening i inbjudan
"""
_Line = Annotated[str, Field(min_length=1, max_length=300)]
_Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,24}$")]


class MeetingFile(BaseModel):
    """The fields of the file. `in_days` may stand in place of `date`, for examples."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[str, Field(min_length=3, max_length=120)]
    about: Annotated[str, Field(min_length=3, max_length=1200)]
    who: Annotated[str, Field(max_length=300)] = ""
    day: date | None = Field(default=None, alias="date")
    in_days: Annotated[int, Field(ge=1, le=365)] | None = None
    start: time
    end: time
    place: _Line
    directions: Annotated[str, Field(max_length=400)] = ""
    lift: bool | None = None
    hearing_loop: bool | None = None
    toilet: bool | None = None
    coffee: bool | None = None
    transport: Annotated[str, Field(max_length=300)] = ""
    phone: Annotated[str, Field(max_length=30)] = ""
    seats: Annotated[int, Field(ge=1, le=5000)] | None = None
    languages: tuple[_Code, ...] = ()
    districts: tuple[_Code, ...] = ()
    sentence: Annotated[str, Field(max_length=300)] = ""
    photo_text: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end")
        if (self.day is None) == (self.in_days is None):
            raise ValueError("date")
        return self

    def meeting(self, key: str, now: datetime, *, example: bool = False) -> Meeting:
        """The meeting, with `in_days` counted from `now`.

        Raises:
            ContentError: summer time skips the hour on that day.
        """
        today = now.astimezone(STOCKHOLM).date()
        day = self.day or today + timedelta(days=self.in_days or 0)
        fields = self.model_dump(exclude={"day", "in_days", "start", "end"})
        return Meeting(
            key=key,
            starts=_instant(day, self.start),
            ends=_instant(day, self.end),
            example=example,
            **fields,
        )


def read_meeting(path: Path) -> MeetingFile:
    """The meeting in a file.

    Raises:
        ContentError: what is wrong, by field, in Swedish for staff.
    """
    try:
        return parse_meeting(tomllib.loads(path.read_text("utf-8")), path.name)
    except OSError as error:
        raise ContentError(f"Filen {path} går inte att läsa: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name} är inte rätt skriven: {error}.") from error


def parse_meeting(table: object, origin: str) -> MeetingFile:
    """The meeting in a table of TOML; `origin` names it in an error."""
    try:
        return MeetingFile.model_validate(table)
    except ValidationError as error:
        raise ContentError(f"{origin}: {_plain(error)}") from error


def _plain(error: ValidationError) -> str:
    fault = error.errors()[0]
    field = str(fault["loc"][0]) if fault["loc"] else ""
    match fault["type"]:
        case "missing":
            sentence = f"fältet {field} saknas."
        case "extra_forbidden":
            sentence = f"fältet {field} finns inte. Är det felstavat?"
        case "value_error" if "end" in str(fault["ctx"]["error"]):
            sentence = "träffen slutar innan den börjar. Ändra start eller end."
        case "value_error":
            sentence = "skriv dagen i fältet date, till exempel date = 2027-03-10."
        case _:
            sentence = f"fältet {field} har fel värde."
    return f"{sentence} Ett rätt exempel visas med: python bot.py meeting example"


def _instant(day: date, clock: time) -> datetime:
    """A Swedish local time in UTC; a time that summer time skips is refused."""
    instant = moment_of(day, clock)
    if instant is None:
        raise ContentError(
            f"Klockan {clock:%H.%M} finns inte den {day}: då ställs klockan fram. Välj en annan."
        )
    return instant
