"""All that one step may look at, and how it makes replies."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.conversation.effects import Effect
from bot.conversation.session import Session
from bot.domain.case import Case
from bot.domain.meeting import Answer, Meeting, Tally
from bot.domain.membership import Member
from bot.domain.message import Button, File, Incoming, Reply, Text, Tone
from bot.domain.question import MeetingQuestion
from bot.domain.seats import Seating
from bot.domain.sending import Progress, Sending
from bot.domain.staff import Role
from bot.knowledge.codewords import Spoken
from bot.knowledge.library import Library
from bot.knowledge.privacy import mask
from bot.knowledge.reading import Reading

Rows = tuple[tuple[Button, ...], ...]
REACHED_BY = ("phone", "email")
"""The personal data by which somebody hopes to be called or written to."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a colleague may look at in a linked chat: who they are now, the answers to each open
    meeting, and of the meeting at hand how many people its invitation is for, and how far it has
    come if it has been sent.
    """

    name: str
    role: Role
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    people: int = 0
    sending: Sending | None = None
    progress: Progress = field(default_factory=Progress)


@dataclass(frozen=True, slots=True)
class Coded:
    """What was made ready about codes before the turn: `words` for a concern about to be sent;
    the `hash` of the words of one that is sent, or of those that somebody wrote; `spoken` is what
    was read of these. `slowed` says that too many wrong ones came, so that none is tried now.
    """

    words: tuple[str, ...] = ()
    hash: bytes | None = None
    spoken: Spoken | None = None
    slowed: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the house knows that this talk may need.

    `chance` is 32 random hexadecimal digits, new for each turn: the only source of randomness.
    `address` is where the bot is reached, as far as it is known. `sheet` is the sheet to print,
    made before the turn where the turn asks for it. `answered` are the questions to meetings that
    staff have answered for all to read, and `asked` is how many this person has sent today.
    `seats` are those of open meetings where they are limited, as they stand for this person.
    `linking` is the account that the code in this message links to, and `links_full` says that no
    more chats can be linked. `paused` is what staff say of a service that is paused, perhaps
    nothing; None while it is not. `duty` is set for a colleague who asks for what is theirs.
    `coded` is about the code of a concern, and `case` the concern that it opens or that is being
    followed. `enough` says that this person has sent as many concerns as one can in a day, and
    `many` that so many have come from all that a new one is read later.
    """

    chance: str
    live: bool = False
    meetings: tuple[Meeting, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    member: Member | None = None
    answered: Mapping[str, tuple[MeetingQuestion, ...]] = field(default_factory=dict)
    asked: int = 0
    seats: Mapping[str, Seating] = field(default_factory=dict)
    address: str = ""
    sheet: File | None = None
    paused: str | None = None
    linking: str = ""
    links_full: bool = False
    duty: Duty | None = None
    coded: Coded = field(default_factory=Coded)
    case: Case | None = None
    enough: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What one step leads to."""

    session: Session
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One step's view: who did what, what is known, and the words to answer with."""

    session: Session
    facts: Facts
    reading: Reading
    incoming: Incoming
    library: Library
    now: datetime

    @property
    def language(self) -> str:
        """The language of the talk."""
        return self.session.language

    def say(self, key: str, **values: object) -> Text:
        """A line of the conversation."""
        return self.library.say(key, self.language, **values)

    def button(self, key: str, action: str) -> Button:
        """A button whose words stand in buttons.toml."""
        return Button(self.library.label(key, self.language), action)

    def masked(self) -> str:
        """What was written, without what points at a person. Blanks around it go last: where
        something personal stands is counted in the text as it came.
        """
        words = self.library.mask_words(self.language)
        return mask(self.incoming.text, self.reading.personal, words).strip()

    def hides(self, text: str, *types: str) -> bool:
        """Whether personal data is masked in a text: of these types, or of any."""
        words = self.library.mask_words(self.language)
        return any(f"[{words[one]}]" in text for one in types or words)

    def home(self) -> tuple[Button, ...]:
        """The row that ends every reply."""
        return (self.button("menu", "menu"),)

    def reply(
        self,
        text: Text,
        *rows: tuple[Button, ...],
        tone: Tone = Tone.CALM,
        replaces: bool = False,
        file: File | None = None,
    ) -> Reply:
        """A reply with a way home under the rows given."""
        kept = tuple(row for row in rows if row)
        return Reply(text, (*kept, self.home()), tone, replaces, file)

    def turn(self, *replies: Reply, effects: tuple[Effect, ...] = ()) -> Turn:
        """A turn that leaves the session as it is."""
        return Turn(self.session, replies, effects)

    def speaking(self, language: str) -> "Scene":
        """The same scene in another language."""
        return replace(self, session=replace(self.session, language=language))


def one_each(*buttons: Button) -> Rows:
    """Each button on a row of its own: large targets on a small phone."""
    return tuple((button,) for button in buttons)


def in_pairs(*buttons: Button) -> Rows:
    """Two short buttons on each row."""
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
