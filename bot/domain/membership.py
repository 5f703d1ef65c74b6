"""Who has asked to be told things: which things, about which places."""

from dataclasses import dataclass
from enum import StrEnum


class News(StrEnum):
    """What a person can ask to be told."""

    INVITATIONS = "invitations"
    WARNINGS = "warnings"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Member:
    """One chat that wants to be told things: no name, only where and what.

    `districts` holds ids from content; none means the whole municipality.
    """

    address: str
    language: str
    districts: tuple[str, ...] = ()
    kinds: tuple[News, ...] = tuple(News)[:2]
