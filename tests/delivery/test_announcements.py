"""What is told about a meeting holds what a person needs, in every language, at a decent hour."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import announcements
from bot.delivery.broadcast import Draft
from bot.domain.meeting import Meeting
from bot.domain.membership import News
from bot.domain.message import plain
from bot.domain.question import MeetingQuestion, QuestionState
from bot.domain.sending import Audience, Purpose
from bot.domain.sweden import STOCKHOLM
from bot.knowledge.library import LANGUAGES, Library
from bot.knowledge.pushes import LONGEST_IN_SHORT, in_short
from tests.conftest import START, coming

EVERYBODY = Audience.subscribers(News.INVITATIONS)
TEXT = {"sv": "Vi lagar lampan.\n\nOch målar <b>bänken</b>.", "en": ""}


def _at(hour: int, day: int = 24) -> datetime:
    """An hour in Sweden in November 2026."""
    return datetime(2026, 11, day, hour, tzinfo=STOCKHOLM).astimezone(UTC)


_MAKERS: dict[str, Callable[[Library, Meeting], Draft]] = {
    "invitation": lambda library, meeting: announcements.invitation(
        library, meeting, EVERYBODY, approved_by="Anna", starts=START
    ),
    "moved": lambda library, meeting: announcements.moved(
        library, meeting, approved_by="Anna", now=START
    ),
    "cancelled": lambda library, meeting: announcements.cancelled(
        library, meeting, approved_by="Anna", now=START
    ),
    "day_before": lambda library, meeting: announcements.reminder_day_before(
        library, meeting, approved_by="Klockan", now=START, expires=meeting.starts
    ),
    "same_day": lambda library, meeting: announcements.reminder_same_day(
        library, meeting, approved_by="Klockan", now=START
    ),
    "thanks": lambda library, meeting: announcements.thanks(
        library, meeting, approved_by="Klockan", now=START
    ),
    "you_said": lambda library, meeting: announcements.you_said(
        library, meeting, TEXT, approved_by="Anna", now=START
    ),
    "you_said_later": lambda library, meeting: announcements.you_said(
        library, meeting, TEXT, approved_by="Klockan", now=START, later=True
    ),
}


@pytest.mark.parametrize("name", _MAKERS)
def test_every_push_can_be_checked_and_stopped(name: str, library: Library) -> None:
    """Each names its meeting, leads home and to “Är boten äkta?”, and ends with how to stop."""
    draft = _MAKERS[name](library, coming())
    assert draft.purpose is Purpose(name)
    assert (draft.subject, draft.revision) == ("k7p2m", 1)
    assert set(draft.replies) == set(LANGUAGES)
    for language, reply in draft.replies.items():
        words = plain(reply.text)
        assert "Kaffe och prat om bedrägeri" in words
        assert {"sv": "Skriv stopp", "en": "Write stop"}[language] in words.splitlines()[-1]
        actions = [button.action for button in reply.all_buttons]
        assert actions[-2:] == ["p:is_it_real", "menu"]


@pytest.mark.parametrize("name", ["invitation", "moved", "day_before", "same_day"])
def test_what_is_told_before_the_meeting_can_be_answered(name: str, library: Library) -> None:
    """Day, local time and place stand in it; one tap answers it or puts it in the calendar."""
    draft = _MAKERS[name](library, coming())
    reply = draft.replies["sv"]
    for words in ("torsdag 3 december 2026", "14.00–16.00", "Rådhussalen", "0454"):
        assert words in plain(reply.text)
    actions = {button.action for button in reply.all_buttons}
    assert {"rsvp:k7p2m:yes", "rsvp:k7p2m:no", "ics:k7p2m"} <= actions
    assert draft.expires == coming().starts


def test_changes_and_reminders_go_to_those_who_may_come(library: Library) -> None:
    """Yes and maybe are told of changes, and yes alone is thanked."""
    for name in ("moved", "cancelled", "day_before", "same_day"):
        assert _MAKERS[name](library, coming()).audience.choices == ("yes", "maybe")
    assert _MAKERS["thanks"](library, coming()).audience.choices == ("yes",)
    assert _MAKERS["you_said"](library, coming()).audience.choices == ()


@pytest.mark.parametrize(
    ("now", "begins", "starts", "at_once", "silent"),
    [
        (_at(23), _at(11, 25), _at(23), True, True),
        (_at(14), _at(11, 25), _at(14), True, False),
        (_at(3, 25), _at(10, 25), _at(3, 25), True, True),
        (_at(23), _at(12, 25), _at(9, 25), False, False),
        (_at(14), _at(12, 25), _at(14), False, False),
    ],
)
def test_tomorrow_mornings_meeting_cannot_wait(
    library: Library,
    now: datetime,
    begins: datetime,
    starts: datetime,
    *,
    at_once: bool,
    silent: bool,
) -> None:
    """Before noon tomorrow: at once, without sound while people sleep; else at a decent hour."""
    meeting = replace(coming(), starts=begins, ends=begins + timedelta(hours=2))
    draft = announcements.cancelled(library, meeting, approved_by="Anna", now=now)
    assert (draft.starts, draft.at_night, draft.silent) == (starts, at_once, silent)


def test_the_earlier_of_old_and_new_time_decides(library: Library) -> None:
    """Whoever would have gone to the old time tomorrow morning has to know tonight."""
    draft = announcements.moved(library, coming(), approved_by="Anna", now=_at(22), was=_at(10, 25))
    assert draft.at_night
    assert draft.starts == _at(22)
    draft = announcements.moved(library, coming(), approved_by="Anna", now=_at(22))
    assert draft.starts == _at(9, 25)


def test_staffs_words_are_words(library: Library) -> None:
    """What staff write is shown as it is, a paragraph each, and Swedish stands in for English."""
    draft = _MAKERS["you_said"](library, coming())
    for reply in draft.replies.values():
        lines = plain(reply.text).splitlines()
        assert "Vi lagar lampan." in lines
        assert "Och målar <b>bänken</b>." in lines


def test_an_answer_to_the_agenda_waits_for_a_decent_hour(library: Library) -> None:
    """A long question in short, the answer whole and never markup, and where all answers stand."""
    question = MeetingQuestion(
        "q1", "k7p2m", "2026-W48", "Hur då? " * 40, QuestionState.ANSWERED, "Så <b>här</b>.\n\nKom."
    )
    draft = announcements.agenda_answer(
        library, coming(), question, approved_by="Anna", now=_at(22)
    )
    assert (draft.purpose, draft.subject) == (Purpose.AGENDA_ANSWER, "q1")
    assert draft.audience.choices == ("yes", "maybe")
    assert (draft.starts, draft.expires) == (_at(9, 25), coming().starts)
    for reply in draft.replies.values():
        words = plain(reply.text)
        assert "Så <b>här</b>.\nKom." in words
        assert words.count("Hur då?") < 20
        assert "qa:k7p2m:0" in {button.action for button in reply.all_buttons}
    assert "in Swedish" in plain(draft.replies["en"].text)


@pytest.mark.parametrize("text", ["å" * 600, "ord " * 150, "å" * 160, "kort?"])
def test_a_question_in_short_is_short(text: str) -> None:
    """Even one long word gets no longer than the limit, and what fits is left alone."""
    short = in_short(text)
    assert 0 < len(short) <= LONGEST_IN_SHORT
    assert (short == text) is (len(text) <= LONGEST_IN_SHORT)
