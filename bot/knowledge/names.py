"""Names of persons in a text: after a cue, by lists of first names and surnames, by capitals."""

import re
from typing import NamedTuple

from bot.knowledge.signs import BLANK, NameTable, Span

_WORD = re.compile(r"(?<![\w@])[^\W\d_]+(?:[-'’´][^\W\d_]+)*(?![\w@])")
_ENDS = frozenset(".!?\n:…•")
_LINKS = frozenset(
    ["von", "af", "de", "da", "di", "van", "der", "al", "el", "bin", "abu", "ben", "du", "la"]
)
_SHOUTED = 0.7  # share of capital words above which capitals say nothing


class _Word(NamedTuple):
    """One word, and what its letters and place say."""

    low: str
    start: int
    end: int
    capital: bool  # begins with a capital, and the text does not shout
    opens: bool  # first in its sentence
    joined: bool  # only a space or a hyphen stands between it and the word before
    initial: bool  # one or two capital letters


class Names:
    """Finds names by the lists and cues it was built from."""

    def __init__(self, table: NameTable) -> None:
        self._table = table
        self._first = table.first
        self._last = table.last
        self._endings = tuple(table.endings)
        self._streets = tuple(table.streets)
        self._cues = table.named | table.titles | table.people | table.signs
        self._persons = table.people | table.titles | {"han", "hon", "jag", "de", "vi", "he", "she"}
        self._no_surname = table.never | table.after | table.before

    def find(self, text: str) -> list[Span]:
        """The names; a first name and its surname are one span."""
        words = _read(text)
        found: list[Span] = []
        at = 0
        while at < len(words):
            end = self._full(words, at) or self._cued(words, at) or self._alone(words, at)
            if end:
                found.append(Span("name", words[at].start, words[end - 1].end))
            at = end or at + 1
        return found

    def _full(self, words: list[_Word], at: int) -> int:
        """The word after a first name with its surname; 0 if there is none."""
        word = words[at]
        if not self._is_first(word.low):
            return self._without_first(words, at)
        middle = at + 1
        while self._continues(words, middle) and self._is_first(words[middle].low):
            if self._is_last(words[middle].low) and not self._surname(words, middle + 1):
                break
            middle += 1
        if self._continues(words, middle):
            middle += words[middle].low in _LINKS or words[middle].initial
        if not self._surname(words, middle):
            return 0
        end = middle + 1
        sure = word.capital and words[middle].capital
        listed = word.low not in self._table.ordinary and self._is_plain_last(words[middle].low)
        if not sure and not listed:
            return 0
        if self._surname(words, end) and self._is_last(words[end].low):
            end += 1
        return end

    def _without_first(self, words: list[_Word], at: int) -> int:
        """As `_full`, where the first name is unknown or stands last: "Zdravka Nilsson"."""
        word = words[at]
        if not word.capital or not self._continues(words, at + 1) or not words[at + 1].capital:
            return 0
        other = words[at + 1]
        if self._is_plain_last(word.low):
            return at + 2 if self._is_first(other.low) else 0
        unknown = word.low not in self._no_surname | self._cues | self._table.things
        named = self._is_plain_last(other.low) and not self._is_thing_after(words, at + 2)
        return at + 2 if unknown and named and not word.low.endswith(self._streets) else 0

    def _surname(self, words: list[_Word], at: int) -> bool:
        """Whether a surname may stand here, right after a first name."""
        if not self._continues(words, at):
            return False
        word = words[at]
        if word.low in self._no_surname or word.low.endswith(self._streets):
            return False
        if self._is_thing_after(words, at + 1):
            return False
        if self._is_last(word.low):
            return True
        first = words[at - 1].low
        sure = self._is_first(first) and first not in self._table.ordinary
        return word.capital and (sure or self._looks_last(word.low))

    def _cued(self, words: list[_Word], at: int) -> int:
        """The word after a name that follows a cue; 0 if there is none."""
        if at == 0:
            return 0
        word, cue = words[at], words[at - 1]
        signed = cue.low in self._table.signs
        if cue.low not in self._cues or word.low in self._table.never:
            return 0
        if not word.joined and not signed:
            return 0
        if word.opens and not signed and cue.low not in self._table.titles:
            return 0
        if len(word.low) < 2 or word.low.endswith(self._streets):
            return 0
        if word.low in self._cues and not self._is_first(word.low):
            return 0
        if self._is_thing_after(words, at + 1) or not self._may_be_named(words, at):
            return 0
        return self._tail(words, at)

    def _may_be_named(self, words: list[_Word], at: int) -> bool:
        """Whether the cue before a word makes it a name."""
        word, cue = words[at], words[at - 1]
        known = self._is_first(word.low) or self._is_last(word.low)
        if cue.low in self._table.signs:
            return known and word.capital
        if cue.low in self._table.named:
            return self._named(words, at, known)
        if word.capital:
            return known or word.low not in self._table.ordinary
        if cue.low in self._table.titles:
            return known and word.low not in self._table.ordinary
        plain = word.low not in self._table.ordinary and word.low not in self._table.last_ordinary
        return known and plain

    def _named(self, words: list[_Word], at: int, known: bool) -> bool:
        """After "heter" and its like: not the names of streets, shops, books and dogs."""
        word, cue = words[at], words[at - 1]
        if cue.low == "vid" and not (known and word.capital):
            return False
        before = {one.low for one in words[max(0, at - 5) : at - 1]}
        if not before.isdisjoint(self._table.things | {"det", "den", "vad"}):
            return False
        of_person = not before.isdisjoint(self._persons)
        return known or (word.capital and not word.opens and of_person)

    def _tail(self, words: list[_Word], at: int) -> int:
        """The word after a name that begins here: its surname is taken along."""
        end = at + 1
        while self._continues(words, end) and self._is_first(words[end].low) and words[end].capital:
            end += 1
        if self._surname(words, end):
            end += 1
            if self._surname(words, end) and self._is_last(words[end].low):
                end += 1
        elif self._continues(words, end) and words[end].capital and not words[at].opens:
            plain = words[end].low not in self._no_surname | self._cues
            end += plain and not self._is_thing_after(words, end + 1)
        return end

    def _alone(self, words: list[_Word], at: int) -> int:
        """The word after a lone first name or surname that is one beyond doubt; 0 if none."""
        word = words[at]
        low, table = word.low, self._table
        if not word.capital or low in table.never or low in table.never_alone:
            return 0
        if self._is_thing_after(words, at + 1) or self._is_thing_before(words, at):
            return 0
        if self._is_thing_after(words, at + 2) and self._is_last(words[at + 1].low):
            return 0
        if not self._is_first(low):
            return at + 1 if self._is_plain_last(low) else 0
        if word.opens and (low in table.ordinary or low.removesuffix("s") in table.ordinary):
            return 0
        end = at + 1
        while self._continues(words, end) and self._is_capital_first(words[end]):
            end += 1
        if self._is_thing_after(words, end):
            return 0
        return end + self._is_initial(words, end)

    def _is_thing_before(self, words: list[_Word], at: int) -> bool:
        """Whether the name is that of a storm, a saint, a dog or a boat."""
        before = [word.low for word in words[max(0, at - 2) : at]]
        if not before:
            return False
        unwanted = self._table.before | self._table.things
        return before[-1] in unwanted or (before[-1] in self._table.named and before[0] in unwanted)

    def _is_initial(self, words: list[_Word], at: int) -> bool:
        """Whether the first letter of a surname stands here."""
        if not self._continues(words, at):
            return False
        return words[at].capital and len(words[at].low) == 1 and words[at].low not in "iåö"

    def _continues(self, words: list[_Word], at: int) -> bool:
        return at < len(words) and words[at].joined and not words[at].opens

    def _is_thing_after(self, words: list[_Word], at: int) -> bool:
        """Whether the next word makes a firm, a street or a church of the name before."""
        if not self._continues(words, at):
            return False
        low = words[at].low
        return (low in self._table.after and low != "och") or low.endswith(self._streets)

    def _is_first(self, low: str) -> bool:
        if low in self._first or ("-" in low and low.split("-", maxsplit=1)[0] in self._first):
            return True
        return low.endswith("s") and len(low) > 3 and low[:-1] in self._first

    def _is_capital_first(self, word: _Word) -> bool:
        return word.capital and self._is_first(word.low)

    def _is_last(self, low: str) -> bool:
        base = low.removesuffix("s") if low not in self._last else low
        if base in self._last or base in self._table.last_ordinary:
            return True
        if "-" in low:
            return all(part in self._last for part in low.split("-"))
        return base.endswith("sson") and len(base) >= 6

    def _is_plain_last(self, low: str) -> bool:
        """A surname that is no word and no place."""
        ordinary = self._table.last_ordinary
        if low in ordinary or low.removesuffix("s") in ordinary:
            return False
        return self._is_last(low)

    def _looks_last(self, low: str) -> bool:
        return low.endswith(self._endings) and len(low) >= 4


def _read(text: str) -> list[_Word]:
    matches = list(_WORD.finditer(text))
    long = [match.group() for match in matches if len(match.group()) > 2]
    shouts = sum(word.isupper() for word in long) > _SHOUTED * len(long)
    words: list[_Word] = []
    end = 0
    for match in matches:
        written = match.group()
        between = text[end : match.start()]
        shouted = len(written) > 1 and written.isupper()
        ends = not _ENDS.isdisjoint(between) or (BLANK in between and end == 0)
        opens = not words or (ends and not (words[-1].initial and between == ". "))
        words.append(
            _Word(
                low=written.lower(),
                start=match.start(),
                end=match.end(),
                capital=written[0].isupper() and not shouts and not shouted,
                opens=opens,
                joined=between in {" ", "  ", "-", ": ", ". "} and bool(words),
                initial=written.isupper() and len(written) < 3,
            )
        )
        end = match.end()
    return words
