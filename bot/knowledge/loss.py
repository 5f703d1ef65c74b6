"""What has already happened to a person: then advice for beforehand comes too late.

The evidence stands in content/signs/loss.toml, with what takes it back: denied, supposed, claimed.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.errors import ContentError
from bot.knowledge.evidence import Evidence
from bot.knowledge.pieces import Piece

FILE = "loss"
MOST_PIECES = 1_000
"""Words and signs that are read; a longer text is a chat or a letter, not somebody's own story."""


class Loss(StrEnum):
    """What is lost; where a text tells of several, the first of these comes first."""

    CODES = "codes"  # codes, a login or the account itself
    CARD = "card"
    MONEY = "money"
    HOME = "home"  # gold, cash or keys, taken by somebody who was there


class Losses:
    """Finds losses in texts."""

    def __init__(self, table: Mapping[str, object]) -> None:
        """Take the parsed loss.toml.

        Raises:
            ContentError: a phrase is wrong, or a loss has no table or one too many.
        """
        self._evidence = Evidence(table, f"signs/{FILE}.toml")
        if odd := set(Loss) ^ set(self._evidence.signs):
            raise ContentError(f"signs/{FILE}.toml: “sign.{min(odd)}” is missing or unknown.")

    def told(self, pieces: Sequence[Piece]) -> tuple[Loss, ...]:
        """What is lost, the most pressing first; empty where nothing is."""
        found = {hit.sign for hit in self._evidence.find(pieces[:MOST_PIECES], {}).signs}
        return tuple(loss for loss in Loss if loss in found)
