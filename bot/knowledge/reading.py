"""What the bot understands of one text, computed before the turn: pure, and the same each time."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.knowledge.danger import Danger, Watch
from bot.knowledge.find import Certainty, Finder, Match
from bot.knowledge.language import language_of
from bot.knowledge.privacy import Personal, Screen
from bot.knowledge.scam import ScamCheck, Verdict
from bot.knowledge.tables import read_toml

CALM = Danger(urgent=False, violence=False, suicide=False, child=False)
NOTHING = Match("out_of_scope", (), Certainty.NONE)


@dataclass(frozen=True, slots=True)
class Reading:
    """Danger, topic, language and personal data in one text."""

    danger: Danger = CALM
    match: Match = NOTHING
    language: str = ""
    personal: tuple[Personal, ...] = field(default=())
    verdict: Verdict | None = None


class Reader:
    """Reads texts by the evidence in content/."""

    def __init__(self, content: Path) -> None:
        """Load the evidence.

        Raises:
            ContentError: a file is missing or wrong.
        """
        self.watch = Watch.load(content)
        self.screen = Screen(read_toml(content / "signs" / "privacy.toml"))
        self.finder = Finder.load(content / "finding")
        self.scam = ScamCheck.load(content)

    def read(self, text: str) -> Reading:
        """What one text says."""
        if not text.strip():
            return Reading()
        danger = self.watch.read(text)
        match = self.finder.find(text)
        if danger.urgent:
            others = tuple(t for t in (match.topic, *match.alternatives) if t != "urgent_now")
            match = Match("urgent_now", others[:4], Certainty.SURE)
        personal = self.screen.find(text)
        return Reading(danger, match, language_of(text), personal, self.scam.judge(text))
