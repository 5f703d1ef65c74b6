"""What somebody tells staff on the telephone or at a desk, while it is being written down."""

from dataclasses import dataclass, field

from bot.domain.concern import Often


@dataclass(frozen=True, slots=True)
class Dictation:
    """In the memory of one login only; its words are masked already. `code` are the words of a
    code that is read aloud before anything is kept.
    """

    nonce: str
    category: str
    district: str
    part_of_day: str
    often: Often
    text: str = field(repr=False)
    is_test: bool = False
    code: tuple[str, ...] = field(default=(), repr=False)
