"""What the bot understands of one text, computed before the turn: pure, and the same each time."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.knowledge.codewords import Codewords
from bot.knowledge.danger import Danger, Watch
from bot.knowledge.find import Certainty, Finder, Match
from bot.knowledge.language import language_of
from bot.knowledge.moods import Heard, Moods
from bot.knowledge.privacy import Personal, Screen
from bot.knowledge.scam import ScamCheck, Verdict
from bot.knowledge.wishes import Wished, Wishes

URGENT = "urgent_now"
"""The topic of danger now: 112 first, or the question if it is so where only the finder says it."""
CALM = Danger(urgent=False, violence=False, suicide=False, child=False)
NOTHING = Match("out_of_scope", (), Certainty.NONE)


@dataclass(frozen=True, slots=True)
class Reading:
    """Danger, topic, language, personal data, mood and wish in one text, or the code it is."""

    danger: Danger = CALM
    match: Match = NOTHING
    language: str = ""
    personal: tuple[Personal, ...] = field(default=())
    verdict: Verdict | None = None
    heard: Heard | None = None
    wished: Wished | None = None
    code: tuple[str, ...] = ()


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
        self.moods = Moods.load(content, self.finder.same)
        self.wishes = Wishes.load(content, self.finder.same)
        self.scam = ScamCheck.load(content)
        self.codewords = Codewords.load(content)

    def read(self, text: str) -> Reading:
        """What one text says. A whole message that a list holds, such as “jag är så ensam”, is
        surer than the learned part of the watch, which takes it for more.
        """
        if not text.strip():
            return Reading()
        if code := self.codewords.exact(text):
            return Reading(code=code)
        heard = self.moods.read(text)
        wished = self.wishes.read(text)
        danger = CALM if heard or wished else self.watch.read(text)
        match = danger_first(danger, self.finder.find(text))
        personal = self.screen.find(text)
        return Reading(
            danger=danger,
            match=match,
            language=language_of(text),
            personal=personal,
            verdict=self.scam.judge(text),
            heard=heard,
            wished=wished,
        )


def danger_first(danger: Danger, match: Match) -> Match:
    """The topic of a text: danger now comes before whatever it was found to be about, and second
    where the text only sounds urgent but is surely about something else.
    """
    if not danger.urgent:
        return match
    others = tuple(t for t in (match.topic, *match.alternatives) if t != URGENT)
    elsewhere = match.certainty is Certainty.SURE and match.topic != URGENT
    if elsewhere and not danger.sure:
        return Match(others[0], (URGENT, *others[1:4]), match.certainty)
    return Match(URGENT, others[:4], Certainty.SURE)
