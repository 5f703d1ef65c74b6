"""The words around published figures: content/<language>/figures.toml, checked at the start."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.figures import Chart, Figure, Picture, Trend
from bot.domain.quarter import Quarter
from bot.domain.weeks import number_in_year
from bot.knowledge.tables import read_toml, validated

Short = Annotated[str, Field(min_length=1, max_length=40)]
Tab = Annotated[str, Field(pattern=r"^[^\[\]:*?/\\']{1,31}$")]
"""The name of a sheet in a workbook, as Excel takes it."""
Sentence = Annotated[str, Field(min_length=1, max_length=200)]


class _Strict(BaseModel):
    """A word that is unknown, misspelt or missing is refused at the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Charts(_Strict):
    """What each chart shows."""

    area: Short
    district: Short
    part_of_day: Short


class Trends(_Strict):
    """How a figure compares with that of a year before."""

    more: Short
    somewhat_more: Short
    alike: Short
    somewhat_less: Short
    less: Short
    unknown: Short


class How(_Strict):
    """How the figures are made."""

    title: Tab
    told: Sentence
    few: Sentence
    rest: Sentence
    withheld: Sentence
    frozen: Sentence
    weeks: Sentence

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of it, in order."""
        return (self.told, self.few, self.rest, self.withheld, self.frozen, self.weeks)


class Columns(_Strict):
    """The headings of the files."""

    quarter: Short
    first_week: Short
    last_week: Short
    chart: Short
    choice: Short
    label: Short
    figure: Short
    shown: Short
    published: Short


class Open(_Strict):
    """The page for anybody."""

    title: Short
    intro: Sentence
    none: Sentence
    quarters: Short
    database: Short
    table: Short
    terms: Short
    terms_text: Sentence
    trial: Sentence


class FigureWords(_Strict):
    """All that stands around the figures, but for the answers' own words."""

    file: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    title: Tab
    quarter: Short
    weeks: Short
    published: Short
    total: Short
    withheld: Short
    answer: Short
    number: Short
    year_before: Short
    compared: Short
    none: Short
    page: Short
    charts: Charts
    trends: Trends
    how: How
    columns: Columns
    open: Open

    @property
    def pieces(self) -> tuple[str, ...]:
        """What stands together, for measuring how hard it is to read."""
        return (*self.how.paragraphs, f"{self.open.intro}\n{self.open.terms_text}")

    def name(self, quarter: Quarter) -> str:
        """A quarter in words, e.g. “Kvartal 4, 2026”."""
        return f"{self.quarter} {quarter.number}, {quarter.year}"

    def span(self, quarter: Quarter) -> str:
        """Its weeks in words, e.g. “Vecka 40–53”."""
        first, last = number_in_year(quarter.first_week), number_in_year(quarter.last_week)
        return f"{self.weeks} {first}–{last}"

    def chart(self, chart: Chart) -> str:
        """What a chart shows."""
        return str(getattr(self.charts, chart))

    def trend(self, trend: Trend) -> str:
        """A comparison in words."""
        return str(getattr(self.trends, trend))

    def total_of(self, picture: Picture) -> str:
        """The total as it is written."""
        return self.withheld if picture.total is None else str(picture.total)

    def written(self, figure: Figure | None) -> str:
        """A figure, or that there is none."""
        return self.none if figure is None else str(figure)


def load_figure_words(path: Path) -> FigureWords:
    """The words in one language.

    Raises:
        ContentError: the file is missing or wrong; the sentence names the file and the word.
    """
    return validated(FigureWords, read_toml(path), f"{path.parent.name}/{path.name}")
