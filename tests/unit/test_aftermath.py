"""What follows on a meeting comes at ten in the morning, on the right day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.aftermath import THANKS_LATE, YouSaid, thanks_are_due, thanks_due
from bot.domain.meeting import Standing
from bot.domain.sweden import STOCKHOLM
from tests.conftest import coming


def test_thanks_come_the_day_after_at_ten() -> None:
    """Not before, not for what was not held, and not when it is long past."""
    due = datetime(2026, 12, 4, 10, tzinfo=STOCKHOLM).astimezone(UTC)
    assert thanks_due(coming()) == due
    assert not thanks_are_due(coming(), due - timedelta(seconds=1))
    assert thanks_are_due(coming(), due)
    assert not thanks_are_due(replace(coming(), standing=Standing.CANCELLED), due)
    assert not thanks_are_due(coming(), due + THANKS_LATE)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ((2026, 12, 10), (2027, 3, 10)),
        ((2026, 11, 30), (2027, 2, 28)),
        ((2027, 11, 30), (2028, 2, 29)),
        ((2027, 1, 31), (2027, 4, 30)),
        ((2027, 12, 31), (2028, 3, 31)),
    ],
)
def test_three_months_later_is_a_day_that_exists(
    written: tuple[int, int, int], due: tuple[int, int, int]
) -> None:
    """The last day of a shorter month stands in, and ten is ten in summer time too."""
    moment = datetime(*written, 15, tzinfo=STOCKHOLM).astimezone(UTC)
    assert YouSaid("k7p2m", {}, moment).later_due == datetime(*due, 10, tzinfo=STOCKHOLM)
