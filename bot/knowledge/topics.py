"""What people say about each topic, and words that mean much the same: content/finding, checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from bot.errors import ContentError
from bot.knowledge.stems import Card, beginning, folded, skeleton
from bot.knowledge.tables import validated

TOPICS = (
    "phone_bank_fraud", "sms_links", "hej_mamma", "romance", "investment", "tech_support",
    "door_visitors", "invoice", "marketplace", "bankid", "card_blocked", "already_scammed",
    "report", "help_relative", "meetings_when", "meetings_signup", "meetings_transport",
    "citizen_promise", "safety_survey", "night_patrol", "report_concern", "domestic_violence",
    "youth_drugs", "children_online", "privacy", "human", "unsubscribe", "language",
    "out_of_scope", "urgent_now",
)  # fmt: skip
"""Every topic a question can be about."""

WORDS = "words"
"""The file in content/finding that holds no topic but the words themselves."""


class _TopicFile(BaseModel):
    """One topic: phrases in each language and words that mean it alone, one a line."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    topic: str
    sv: str
    en: str
    words: str


class _WordsFile(BaseModel):
    """Words that are the same, and groups of words with one meaning."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    same: str
    groups: dict[str, str]


class Words:
    """Names looked up by whole words, beginnings ("bank*") and ends ("*kort")."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        """Take in each name's words, with spaces or line breaks between."""
        self._sides: tuple[dict[str, list[str]], ...] = ({}, {}, {})
        for name, text in lists.items():
            for word in dict.fromkeys(folded(text).split()):
                side = 1 if word.endswith("*") else 2 if word.startswith("*") else 0
                self._sides[side].setdefault(word.strip("*"), []).append(name)

    def of(self, word: str) -> tuple[str, ...]:
        """The names a word belongs to, sorted."""
        whole, starts, ends = self._sides
        found = set(whole.get(word, ()))
        for cut in range(2, len(word) + 1):
            if word[:cut] in starts:
                found.update(starts[word[:cut]])
            if word[-cut:] in ends:
                found.update(ends[word[-cut:]])
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by what they mean; all of them folded."""

    same: Mapping[str, str]
    groups: Words

    def card(self, word: str) -> Card:
        """What is known of a word."""
        start, sound = beginning(word), skeleton(word)
        return Card(word, start, sound, self.groups.of(word))


def read_phrases(files: Mapping[str, Mapping[str, object]]) -> list[tuple[str, str]]:
    """Each phrase with its topic, from the parsed files by name (without .toml).

    Raises:
        ContentError: a topic is unknown, missing or told twice, or a phrase stands under two.
    """
    tables = {
        name: validated(_TopicFile, dict(table), f"finding/{name}.toml")
        for name, table in sorted(files.items())
        if name != WORDS
    }
    for name, table in tables.items():
        if table.topic != name or table.topic not in TOPICS:
            raise ContentError(f"finding/{name}.toml, topic: skriv filens eget namn, ett ämne.")
    if missing := sorted(set(TOPICS) - set(tables)):
        raise ContentError(f"finding/{missing[0]}.toml: filen saknas.")
    return list(_once(tables))


def _once(tables: Mapping[str, _TopicFile]) -> Iterator[tuple[str, str]]:
    owner: dict[str, str] = {}
    for name, table in tables.items():
        for key, text in (("sv", table.sv), ("en", table.en), ("words", table.words)):
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            if not lines:
                raise ContentError(f"finding/{name}.toml, {key}: skriv en fras på varje rad.")
            for line in lines:
                if owner.setdefault(folded(line), name) != name:
                    where = owner[folded(line)]
                    raise ContentError(f"finding/{name}.toml, {key}: “{line}” står även i {where}.")
                yield name, line


def read_vocabulary(table: Mapping[str, object]) -> Vocabulary:
    """The words of finding/words.toml.

    Raises:
        ContentError: a line is not "as written = as meant", or a group is empty.
    """
    words = validated(_WordsFile, dict(table), f"finding/{WORDS}.toml")
    for group, text in words.groups.items():
        if not text.strip():
            raise ContentError(f"finding/{WORDS}.toml, groups.{group}: skriv minst ett ord.")
    same = dict(_same_line(line) for line in words.same.splitlines() if line.strip())
    return Vocabulary(same, Words(words.groups))


def _same_line(line: str) -> tuple[str, str]:
    written, sign, meant = (part.strip() for part in folded(line).partition("="))
    if not sign or not meant or not written.isalnum():
        raise ContentError(f"finding/{WORDS}.toml, same: “{line.strip()}” är inte “ord = ord”.")
    return written, meant
