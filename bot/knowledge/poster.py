"""The words of a meeting's poster: content/<language>/poster.toml, checked at the start."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.tables import read_toml, validated

Short = Annotated[str, Field(min_length=1, max_length=48)]


class PosterWords(BaseModel):
    """All that stands on the poster, but for what the meeting says and the municipality's name.
    `picture` is read aloud in place of the QR code.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    welcome: Short
    example: Short
    moved: Short
    cancelled: Short
    at: Annotated[str, Field(min_length=1, max_length=10)]
    lift: Short
    hearing_loop: Short
    toilet: Short
    coffee: Short
    code: Short
    aim: Short
    picture: Short
    ring: Short
    genuine: Short
    never: Short

    @property
    def pieces(self) -> tuple[str, ...]:
        """What stands together, for measuring how hard it is to read."""
        return (f"{self.code}\n{self.aim}", f"{self.ring}\n{self.genuine}\n{self.never}")


def load_poster(path: Path) -> PosterWords:
    """The words in one language.

    Raises:
        ContentError: the file is missing or wrong; the sentence names the file and the word.
    """
    return validated(PosterWords, read_toml(path), f"{path.parent.name}/{path.name}")
