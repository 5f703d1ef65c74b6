"""Whether a text tells of danger now, violence at home, suicide or a child in danger.

The evidence stands in content/signs/danger.toml: groups of phrases, rules that ask for one or more
groups near each other in a sentence, and vetoes (denied, past, often, supposed, told by others)
that take a rule back. Idioms are blanked first. Where nobody foresaw the words, a learned model
(hunch.py) has a say. Work grows in step with the length of the text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import ContentError
from bot.knowledge.hunch import FILE as HUNCH
from bot.knowledge.hunch import Hunch, windows
from bot.knowledge.phrases import Hit, Phrases
from bot.knowledge.tables import read_toml, validated
from bot.knowledge.words import Token, sentences, tokens

FILE = "signs/danger.toml"
FEWEST_WORDS = 3
"""Words from which the choice of words says something; fewer are left to the rules."""
PAUSE = "pause"  # what a comma, dash or bracket before a word counts as
_Name = Annotated[str, Field(pattern=r"^[a-z_]+$")]
_Phrase = Annotated[str, Field(min_length=1)]
_Reach = Annotated[int, Field(ge=0, le=40)]


@dataclass(frozen=True, slots=True)
class Danger:
    """What kinds of danger one text tells of."""

    urgent: bool
    violence: bool
    suicide: bool
    child: bool

    @property
    def any(self) -> bool:
        """Whether any kind was found."""
        return self.urgent or self.violence or self.suicide or self.child


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """Groups that must stand within so many words of the first one, in one sentence."""

    name: _Name
    kind: Literal["urgent", "violence", "suicide", "child"]
    explanation: str = Field(min_length=1)
    all: tuple[_Name, ...] = Field(min_length=1)
    within: _Reach = 8
    ordered: bool = False
    context: tuple[_Name, ...] = ()  # groups that must stand anywhere in the text
    most: int = Field(default=0, ge=0)  # words that the whole text may have; 0 for any number
    unless: tuple[_Name, ...] = ()


class _Veto(_Strict):
    """A group that takes a rule back when it stands so many words before or after its match."""

    before: _Reach
    after: _Reach
    yields: bool = False  # gives way when words for "right now" stand by the match
    ends_at: tuple[_Name, ...] = ()  # groups that cut it off from the match


class _Table(_Strict):
    groups: dict[_Name, tuple[_Phrase, ...]]
    vetoes: dict[_Name, _Veto]
    rules: tuple[Rule, ...] = Field(min_length=1)
    ordinary: tuple[str, ...] = ()
    silent: dict[_Name, tuple[_Name, ...]] = {}  # for each kind, vetoes that silence the hunch


class _Sentence:
    """The hits of one sentence by group, each group in order of place."""

    def __init__(self, hits: Mapping[str, Sequence[Hit]]) -> None:
        self.hits = hits
        self._places = {group: [hit.first for hit in found] for group, found in hits.items()}

    def near(self, group: str, first: int, last: int) -> Sequence[Hit]:
        """Hits of a group that begin at the words `first` to `last`."""
        places = self._places.get(group)
        if places is None:
            return ()
        low = bisect_left(places, first)
        return self.hits[group][low : bisect_right(places, last, low)]


class Watch:
    """Reads texts for danger by the rules it was built from."""

    def __init__(
        self, rules: Mapping[str, object], hunch: Mapping[str, object] | None = None
    ) -> None:
        """Take the parsed rules, and the parsed danger_hunch.toml where there is one.

        Raises:
            ContentError: something is missing or wrong; says where in the file.
        """
        table = validated(_Table, rules, FILE)
        try:
            self._phrases = Phrases(table.groups, table.ordinary)
        except (KeyError, ValueError) as error:
            raise ContentError(f"{FILE}, groups: {error}.") from error
        _check_names(table)
        self._rules = table.rules
        self._vetoes = table.vetoes
        self._silent = table.silent
        self._hunch = Hunch(hunch) if hunch else None

    @classmethod
    def load(cls, content: Path) -> "Watch":
        """The watch over the evidence in content/signs/.

        Raises:
            ContentError: a file is missing or wrong.
        """
        return cls(read_toml(content / FILE), read_toml(content / HUNCH))

    def read(self, text: str) -> Danger:
        """What kinds of danger the text tells of."""
        words = tokens(text)
        found = list(self._sentences(words))
        kinds: set[str] = {rule.kind for rule in self._fired(words, found)}
        kinds.update(self._suspected(words, found))
        return Danger(*(kind in kinds for kind in ("urgent", "violence", "suicide", "child")))

    def fired(self, text: str) -> Iterator[Rule]:
        """The rules that hold for the text."""
        words = tokens(text)
        return self._fired(words, list(self._sentences(words)))

    def _suspected(self, words: list[Token], found: list[_Sentence]) -> Iterator[str]:
        """The kinds that the choice of words speaks for, where no veto stands nearby."""
        if self._hunch is None or len(words) < FEWEST_WORDS:
            return
        whole = _Sentence(
            {
                veto: [hit for sentence in found for hit in sentence.hits.get(veto, ())]
                for vetoes in self._silent.values()
                for veto in vetoes
            }
        )
        for first, after in windows(len(words)):
            for kind in self._hunch.kinds(words[first:after]):
                if not any(whole.near(veto, first, after) for veto in self._silent.get(kind, ())):
                    yield kind

    def _fired(self, words: list[Token], found: list[_Sentence]) -> Iterator[Rule]:
        told = frozenset(group for sentence in found for group in sentence.hits)
        rules = [
            rule
            for rule in self._rules
            if told.issuperset((*rule.all, *rule.context))
            and len(words) <= (rule.most or len(words))
        ]
        for sentence in found:
            yield from (rule for rule in rules if self._holds(rule, sentence))

    def _sentences(self, words: list[Token]) -> Iterator[_Sentence]:
        hits = self._without_idioms(words)
        at = 0
        for start, end in sentences(words):
            grouped: dict[str, list[Hit]] = {
                PAUSE: [Hit(PAUSE, n, n) for n in range(start, end) if words[n].pause]
            }
            while at < len(hits) and hits[at].first < end:
                grouped.setdefault(hits[at].group, []).append(hits[at])
                at += 1
            yield _Sentence(grouped)

    def _without_idioms(self, words: list[Token]) -> list[Hit]:
        hits = self._phrases.find(words)
        blank: set[int] = set()
        for hit in hits:
            if hit.group == "idioms":
                blank.update(range(hit.first, hit.last + 1))
        return [hit for hit in hits if blank.isdisjoint((hit.first, hit.last))]

    def _holds(self, rule: Rule, sentence: _Sentence) -> bool:
        if any(group not in sentence.hits for group in rule.all):
            return False
        return any(
            not any(self._taken_back(veto, sentence, match) for veto in rule.unless)
            for match in _matches(rule, sentence)
        )

    def _taken_back(self, veto: str, sentence: _Sentence, match: list[Hit]) -> bool:
        reach = self._vetoes[veto]
        first, last = min(hit.first for hit in match), max(hit.last for hit in match)
        if reach.yields and sentence.near("now", first - 6, last + 6):
            return False
        for hit in sentence.near(veto, first - reach.before, last + reach.after):
            own = any(part.first <= hit.first <= part.last for part in match)
            low, high = (hit.last + 1, first - 1) if hit.first < first else (last + 1, hit.first)
            ends = reach.ends_at if hit.first < first else (*reach.ends_at, PAUSE)
            cut = any(sentence.near(group, low, high) for group in ends)
            if not own and not cut:
                return True
        return False


def _matches(rule: Rule, sentence: _Sentence) -> Iterator[list[Hit]]:
    """The hits of each place where all groups of the rule stand close enough."""
    for anchor in sentence.hits[rule.all[0]]:
        match = [anchor]
        for group in rule.all[1:]:
            low = anchor.last + 1 if rule.ordered else anchor.first - rule.within
            others = sentence.near(group, low, anchor.last + rule.within)
            if not others:
                break
            match.append(others[0])
        else:
            yield match


def _check_names(table: _Table) -> None:
    for kind, vetoes in table.silent.items():
        for veto in vetoes:
            if veto not in table.groups:
                raise ContentError(f"{FILE}, silent.{kind}: no group is called “{veto}”.")
    for rule in table.rules:
        for group in (*rule.all, *rule.context, *rule.unless):
            if group not in table.groups and group != PAUSE:
                raise ContentError(f"{FILE}, rules.{rule.name}: no group is called “{group}”.")
        for veto in rule.unless:
            if veto not in table.vetoes:
                raise ContentError(f"{FILE}, rules.{rule.name}: no veto is called “{veto}”.")
