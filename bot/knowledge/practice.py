"""“Äkta eller bluff?”: short examples to practise on, read from practice.toml and checked."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import ContentError
from bot.knowledge.links import defang
from bot.knowledge.municipality import Identifier
from bot.knowledge.readability import sentences, words
from bot.knowledge.tables import read_toml, validated

LONGEST_MESSAGE = 50
"""Words in a message."""
MOST_REASONS = 3
"""Sentences in the explanation."""
FEWEST_OF_A_KIND = 4
"""Genuine ones, and scams: one more than a round, so that the next round can be all new."""
_ID = re.compile(r"[a-z0-9]{2,4}")


class Channel(StrEnum):
    """How a message reaches somebody."""

    SMS = "sms"
    MAIL = "mail"
    LETTER = "letter"
    CALL = "call"
    VISIT = "visit"
    CHAT = "chat"


class Item(BaseModel):
    """One example in one language: a message, whether it is genuine, and how that can be seen.

    `situation` is what the reader is to imagine first, where that decides. `page` leads to more.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    channel: Channel
    situation: Annotated[str, Field(max_length=120)] = ""
    text: Annotated[str, Field(min_length=1, max_length=400)]
    genuine: bool
    why: Annotated[str, Field(min_length=1, max_length=300)]
    page: Identifier

    def is_told_by(self, other: "Item") -> bool:
        """Whether the other is this example in another language."""
        mine, theirs = ((one.channel, one.genuine, one.page) for one in (self, other))
        return mine == theirs


def load_practice(path: Path) -> dict[str, Item]:
    """The examples in one language, by id.

    Raises:
        ContentError: the file is missing or wrong; the sentence names it and the example.
    """
    origin = f"{path.parent.name}/{path.name}"
    items = {name: _item(name, table, origin) for name, table in read_toml(path).items()}
    for name, item in items.items():
        if fault := _fault(item):
            raise ContentError(f"{origin}, {name}: {fault}.")
    genuine = sum(item.genuine for item in items.values())
    if min(genuine, len(items) - genuine) < FEWEST_OF_A_KIND:
        raise ContentError(
            f"{origin}: skriv minst {FEWEST_OF_A_KIND} äkta exempel och lika många bluffar."
        )
    return items


def _item(name: str, table: object, origin: str) -> Item:
    if not _ID.fullmatch(name) or not isinstance(table, dict):
        raise ContentError(f"{origin}, {name}: börja exemplet med [namn], 2-4 av a-z och 0-9.")
    return validated(Item, table, f"{origin}, {name}")


def _fault(item: Item) -> str:
    """What is wrong with an example, and its cure; nothing if it is right."""
    every = (item.situation, item.text, item.why)
    if any("\n" in one for one in every):
        return "skriv varje text på en rad"
    if any(defang(one) != one for one in every):
        return "en länk eller ett nummer går att trycka på: skriv postnord-paket[.]top, 08-123 …"
    if len(words(item.text)) > LONGEST_MESSAGE:
        return f"text har fler än {LONGEST_MESSAGE} ord"
    if len(sentences(item.why)) > MOST_REASONS:
        return f"why har fler än {MOST_REASONS} meningar"
    return ""
