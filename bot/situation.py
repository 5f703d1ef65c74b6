"""The situation picture (lägesbild): which quarters can be published, and publishing one."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.case import ConcernCount
from bot.domain.concern import Origin
from bot.domain.figures import Picture, picture
from bot.domain.quarter import Quarter, quarter_of
from bot.domain.sweden import STOCKHOLM, week_of
from bot.domain.weeks import week_name
from bot.knowledge.library import LANGUAGES, Library
from bot.store.database import Tables
from bot.store.marks import Mark


class Situation:
    """What may be said of a quarter. Somebody publishes it by choice, never the clock: what is
    published stays, so a person reads it first, and decides that it is open to all.
    """

    def __init__(self, library: Library, *, live: bool) -> None:
        self._library = library
        self._live = live

    def waiting(self, tables: Tables, now: datetime) -> tuple[Quarter, ...]:
        """The quarters that can be published and are not, the newest first."""
        first = min((one.week for one in self._told(tables)), default="")
        there = {one.picture.quarter for one in tables.figures.published()}
        settled = tuple(_settled(quarter_of(first), week_of(now)))
        return tuple(one for one in reversed(settled) if one not in there)

    def preview(self, tables: Tables, quarter: Quarter) -> Picture:
        """What would be published of a quarter now."""
        weeks = (quarter.first_week, quarter.last_week)
        told = [one for one in self._told(tables) if weeks[0] <= one.week <= weeks[1]]
        return picture(quarter, told, self._library.municipality.counted(LANGUAGES[0]))

    def publish(self, tables: Tables, quarter: Quarter, now: datetime) -> bool:
        """Publish a quarter; False where it cannot be yet, or has been already."""
        if quarter not in self.waiting(tables, now):
            return False
        day = now.astimezone(STOCKHOLM).date()
        return tables.figures.publish(self.preview(tables, quarter), day, trial=not self._live)

    def _told(self, tables: Tables) -> tuple[ConcernCount, ...]:
        after = self._after(tables)
        return tuple(
            one
            for one in tables.concerns.counts()
            if one.week > after and one.origin is not Origin.TEST
        )

    def _after(self, tables: Tables) -> str:
        """The last week of which nothing is counted. What was told before the bot went live were
        tests by staff; in the week of going live nobody can tell them from the rest.
        """
        since = tables.marks.get(Mark.LIVE_SINCE) if self._live else None
        return week_name(since) if since else ""


def _settled(quarter: Quarter | None, week: str) -> Iterator[Quarter]:
    """This quarter and those after it, as far as they can be published."""
    while quarter and quarter.is_settled(week):
        yield quarter
        quarter = quarter.next
