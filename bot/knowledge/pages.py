"""Pages: one subject each, told in one or more parts of a message's length."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.message import Text
from bot.errors import ContentError
from bot.knowledge.municipality import Identifier
from bot.knowledge.tables import parse_toml, validated
from bot.knowledge.templates import Line

_FENCE = "+++"
_BREAK = "---"


class PageKind(StrEnum):
    """How a page is walked through."""

    ADVICE = "advice"
    STEPS = "steps"
    INFO = "info"


class FrontMatter(BaseModel):
    """What stands between the +++ lines of a page. `offers` are further buttons under it: the
    text to forward, the sheet to print, or the choice between them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[str, Field(min_length=2, max_length=24)]
    topic: Identifier
    kind: PageKind
    related: tuple[Identifier, ...] = Field(default=(), max_length=3)
    offers: tuple[Literal["relative", "share", "sheet"], ...] = Field(default=(), max_length=3)
    sources: tuple[str, ...] = ()
    seen: date


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a page; `title` is the words on the button that leads to it."""

    title: str
    text: Text


@dataclass(frozen=True, slots=True)
class Page:
    """One subject in one language."""

    id: str
    front: FrontMatter
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """The page's name on a button."""
        return self.front.title


def load_pages(folder: Path, shared: Mapping[str, object]) -> dict[str, Page]:
    """Every page of one language, by id."""
    return {path.stem: _load(path, shared) for path in sorted(folder.glob("*.md"))}


def _load(path: Path, shared: Mapping[str, object]) -> Page:
    origin = f"{path.parent.parent.name}/pages/{path.name}"
    front, body = _split(path.read_text("utf-8"), origin)
    parts = tuple(_parts(body, origin, shared))
    if front.kind is not PageKind.STEPS and not all(part.title for part in parts[1:]):
        raise ContentError(f"{origin}: börja varje del efter den första med “## Rubrik”.")
    return Page(path.stem, front, parts)


def _split(source: str, origin: str) -> tuple[FrontMatter, str]:
    pieces = source.split(_FENCE, 2)
    if len(pieces) != 3 or pieces[0].strip():
        raise ContentError(f"{origin}, rad 1: börja med uppgifterna mellan två rader +++.")
    return validated(FrontMatter, parse_toml(pieces[1], origin), origin), pieces[2]


def _parts(body: str, origin: str, shared: Mapping[str, object]) -> Iterator[Part]:
    for number, lines in enumerate(_chunks(body.strip().splitlines()), 1):
        title = lines[0].removeprefix("## ").strip() if lines[0].startswith("## ") else ""
        source = "\n".join(lines)
        line = Line(source, f"{origin}, del {number}", shared)
        if line.variables:
            raise ContentError(f"{line.origin}: namnet {min(line.variables)} finns inte.")
        yield Part(title, line.text({}))


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for line in [*lines, _BREAK]:
        if line.strip() != _BREAK:
            chunk.append(line)
            continue
        text = "\n".join(chunk).strip()
        if text:
            yield text.splitlines()
        chunk = []
