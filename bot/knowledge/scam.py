"""The scam check: a text to a level, a likely kind and reasons quoted from the text itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Self

from bot.knowledge.addresses import address_signs, link_keys
from bot.knowledge.evidence import Evidence, Findings, Found, Span
from bot.knowledge.links import find_links
from bot.knowledge.loss import Loss, Losses
from bot.knowledge.medium import guess, seen_of
from bot.knowledge.pieces import Piece, cut
from bot.knowledge.senders import Mention, Register
from bot.knowledge.tables import read_toml
from bot.knowledge.wording import Wording, features, with_pairs, with_signs

_FILES = ("scam", "senders", "domains", "wording", "loss")
WARNING_FROM = 0.3  # points; at least this is a warning
UNSURE_FROM = -3.0  # points; below this there are no signs worth a word
WARNING_BARE_FROM, UNSURE_BARE_FROM = 0.8, -2.8  # the same when only the choice of words speaks
_SIGNS_SHARE = 0.5  # of the signs' weights: what was tuned by hand carries over less than words
_WORDING_SHARE = 1.5  # points for each step of the wording model
_WORDING_MOST = 3.0  # steps that count at most, either way
_OVERLAP = 0.35  # what a further sign of the same group adds: they often say the same thing
_OFTEN, _OFTEN_MOST = 0.15, 1.45  # a sign seen in several places weighs more, up to this
# Nothing of these in a text and it is about something else: a place, a meeting, violence, nothing.
# fmt: off
_AT_STAKE = frozenset([
    "account", "asked", "bank", "bankid", "caller", "card", "chatapp", "code", "distraction",
    "door", "fetch", "login", "loss", "love", "money", "new_phone", "parcel", "pay", "police",
    "romance", "valuables",
])
# fmt: on
_REACHES = frozenset({"@link", "@badlink", "@mail", "@phone", "@sum"})
_ELSEWHERE = 1.5  # points off when nothing is at stake, and fewer signs than these
_SEVERAL = 2
_WEIGHTY = 3.0  # a request this heavy is never passed over in silence, except beside these
_GENUINE = frozenset({"code_keep", "never_asks", "official_link", "payment_slip", "warning_text"})
# An address that is not the sender's, and something to do there: no wording outweighs these.
_NOT_THEIRS = frozenset({"link_lookalike", "link_letters", "link_other_owner"})
_THERE = frozenset({"login_link", "pay_link"})
_ACTED = frozenset({"trace", "harm"})  # groups that a warning from the municipality never has
_PAIR = 1.0  # extra when a request, a story and pressure or a bad address stand together
_STRONG = 4.0  # a sign this heavy is decisive, and what calms then calms half as much
_KIND_SHARE = 0.25  # points of the kind's own evidence for each step of what was learned
_AT_HOME = 0.5  # for the kinds that come to the door, when somebody did
_MOST_REASONS = 3
_LONGEST_QUOTE = 140  # characters
_MET = 0.7  # share of words met before: then the language is one the signs know
_FEW, _SHORT = 3, 8  # words that cannot be judged; that cannot when they only name a contact
_BARE = frozenset({"caller_claims", "police_story", "family_opener", "hurry"})  # names, no deed


class Level(StrEnum):
    """How the text looks. None of them says that it is safe."""

    WARNING = "warning"
    UNSURE = "unsure"
    NO_SIGNS = "no_signs"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the sign (a key of scam.toml) and the words that show it, as they stand."""

    sign: str
    quote: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check says of one text.

    Attributes:
        level: warning, unsure or no_signs.
        kind: The likely kind of fraud, a key of scam.toml's kinds; empty without signs.
        channel: sms, mail, letter, call, visit, chat or unknown.
        reasons: At most three, strongest first; each quote is a slice of the text. For no_signs
            they are the signs against fraud, if any.
        signs: Every sign found, strongest first, those against fraud included.
        topic: The topic (content page) that belongs to the kind; empty without signs.
        danger: Someone is on the way, money was just sent, or there are threats.
        too_little: The text says too little to judge ("bank ringde").
        sender: What the sender named first is: bank, parcel, authority ...; empty for none.
        losses: What is lost already, most pressing first; the level is then never no_signs.
    """

    level: Level
    kind: str
    channel: str
    reasons: tuple[Reason, ...]
    signs: tuple[str, ...]
    topic: str
    danger: bool
    too_little: bool
    sender: str = ""
    losses: tuple[Loss, ...] = ()


class ScamCheck:
    """Judges texts by the evidence in content/signs/; opens no link and keeps nothing."""

    def __init__(
        self,
        signs: Mapping[str, object],
        senders: Mapping[str, object],
        domains: Mapping[str, object],
        wording: Mapping[str, object],
        loss: Mapping[str, object],
    ) -> None:
        """Takes the parsed scam.toml, senders.toml, domains.toml, wording.toml and loss.toml.

        Raises:
            ContentError: a table is wrong; names the file and the key.
        """
        self.evidence = Evidence(signs)
        self.register = Register(senders, domains)
        self._wording = Wording(wording)
        self._losses = Losses(loss)

    @classmethod
    def load(cls, content: Path) -> Self:
        """The check as the files in `content`/signs make it.

        Raises:
            ContentError: a file is missing or wrong; names the file and the key.
        """
        return cls(*(read_toml(content / "signs" / f"{name}.toml") for name in _FILES))

    def judge(self, text: str) -> Verdict:
        """The verdict on one text, of any length; the same text always gives the same answer."""
        links = find_links(text)
        pieces = cut(text, links, link_keys(links, self.register))
        mentions = self.register.mentions(pieces)
        findings = self.evidence.find(pieces, _given(mentions))
        traces = address_signs(text, pieces, links, mentions, self.register)
        found = self._by_weight([*findings.signs, *traces])
        verdict = self._verdict(text, pieces, findings, found)
        sender = mentions[0].sort if mentions else ""
        return _with_losses(replace(verdict, sender=sender), self._losses.told(pieces))

    def pieces(self, text: str) -> list[Piece]:
        """The text as the check reads it."""
        links = find_links(text)
        return cut(text, links, link_keys(links, self.register))

    def features(self, text: str) -> frozenset[str]:
        """What the wording model sees of a text, and is learned from."""
        pieces = self.pieces(text)
        findings = self.evidence.find(pieces, _given(self.register.mentions(pieces)))
        return features(pieces, findings.concepts)

    def explanation(self, sign: str) -> str:
        """What a sign means, as a sentence for the reader."""
        return self.evidence.signs[sign].explanation

    def score(self, found: Iterable[Found]) -> float:
        """Points of a set of signs: each group's strongest, a share of the rest, minus the calm."""
        groups: dict[str, list[float]] = {}
        found = list(found)
        for hit in found:
            sign = self.evidence.signs[hit.sign]
            often = min(_OFTEN_MOST, 1 + _OFTEN * (hit.times - 1))
            groups.setdefault(sign.group, []).append(abs(sign.weight) * often)
        calm = _together(groups.pop("calm", []))
        against = [_together(weights) for weights in groups.values()]
        strongest = max((max(w) for w in groups.values()), default=0.0)
        # A warning names what the fraud does; with no address or number to act on it is only that.
        signs = {hit.sign for hit in found}
        warns = "warning_text" in signs and not (groups.keys() & _ACTED or "ring_number" in signs)
        if strongest >= _STRONG and not warns:
            calm /= 2
        calm *= 2 if warns else 1
        both = "ask" in groups and "story" in groups
        return sum(against) + (_PAIR if both else 0.0) - calm

    def _worded(self, seen: frozenset[str]) -> float:
        steps = self._wording.score(seen)
        return _WORDING_SHARE * max(-_WORDING_MOST, min(_WORDING_MOST, steps))

    def _calm(self, hit: Found) -> bool:
        return self.evidence.signs[hit.sign].group == "calm"

    def _by_weight(self, found: Iterable[Found]) -> list[Found]:
        return sorted(found, key=lambda f: (-self.evidence.signs[f.sign].weight, f.first))

    def _verdict(
        self, text: str, pieces: Sequence[Piece], findings: Findings, found: Sequence[Found]
    ) -> Verdict:
        seen = features(pieces, findings.concepts)
        points = _SIGNS_SHARE * self.score(found) + self._worded(with_pairs(seen, pieces))
        words = [p for p in pieces if not p.key.startswith("@")]
        little = _too_little(len(words), findings, found)
        against = sum(not self._calm(f) for f in found)
        level = _level(points, bare=not against)
        if against < _SEVERAL and not _staked(pieces, findings):
            level = _level(min(points - _ELSEWHERE, WARNING_FROM - 1), bare=not against)
        if level is Level.NO_SIGNS and self._asks(found):
            level = Level.UNSURE
        if _elsewhere(found):
            level = Level.WARNING
        if little or (level is Level.NO_SIGNS and self._foreign(pieces, findings, found)):
            level = Level.UNSURE
        channel = guess(findings.channels, self._wording.channels(seen_of(seen, text, pieces)))
        silent = level is Level.NO_SIGNS or little
        kind = "" if silent else self._kind(findings, found, channel, seen)
        return Verdict(
            level=level,
            kind=kind,
            channel=channel,
            reasons=self._reasons(text, pieces, found, calm=level is Level.NO_SIGNS),
            signs=tuple(f.sign for f in found),
            topic=self.evidence.kinds[kind].topic if kind else "",
            danger=level is not Level.NO_SIGNS and "danger_now" in findings.concepts,
            too_little=little,
        )

    def _asks(self, found: Iterable[Found]) -> bool:
        """Whether something weighty is asked for, and not in a way that only the genuine have."""
        signs = [(f.sign, self.evidence.signs[f.sign]) for f in found]
        asked = any(s.group == "ask" and s.weight >= _WEIGHTY for _, s in signs)
        return asked and not any(name in _GENUINE for name, _ in signs)

    def _foreign(self, pieces: Sequence[Piece], findings: Findings, found: Sequence[Found]) -> bool:
        """Whether the words are of a language the signs hardly know: then say so honestly."""
        if any(self._calm(f) for f in found):
            return False
        known = sum(last - first for first, last in findings.concepts.get("function_words", ()))
        words = [p for p in pieces if not p.key.startswith("@")]
        if len(words) < _FEW + 1 or self._wording.known(words) >= _MET:
            return False
        return known * 4 <= len(words)

    def _kind(
        self, findings: Findings, found: Sequence[Found], channel: str, seen: frozenset[str]
    ) -> str:
        signs = {f.sign for f in found}
        present = signs | set(findings.concepts)
        points = self._wording.kinds(with_signs(seen, signs))
        for name, kind in self.evidence.kinds.items():
            own = sum(weight for item, weight in kind.evidence.items() if item in present)
            home = _AT_HOME if channel == "visit" and channel in kind.channels else 0.0
            points[name] = points.get(name, 0.0) + _KIND_SHARE * own + home
        return max(sorted(points), key=lambda name: points[name])

    def _reasons(
        self, text: str, pieces: Sequence[Piece], found: Sequence[Found], *, calm: bool
    ) -> tuple[Reason, ...]:
        wanted = [f for f in found if self._calm(f) is calm]
        if calm:
            wanted.reverse()
        elif not wanted and pieces:
            wanted = [Found("wording", *self._wording.loudest(pieces))]
        reasons: list[Reason] = []
        for hit in wanted:
            quote = _quote(text, pieces, hit)
            if all(quote not in r.quote for r in reasons):
                reasons.append(Reason(hit.sign, quote))
        return tuple(reasons[:_MOST_REASONS])


def _with_losses(verdict: Verdict, losses: tuple[Loss, ...]) -> Verdict:
    """The verdict; of a text that tells of a loss there is enough said, and reason to act."""
    if losses and verdict.level is Level.NO_SIGNS:
        verdict = replace(verdict, level=Level.UNSURE, reasons=())
    return replace(verdict, too_little=verdict.too_little and not losses, losses=losses)


def _elsewhere(found: Iterable[Found]) -> bool:
    """Whether one is to log in or pay at an address that is not the named sender's."""
    signs = {hit.sign for hit in found}
    return not (signs.isdisjoint(_NOT_THEIRS) or signs.isdisjoint(_THERE))


def _together(weights: Sequence[float]) -> float:
    if not weights:
        return 0.0
    return max(weights) + _OVERLAP * (sum(weights) - max(weights))


def _level(points: float, *, bare: bool) -> Level:
    if points >= (WARNING_BARE_FROM if bare else WARNING_FROM):
        return Level.WARNING
    least = UNSURE_BARE_FROM if bare else UNSURE_FROM
    return Level.UNSURE if points >= least else Level.NO_SIGNS


def _staked(pieces: Iterable[Piece], findings: Findings) -> bool:
    """Whether there is anything to lose in the text: a request, a contact, money or a code."""
    return not _AT_STAKE.isdisjoint(findings.concepts) or any(p.key in _REACHES for p in pieces)


def _too_little(words: int, findings: Findings, found: Sequence[Found]) -> bool:
    if any(f.sign not in _BARE for f in found):
        return False
    return words <= _FEW or (words <= _SHORT and "contact" in findings.concepts)


def _given(mentions: Iterable[Mention]) -> dict[str, list[Span]]:
    given: dict[str, list[Span]] = {}
    for mention in mentions:
        span = (mention.first, mention.last + 1)
        given.setdefault(f"{mention.sort}_sender", []).append(span)
        if mention.sort in {"bank", "authority", "parcel"}:
            given.setdefault(mention.sort, []).append(span)
    return given


def _quote(text: str, pieces: Sequence[Piece], hit: Found) -> str:
    """The words of a sign, of one line and not too long."""
    start, end = pieces[hit.first].start, pieces[hit.last - 1].end
    if "\n" in text[start:end]:
        last_line = text.rindex("\n", start, end)
        start = next(p.start for p in pieces[hit.first : hit.last] if p.start > last_line)
    if end - start > _LONGEST_QUOTE:
        inside = [p.end for p in pieces[hit.first : hit.last] if p.end - start <= _LONGEST_QUOTE]
        end = inside[-1] if inside else start + _LONGEST_QUOTE
    return text[start:end]
