"""Reminders come at 17:00 the day before and 09:00 the same day, by the clock on a Swedish wall."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.meeting import Meeting, Standing
from bot.domain.reminders import Reminder, Skipped, reminders
from bot.domain.sending import Purpose
from bot.domain.sweden import STOCKHOLM
from tests.conftest import coming

QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]


def _last_sunday(year: int, month: int) -> date:
    """The day the clocks change, by the rule in law: the last Sunday of March and October."""
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


CHANGE_DAYS = [_last_sunday(year, month) for year in range(2026, 2036) for month in (3, 10)]


def _offset(day: date, clock: time) -> timedelta:
    """Sweden's distance to UTC by the rule in law: at 01:00 UTC on two Sundays a year. Hours that
    are skipped or repeated do not occur at the times of reminders.
    """
    spring, autumn = _last_sunday(day.year, 3), _last_sunday(day.year, 10)
    summer = (spring, time(3)) <= (day, clock) and (day, clock) < (autumn, time(3))
    return timedelta(hours=2 if summer else 1)


def _by_hand(day: date, clock: time) -> datetime:
    """A Swedish clock time in UTC, without the zone database."""
    return datetime.combine(day, clock, UTC) - _offset(day, clock)


def _meeting(day: date, clock: time, fold: int = 0) -> Meeting | None:
    """A meeting at a clock time; None where that hour does not exist."""
    local = datetime.combine(day, clock.replace(fold=fold), STOCKHOLM)
    starts = local.astimezone(UTC)
    if starts.astimezone(STOCKHOLM).time() != clock:
        return None
    return replace(coming(), starts=starts, ends=starts + timedelta(hours=1))


def _expected(day: date, clock: time) -> dict[Purpose, datetime]:
    """What the rule says, in UTC."""
    found = {Purpose.DAY_BEFORE: _by_hand(day - timedelta(days=1), time(17))}
    if clock >= time(11):
        found[Purpose.SAME_DAY] = _by_hand(day, time(9))
    return found


def _made(meeting: Meeting, now: datetime) -> set[Purpose]:
    return {
        one.purpose
        for one in reminders(meeting)
        if one.is_due(now) and one.skipped(meeting, now) is None
    }


def test_no_reminder_is_wrong_by_a_minute_on_the_days_the_clocks_change() -> None:
    """Both change days of ten years, each quarter-hour, both reminders: 3,840 cases (TRUST R12)."""
    cases = 0
    assert len(CHANGE_DAYS) == 20
    for day in CHANGE_DAYS:
        for clock in QUARTERS:
            expected = _expected(day, clock)
            for fold in (0, 1):
                meeting = _meeting(day, clock, fold)
                skipped_hour = day.month == 3 and time(2) <= clock < time(3)
                assert (meeting is None) is skipped_hour
                if meeting:
                    assert {one.purpose: one.due for one in reminders(meeting)} == expected
            cases += len((Purpose.DAY_BEFORE, Purpose.SAME_DAY))
    assert cases == 3840


def test_a_reminder_is_made_from_its_minute_on_and_not_before() -> None:
    """The minute before is early, the minute itself is not, on each change day."""
    for day in CHANGE_DAYS:
        meeting = _meeting(day, time(14))
        assert meeting
        for purpose, due in _expected(day, time(14)).items():
            assert purpose not in _made(meeting, due - timedelta(minutes=1))
            assert purpose in _made(meeting, due)


def _reminder(purpose: Purpose) -> Reminder:
    return next(one for one in reminders(coming()) if one.purpose is purpose)


@pytest.mark.parametrize("purpose", [Purpose.DAY_BEFORE, Purpose.SAME_DAY])
def test_nobody_is_reminded_of_what_is_not_held(purpose: Purpose) -> None:
    """A cancelled, unpublished or past meeting never reminds."""
    one = _reminder(purpose)
    for standing in (Standing.CANCELLED, Standing.DRAFT):
        assert one.skipped(replace(coming(), standing=standing), one.due) is Skipped.CLOSED
    assert one.skipped(coming(), coming().ends) is Skipped.CLOSED
    assert one.skipped(coming(), coming().starts) is Skipped.LATE


@pytest.mark.parametrize("purpose", [Purpose.DAY_BEFORE, Purpose.SAME_DAY])
def test_who_has_just_been_told_of_a_change_is_not_reminded(purpose: Purpose) -> None:
    """A change after the hour of the reminder is its own message; one before it is not."""
    one = _reminder(purpose)
    told = replace(coming(), changed=one.due)
    assert one.skipped(told, one.due) is Skipped.TOLD
    earlier = replace(coming(), changed=one.due - timedelta(seconds=1))
    assert one.skipped(earlier, one.due) is None


def test_only_one_of_two_reminders_comes_after_a_night_without_the_bot() -> None:
    """A bot that was off all evening reminds in the morning, once."""
    morning = _reminder(Purpose.SAME_DAY).due
    assert _made(coming(), morning - timedelta(hours=1)) == set()
    assert _made(coming(), morning) == {Purpose.SAME_DAY}


def test_an_early_meeting_is_still_reminded_of_in_its_own_morning() -> None:
    """There is no second reminder before eleven, so the first may come late."""
    early = replace(coming(), starts=coming().starts - timedelta(hours=4))
    before, *others = reminders(early)
    assert not others
    assert before.skipped(early, early.starts - timedelta(minutes=30)) is None
    assert before.skipped(early, early.starts) is Skipped.LATE
