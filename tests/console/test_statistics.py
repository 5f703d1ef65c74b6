"""Figures and what waits: exact for meetings, never small for subscribers, nothing forgotten."""

from datetime import timedelta
from functools import partial

from bot.console.statistics import small
from bot.domain.meeting import Choice, Standing
from bot.domain.membership import Member, News
from bot.domain.question import MeetingQuestion
from bot.domain.sending import RowState, Settled
from bot.domain.staff import Role
from bot.store.database import Tables
from tests.console.house import START, House, answers, meeting
from tests.console.test_sending import press


def _join(number: int, districts: tuple[str, ...], tables: Tables) -> None:
    kinds = (News.INVITATIONS, News.WARNINGS) if number % 2 else (News.INVITATIONS,)
    tables.members.put(Member(f"telegram:{number}", "sv", districts, kinds))


def test_few_are_not_told_apart() -> None:
    """None and four read the same; five is five."""
    assert [small(number) for number in (0, 1, 4, 5, 12)] == ["<5", "<5", "<5", "5", "12"]


async def test_statistics_show_meetings_exactly_and_subscribers_by_kind_and_place(
    full_house: House,
) -> None:
    """Six in Asarum are six, three in Mörrum are fewer than five."""
    await full_house.plan(meeting(), meeting("draft", title="Hemlig", standing=Standing.DRAFT))
    await full_house.fill(lambda t: answers(t, "k7p2m", (Choice.YES, 2), (Choice.MAYBE, 1)))
    for number in range(9):
        await full_house.fill(partial(_join, number, ("asarum",) if number < 6 else ("morrum",)))
    visitor = await full_house.inside("anna", Role.EDITOR)
    place = (await press(visitor, "send", sure="1")).place
    key = place.rsplit("/", 1)[1]
    rows = await full_house.store.turn(
        lambda t: t.outbox.claim(key, "telegram", full_house.clock.now(), 9)
    )
    settled = [Settled(row.row, RowState.SENT, message=1) for row in rows]
    await full_house.store.turn(lambda t: t.outbox.settle(settled))
    words = (await visitor.get("/personal/statistik")).words
    assert "Trygg i Asarum torsdag 3 december 2026 9 1 2 1 0 0 0" in words
    assert "Hemlig" not in words
    assert "Tillsammans: 9" in words
    assert "Inbjudningar 9 Varningar <5 Övning <5" in words
    assert "Hela kommunen <5" in words
    assert "Asarum 6" in words
    assert "Mörrum <5" in words


async def test_the_overview_lists_what_waits_with_the_way_there(full_house: House) -> None:
    """Drafts, questions, sendings under way and meetings that nobody has told the end of."""
    await full_house.plan(
        meeting(),
        meeting("draft", title="Utkastet", standing=Standing.DRAFT),
        meeting("held2", starts=START - timedelta(days=3), ends=START - timedelta(days=2)),
        meeting("exmpl", title="Exempel", example=True, ends=START - timedelta(days=2)),
    )
    await full_house.fill(
        lambda t: t.questions.file(MeetingQuestion("q1", "k7p2m", "2026-W48", "Finns hiss?"))
    )
    await full_house.fill(partial(_join, 1, ()))
    visitor = await full_house.inside("anna", Role.EDITOR)
    place = (await press(visitor, "send", sure="1")).place
    page = await visitor.get("/personal/")
    assert "Utskick på gång, 1 väntar" in page.words
    assert f'href="{place}"' in page.text
    assert "Gör klart utkastet Utkastet" in page.words
    assert "Svara på en fråga" in page.words
    assert 'href="/personal/traffar/held2/ni-sa"' in page.text
    assert "exmpl/ni-sa" not in page.text
