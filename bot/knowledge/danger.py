"""Whether a text tells of danger now, violence at home, suicide or a child in danger.

The evidence stands in content/signs/danger.toml: groups of phrases, rules that ask for one or more
groups near each other in a sentence, and vetoes (denied, past, often, supposed, told by others)
that take a rule back. Idioms are blanked first. A learned model (hunch.py) speaks where nobody
foresaw the words, and doubts a rule among words like those of every day. Work grows in step with
the length of the text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import ContentError
from bot.knowledge.hunch import FILE as HUNCH
from bot.knowledge.hunch import Hunch, Weighed, features, windows
from bot.knowledge.peril import Peril, Perils
from bot.knowledge.phrases import Hit, Phrases
from bot.knowledge.tables import read_toml, validated
from bot.knowledge.words import Token, key, sentences, tokens

FILE = "signs/danger.toml"
FEWEST_WORDS = 2
"""Words from which the choice of words says something; fewer are left to the rules."""
IDIOMS = "idioms"  # the group whose words are blanked
PAUSE = "pause"  # what a comma, dash or bracket before a word counts as
_Name = Annotated[str, Field(pattern=r"^[a-z_]+$")]
_Phrase = Annotated[str, Field(min_length=1)]
_Reach = Annotated[int, Field(ge=0, le=40)]


@dataclass(frozen=True, slots=True)
class Danger:
    """What kinds of danger one text tells of, and which peril where it is urgent."""

    urgent: bool
    violence: bool
    suicide: bool
    child: bool
    peril: Peril = Peril.UNKNOWN  # of a text that is urgent
    possible: bool = field(default=False, compare=False)  # too unsure to be met as danger
    sure: bool = field(default=True, compare=False)  # urgent, whatever else the text is about

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
    perils: dict[Peril, dict[_Name, int]] = {}  # points of groups for each peril
    perils_need: dict[Peril, tuple[_Name, ...]] = {}  # groups of which one must be seen
    ordinary: tuple[str, ...] = ()
    spoken: dict[str, tuple[_Phrase, ...]] = {}  # words as said, and what each may stand for


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


@dataclass(frozen=True, slots=True)
class _Sight:
    """The words of a text, the phrases found, and the places of words that idioms blanked."""

    words: list[Token]
    hits: list[Hit]
    places: list[int]  # the first word of each hit
    blank: frozenset[int]

    def plain(self, spoken: Mapping[str, str]) -> list[str]:
        """The key of each word, written out where it is spoken; empty where an idiom stands."""
        keys = (spoken.get(token.word, token.word) for token in self.words)
        return ["" if at in self.blank else key for at, key in enumerate(keys)]

    def groups(self, first: int, after: int) -> set[str]:
        """The groups that have a phrase beginning at the words from `first` to before `after`."""
        low = bisect_left(self.places, first)
        return {hit.group for hit in self.hits[low : bisect_left(self.places, after, low)]}

    def sentences(self) -> Iterator[_Sentence]:
        """The hits of each sentence, with its pauses."""
        at = 0
        for start, end in sentences(self.words):
            grouped: dict[str, list[Hit]] = {
                PAUSE: [Hit(PAUSE, n, n) for n in range(start, end) if self.words[n].pause]
            }
            while at < len(self.hits) and self.hits[at].first < end:
                grouped.setdefault(self.hits[at].group, []).append(self.hits[at])
                at += 1
            yield _Sentence(grouped)


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
            self._phrases = Phrases(table.groups, table.ordinary, table.spoken)
        except (KeyError, ValueError) as error:
            raise ContentError(f"{FILE}, groups: {error}.") from error
        _check_names(table)
        self._rules = table.rules
        self._vetoes = table.vetoes
        self._perils = Perils(table.perils, table.perils_need)
        self._spoken = {key(said): key(meant[0]) for said, meant in table.spoken.items()}
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
        sight = self._sight(tokens(text))
        ruled: set[str] = {rule.kind for rule in self._fired(sight)}
        weighed = self._weighed(sight)
        believed = ruled - weighed.doubted
        kinds = believed | weighed.suspected
        peril = self._peril(sight, kinds) if "urgent" in kinds else Peril.UNKNOWN
        urgent, violence = "urgent" in kinds, "violence" in kinds
        suicide, child = "suicide" in kinds, "child" in kinds
        sure = "urgent" in believed | weighed.certain
        return Danger(urgent, violence, suicide, child, peril, weighed.possible, sure)

    def _peril(self, sight: "_Sight", kinds: Collection[str]) -> Peril:
        if "violence" in kinds:
            return Peril.VIOLENCE
        return self._perils.told(sight.groups(0, len(sight.words)))

    def fired(self, text: str) -> Iterator[Rule]:
        """The rules that hold for the text, whatever the model says."""
        return self._fired(self._sight(tokens(text)))

    def seen(self, text: str) -> frozenset[str]:
        """What the model sees of the text, for learning from it."""
        sight = self._sight(tokens(text))
        return features(sight.plain(self._spoken), sight.groups(0, len(sight.words)))

    def _weighed(self, sight: "_Sight") -> Weighed:
        plain = sight.plain(self._spoken)
        if self._hunch is None or sum(map(bool, plain)) < FEWEST_WORDS:
            return Weighed()
        views = [
            features(plain[first:after], sight.groups(first, after))
            for first, after in windows(len(plain))
        ]
        return self._hunch.weigh(views)

    def _fired(self, sight: "_Sight") -> Iterator[Rule]:
        told = frozenset(hit.group for hit in sight.hits) | {PAUSE}
        count = len(sight.words)
        rules = [
            rule
            for rule in self._rules
            if told.issuperset((*rule.all, *rule.context)) and count <= (rule.most or count)
        ]
        for sentence in sight.sentences():
            yield from (rule for rule in rules if self._holds(rule, sentence))

    def _sight(self, words: list[Token]) -> "_Sight":
        hits = self._phrases.find(words)
        blank: set[int] = set()
        for hit in hits:
            if hit.group == IDIOMS:
                blank.update(range(hit.first, hit.last + 1))
        kept = [hit for hit in hits if blank.isdisjoint((hit.first, hit.last))]
        return _Sight(words, kept, [hit.first for hit in kept], frozenset(blank))

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
    for name, perils in (("perils", table.perils), ("perils_need", table.perils_need)):
        for peril, groups in perils.items():
            for group in groups:
                if group not in table.groups:
                    raise ContentError(f"{FILE}, {name}.{peril}: no group is called “{group}”.")
    for rule in table.rules:
        for group in (*rule.all, *rule.context, *rule.unless):
            if group not in table.groups and group != PAUSE:
                raise ContentError(f"{FILE}, rules.{rule.name}: no group is called “{group}”.")
        for veto in rule.unless:
            if veto not in table.vetoes:
                raise ContentError(f"{FILE}, rules.{rule.name}: no veto is called “{veto}”.")
