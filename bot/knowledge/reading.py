"""What the bot understands of one text, computed before the turn: pure, and the same each time."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.knowledge.danger import Danger, Watch
from bot.knowledge.find import Certainty, Finder, Match
from bot.knowledge.language import language_of
from bot.knowledge.privacy import Personal, Screen
from bot.knowledge.scam import ScamCheck, Verdict

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
        self.screen = Screen.load(content)
        self.finder = Finder.load(content / "finding")
        self.scam = ScamCheck.load(content)

    def read(self, text: str) -> Reading:
        """What one text says."""
        if not text.strip():
            return Reading()
        danger = self.watch.read(text)
        match = danger_first(danger, self.finder.find(text))
        personal = self.screen.find(text)
        return Reading(danger, match, language_of(text), personal, self.scam.judge(text))


def danger_first(danger: Danger, match: Match) -> Match:
    """The topic of a text, where danger now comes before whatever it was found to be about."""
    if not danger.urgent:
        return match
    others = tuple(t for t in (match.topic, *match.alternatives) if t != "urgent_now")
    return Match("urgent_now", others[:4], Certainty.SURE)
