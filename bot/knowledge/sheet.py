"""The words of the sheet to print: content/<language>/sheet.toml, checked at the start."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import ContentError
from bot.knowledge.municipality import Contact, Identifier
from bot.knowledge.tables import read_toml, validated

Short = Annotated[str, Field(min_length=1, max_length=40)]
"""One line of the sheet, in its large type."""


class _Strict(BaseModel):
    """A word that is unknown, misspelt or missing is refused at the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """What to do, and a line under it."""

    rule: Annotated[str, Field(min_length=1, max_length=21)]
    why: Annotated[str, Field(min_length=1, max_length=48)]


class Shown(_Strict):
    """A number by its id in contacts.toml, and when to call it."""

    contact: Identifier
    label: Short


class Numbers(_Strict):
    """The numbers under their heading."""

    title: Short
    shown: tuple[Shown, ...] = Field(min_length=1, max_length=6)


class Own(_Strict):
    """Lines on which the reader writes numbers by hand."""

    title: Short
    lines: tuple[Annotated[str, Field(min_length=1, max_length=20)], ...] = Field(
        min_length=1, max_length=3
    )
    hint: Short


class AboutBot(_Strict):
    """What stands beside the QR code; `picture` is read aloud in its place."""

    title: Short
    text: Short
    picture: Short


class SheetWords(_Strict):
    """All that stands on the sheet, but for numbers and the municipality's name."""

    file: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    title: Annotated[str, Field(min_length=1, max_length=24)]
    rules: tuple[Rule, ...] = Field(min_length=1, max_length=3)
    numbers: Numbers
    own: Own
    bot: AboutBot

    @property
    def pieces(self) -> tuple[str, ...]:
        """What stands together, for measuring how hard it is to read."""
        rules = (f"{rule.rule}\n{rule.why}" for rule in self.rules)
        return (*rules, self.own.hint, f"{self.bot.title}\n{self.bot.text}")


def load_sheet(path: Path, contacts: Mapping[str, Contact]) -> SheetWords:
    """The words in one language.

    Raises:
        ContentError: the file is missing or wrong, or names a number that there is not.
    """
    origin = f"{path.parent.name}/{path.name}"
    words = validated(SheetWords, read_toml(path), origin)
    for number in words.numbers.shown:
        if number.contact not in contacts:
            raise ContentError(f"{origin}: numret “{number.contact}” finns inte i contacts.toml.")
    return words
