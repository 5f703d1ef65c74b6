"""What staff and the one who told it can do with a concern, and that what is erased is gone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.case import Case, ConcernState
from bot.domain.concern import MOST_A_DAY, Addition, Concern, Often, Origin
from bot.store.concerns import Concerns
from bot.store.database import open_database, truncate_wal

TOLD, NOW = "2026-W48", "2026-W49"
WORDS = "needle-in-the-haystack"


@pytest.fixture
def concerns(tmp_path: Path) -> Iterator[Concerns]:
    """The tables, with nothing in them; each statement is committed by itself."""
    connection = open_database(tmp_path / "bot.db")
    yield Concerns(connection)
    connection.close()


def _concern(key: str = "a", **changes: object) -> Concern:
    told = Concern(key * 32, TOLD, "ljus", "asarum", "kvall", WORDS, Often.OFTEN, key.encode())
    return replace(told, **changes)  # type: ignore[arg-type]


def _shown(concerns: Concerns, *keys: str) -> Case:
    """File one a key, and show staff all; the first of them."""
    for key in keys:
        concerns.file(_concern(key))
    concerns.release()
    case = concerns.get(keys[0] * 32)
    assert case is not None
    return case


def test_a_concern_comes_back_as_it_was_filed(concerns: Concerns) -> None:
    """Nothing is lost on the way; the code itself is never handed out again."""
    concerns.file(_concern(origin=Origin.STAFF))
    assert concerns.get("a" * 32) is None
    concerns.release()
    [case] = concerns.released()
    assert case == concerns.get("a" * 32)
    assert (case.text, case.often, case.origin) == (WORDS, Often.OFTEN, Origin.STAFF)
    assert (case.state, case.changed_week, case.followed) == (ConcernState.RECEIVED, TOLD, True)
    assert case.unread


def test_a_flood_is_shown_a_day_at_a_time_and_nothing_is_dropped(concerns: Concerns) -> None:
    """Two hundred a morning: the rest waits and is shown the next (TRUST S14)."""
    for number in range(MOST_A_DAY + 3):
        concerns.file(_concern(key=f"{number:032}", code=None))
    concerns.release()
    assert (concerns.count(), concerns.waiting()) == (MOST_A_DAY, 3)
    concerns.release()
    assert (concerns.count(), concerns.waiting()) == (MOST_A_DAY + 3, 0)


def test_the_code_opens_what_staff_have_said(concerns: Concerns) -> None:
    """State, why and answer reach whoever holds the code, and nobody with another."""
    case = _shown(concerns, "a")
    assert concerns.set_state(case.key, ConcernState.FORWARDED, "gatukontoret", NOW)
    assert concerns.answer(case.key, "Vi byter lampan.", NOW)
    followed = concerns.followed(b"a")
    assert followed is not None
    assert (followed.state, followed.reason) == (ConcernState.FORWARDED, "gatukontoret")
    assert (followed.answer, followed.changed_week) == ("Vi byter lampan.", NOW)
    assert concerns.followed(b"b") is None
    assert not concerns.set_state("x", ConcernState.READ, "", NOW)
    assert {one.state: one.number for one in concerns.counts()} == {ConcernState.FORWARDED: 1}


def test_a_merged_concern_answers_with_the_other_ones_words(concerns: Concerns) -> None:
    """Whoever told the same thing hears the same; no chain or circle of merging can arise."""
    case = _shown(concerns, "a", "b", "c")
    other, third = "b" * 32, "c" * 32
    assert not concerns.merge(case.key, case.key, NOW)
    assert concerns.merge(case.key, other, NOW)
    assert not concerns.merge(other, third, NOW)
    assert not concerns.merge(third, case.key, NOW)
    concerns.set_state(other, ConcernState.DONE, "Lampan är bytt", NOW)
    followed = concerns.followed(b"a")
    assert followed is not None
    assert (followed.key, followed.state) == (case.key, ConcernState.DONE)
    assert concerns.part(case.key, NOW)
    parted = concerns.followed(b"a")
    assert parted is not None
    assert parted.state is ConcernState.RECEIVED


def test_what_is_added_is_shown_with_the_next_release_and_read_once(concerns: Concerns) -> None:
    """The writer sees it at once; staff in the morning, as unread until they have read it."""
    case = _shown(concerns, "a")
    concerns.set_state(case.key, ConcernState.READ, "", NOW)
    assert concerns.add(Addition("n" * 32, case.key, NOW, "Mer"))
    assert not concerns.add(Addition("m" * 32, "x", NOW, "Till ingen"))
    followed = concerns.followed(b"a")
    assert followed is not None
    assert [one.text for one in followed.additions] == ["Mer"]
    assert [one.additions for one in concerns.released()] == [()]
    concerns.release()
    [shown] = concerns.released()
    assert shown.unread
    concerns.additions_read(case.key)
    assert not concerns.released()[0].unread


def test_the_agenda_and_the_note_are_staffs_own(concerns: Concerns) -> None:
    """A concern is put on a meeting's agenda and taken off; a note stands beside it."""
    case = _shown(concerns, "a")
    assert concerns.put_on_agenda(case.key, "k7p2m")
    assert concerns.note(case.key, "Samma som i våras")
    [listed] = concerns.of_meeting("k7p2m")
    assert listed.note == "Samma som i våras"
    concerns.put_on_agenda(case.key, "")
    assert concerns.of_meeting("k7p2m") == ()


def test_more_is_masked_and_sealed_in_place(concerns: Concerns) -> None:
    """The old words are replaced, and a sealed text leaves no open one beside it."""
    case = _shown(concerns, "a")
    concerns.add(Addition("n" * 32, case.key, NOW, WORDS))
    assert concerns.reword(case.key, "[namn]")
    assert concerns.followed(b"a") == replace(
        case, text="[namn]", additions=(Addition("n" * 32, case.key, NOW, WORDS),)
    )
    assert concerns.reword(case.key, WORDS, b"sealed")
    assert concerns.reword_addition("n" * 32, WORDS, b"sealed too")
    told = concerns.followed(b"a")
    assert told is not None
    assert {told.key: told.sealed} == {case.key: b"sealed"}
    assert {one.key: one.sealed for one in told.additions} == {"n" * 32: b"sealed too"}
    concerns.file(_concern("s"), b"from the start")
    followed = concerns.followed(b"s")
    assert followed is not None
    assert (followed.text, followed.sealed) == ("", b"from the start")


@pytest.mark.parametrize("by", ["withdrawal", "age"])
def test_erased_words_are_in_no_file(concerns: Concerns, tmp_path: Path, by: str) -> None:
    """Taking back and growing old erase text, additions and note; that there was one stays
    (TRUST P2).
    """
    case = _shown(concerns, "a")
    concerns.add(Addition("n" * 32, case.key, NOW, f"added {WORDS}"))
    concerns.note(case.key, f"noted {WORDS}")
    if by == "withdrawal":
        concerns.answer(case.key, f"You said {WORDS}", NOW)
        assert concerns.withdraw(case.key, NOW)
        assert not concerns.withdraw(case.key, NOW)
        assert not concerns.add(Addition("m" * 32, case.key, NOW, WORDS))
        assert not concerns.answer(case.key, WORDS, NOW)
    else:
        concerns.erase_text([case.key])
    assert not concerns.reword(case.key, WORDS)
    assert not concerns.note(case.key, WORDS)
    assert truncate_wal(concerns._connection)
    assert [f.name for f in tmp_path.iterdir() if WORDS.encode() in f.read_bytes()] == []
    left = concerns.get(case.key)
    assert left is not None
    assert left.erased
    assert [count.number for count in concerns.counts()] == [1]
