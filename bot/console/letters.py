"""What is about to be sent, before anybody has decided that it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.delivery.broadcast import Draft
from bot.domain.message import Reply, imprint_of
from bot.domain.sending import Audience, Group, Purpose
from bot.store.database import Tables


@dataclass(frozen=True, slots=True)
class Second:
    """The second account that has to want what goes while people sleep. `first` is who has asked
    already, or nothing; `agrees` tells whether an account is the second; `ask` keeps that one has
    asked.
    """

    first: str
    agrees: Callable[[str], bool]
    ask: Callable[[Tables, str], None]


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing that staff may send, with its words in every language.

    `title` is what it is about and `back` the page it belongs to. Whoever sends chooses districts
    and languages where the audience is subscribers. `refusal` names why it cannot be sent now.
    `holds` is asked in the transaction that approves it: whether it still says what is true.
    `kept` are hidden fields that the form brings back. `second` is set where one account alone may
    not let it go at night.
    """

    purpose: Purpose
    subject: str
    title: str
    back: str
    replies: Mapping[str, Reply]
    audience: Audience
    expires: datetime
    holds: Callable[[Tables], bool]
    revision: int = 1
    refusal: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    second: Second | None = None

    @classmethod
    def of(
        cls,
        draft: Draft,
        title: str,
        back: str,
        holds: Callable[[Tables], bool],
        *,
        refusal: str = "",
        kept: Mapping[str, str] | None = None,
    ) -> "Letter":
        """A letter that says what a draft says; when it goes, and on whose word, is chosen yet."""
        return cls(
            purpose=draft.purpose,
            subject=draft.subject,
            title=title,
            back=back,
            replies=draft.replies,
            audience=draft.audience,
            expires=draft.expires,
            holds=holds,
            revision=draft.revision,
            refusal=refusal,
            kept=kept or {},
        )

    @property
    def chooses(self) -> bool:
        """Whether staff choose among those it may go to."""
        return self.audience.group is Group.SUBSCRIBERS

    @property
    def imprint(self) -> str:
        """What tells these words from any other: the form brings back the one that was seen."""
        return imprint_of(self.replies)

    def draft(
        self, audience: Audience, approved_by: str, starts: datetime, *, at_night: bool
    ) -> Draft:
        """The letter once it is decided whom it goes to, and when."""
        return Draft(
            purpose=self.purpose,
            subject=self.subject,
            audience=audience,
            replies=self.replies,
            approved_by=approved_by,
            starts=starts,
            expires=self.expires,
            revision=self.revision,
            at_night=at_night,
        )
