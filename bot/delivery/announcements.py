"""What is told about a meeting, ready to be approved: the words in every language, whom they are
for, and when they may go.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta

from bot.delivery.broadcast import Draft
from bot.domain.meeting import Choice, Meeting
from bot.domain.message import Reply
from bot.domain.question import MeetingQuestion
from bot.domain.quiet import is_quiet, next_decent
from bot.domain.seats import Queued
from bot.domain.sending import Audience, Group, Purpose
from bot.domain.sweden import STOCKHOLM
from bot.knowledge import pushes
from bot.knowledge.invitations import in_every_language
from bot.knowledge.library import LANGUAGES, Library
from bot.knowledge.trial_run import as_test

TEST_LASTS = timedelta(minutes=10)
"""How long a test may be late."""
THANKS_FOR = timedelta(days=7)
"""How long thanks, and the word on what came of it, may be late."""


def invitation(
    library: Library,
    meeting: Meeting,
    audience: Audience,
    *,
    approved_by: str,
    starts: datetime,
    at_night: bool = False,
) -> Draft:
    """The invitation, from `starts` until the meeting begins. `at_night` is for one that staff
    have confirmed twice.
    """
    return Draft(
        purpose=Purpose.INVITATION,
        subject=meeting.key,
        audience=audience,
        replies=in_every_language(library, meeting),
        approved_by=approved_by,
        starts=starts,
        expires=meeting.starts,
        revision=meeting.revision,
        at_night=at_night,
    )


def tests(
    library: Library,
    replies: Mapping[str, Reply],
    subject: str,
    addresses: Iterable[str],
    *,
    approved_by: str,
    now: datetime,
    chance: str,
) -> list[Draft]:
    """Tests to colleagues' own chats, in each language; `chance` tells one test from another."""
    return [
        Draft(
            purpose=Purpose.TEST,
            subject=f"{subject}.{chance[:8]}.{number}.{language}",
            audience=Audience(Group.ONE, address),
            replies={language: as_test(library, replies[language], language)},
            approved_by=approved_by,
            starts=now,
            expires=now + TEST_LASTS,
            at_night=True,
        )
        for number, address in enumerate(addresses)
        for language in LANGUAGES
        if language in replies
    ]


def moved(
    library: Library,
    meeting: Meeting,
    *,
    approved_by: str,
    now: datetime,
    was: datetime | None = None,
) -> Draft:
    """What holds now, to those who have said yes or maybe. `was` is when it was to begin before;
    whoever would have gone tomorrow morning is told at once.
    """
    return _changed(
        Purpose.MOVED,
        meeting,
        lambda language: pushes.reminder(library, "moved", meeting, language),
        approved_by,
        now,
        min(was or meeting.starts, meeting.starts),
    )


def cancelled(library: Library, meeting: Meeting, *, approved_by: str, now: datetime) -> Draft:
    """That it will not be held, to those who have said yes or maybe."""
    return _changed(
        Purpose.CANCELLED,
        meeting,
        lambda language: pushes.cancelled(library, meeting, language),
        approved_by,
        now,
        meeting.starts,
    )


def reminder_day_before(
    library: Library, meeting: Meeting, *, approved_by: str, now: datetime, expires: datetime
) -> Draft:
    """The evening before, to those who have said yes or maybe."""
    return _reminder(Purpose.DAY_BEFORE, library, meeting, approved_by, now, expires)


def reminder_same_day(
    library: Library, meeting: Meeting, *, approved_by: str, now: datetime
) -> Draft:
    """The same morning, to those who have said yes or maybe."""
    return _reminder(Purpose.SAME_DAY, library, meeting, approved_by, now, meeting.starts)


def seat_offer(
    library: Library, meeting: Meeting, offered: Queued, *, approved_by: str, now: datetime
) -> Draft:
    """Seats for one party in the queue, which are held until the moment it carries."""
    until = offered.until or meeting.starts
    words = pushes.seat_offer(library, meeting, offered.number, until, offered.language)
    return Draft(
        purpose=Purpose.SEAT_OFFER,
        subject=meeting.key,
        audience=Audience(Group.ONE, offered.address),
        replies={offered.language: words},
        approved_by=approved_by,
        starts=now,
        expires=until,
        revision=offered.place,
    )


def thanks(library: Library, meeting: Meeting, *, approved_by: str, now: datetime) -> Draft:
    """Thanks and one question, to those who have said yes."""
    return Draft(
        purpose=Purpose.THANKS,
        subject=meeting.key,
        audience=_answered(meeting, Choice.YES),
        replies=_in_each(lambda language: pushes.thanks(library, meeting, language)),
        approved_by=approved_by,
        starts=now,
        expires=now + THANKS_FOR,
    )


def agenda_answer(
    library: Library,
    meeting: Meeting,
    question: MeetingQuestion,
    *,
    approved_by: str,
    now: datetime,
) -> Draft:
    """The answer to a question, to those who have said yes or maybe, until the meeting begins."""
    return Draft(
        purpose=Purpose.AGENDA_ANSWER,
        subject=question.key,
        audience=_answered(meeting, Choice.YES, Choice.MAYBE),
        replies=_in_each(
            lambda language: pushes.agenda_answer(library, meeting, question, language)
        ),
        approved_by=approved_by,
        starts=next_decent(now),
        expires=meeting.starts,
    )


def you_said(
    library: Library,
    meeting: Meeting,
    text: Mapping[str, str],
    *,
    approved_by: str,
    now: datetime,
    later: bool = False,
) -> Draft:
    """“Ni sa – vi gör”, to those whose answers are kept. `text` holds staff's words by language;
    where one is missing or empty, the first language stands in.
    """
    first = text[LANGUAGES[0]]
    return Draft(
        purpose=Purpose.YOU_SAID_LATER if later else Purpose.YOU_SAID,
        subject=meeting.key,
        audience=_answered(meeting),
        replies=_in_each(
            lambda language: pushes.you_said(
                library, meeting, text.get(language) or first, language, later=later
            )
        ),
        approved_by=approved_by,
        starts=now,
        expires=now + THANKS_FOR,
    )


def cannot_wait(begins: datetime, now: datetime) -> bool:
    """Whether whoever meant to go has to know before the next morning: it would have begun before
    noon tomorrow, Swedish time.
    """
    tomorrow = now.astimezone(STOCKHOLM).date() + timedelta(days=1)
    return begins < datetime.combine(tomorrow, time(12), STOCKHOLM)


def _changed(
    purpose: Purpose,
    meeting: Meeting,
    words: Callable[[str], Reply],
    approved_by: str,
    now: datetime,
    begins: datetime,
) -> Draft:
    """At once where it cannot wait, and without sound while people sleep; else at a decent hour."""
    at_once = cannot_wait(begins, now)
    return Draft(
        purpose=purpose,
        subject=meeting.key,
        audience=_answered(meeting, Choice.YES, Choice.MAYBE),
        replies=_in_each(words),
        approved_by=approved_by,
        starts=now if at_once else next_decent(now),
        expires=meeting.starts,
        revision=meeting.revision,
        at_night=at_once,
        silent=at_once and is_quiet(now),
    )


def _reminder(
    purpose: Purpose,
    library: Library,
    meeting: Meeting,
    approved_by: str,
    now: datetime,
    expires: datetime,
) -> Draft:
    return Draft(
        purpose=purpose,
        subject=meeting.key,
        audience=_answered(meeting, Choice.YES, Choice.MAYBE),
        replies=_in_each(lambda language: pushes.reminder(library, purpose, meeting, language)),
        approved_by=approved_by,
        starts=now,
        expires=expires,
        revision=meeting.revision,
    )


def _answered(meeting: Meeting, *choices: Choice) -> Audience:
    return Audience(Group.ANSWERED, meeting.key, choices=tuple(map(str, choices)))


def _in_each(words: Callable[[str], Reply]) -> dict[str, Reply]:
    return {language: words(language) for language in LANGUAGES}
