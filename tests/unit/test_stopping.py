"""The undo button carries what was chosen within 64 bytes, and never more than it says."""

from dataclasses import replace

import pytest

from bot.conversation.effects import AnswerMeeting, Subscribe
from bot.conversation.scene import Facts, Scene
from bot.conversation.session import Session
from bot.conversation.stopping import packed, undo
from bot.domain.meeting import Answer, Choice
from bot.domain.membership import Member, News
from bot.domain.message import Incoming
from bot.knowledge.library import Library
from bot.knowledge.reading import Reading
from tests.conftest import START, coming


@pytest.fixture
def scene(library: Library) -> Scene:
    """Somebody of whom nothing is kept, with one meeting to come."""
    incoming = Incoming("telegram", "1", "p", address="telegram:1")
    facts = Facts("0" * 32, live=True, meetings=(coming(),))
    return Scene(Session(), facts, Reading(), incoming, library, START)


def _of(scene: Scene, member: Member | None, *answers: Answer) -> Scene:
    given = {answer.meeting: answer for answer in answers}
    return replace(scene, facts=replace(scene.facts, member=member, answers=given))


def _places(scene: Scene) -> list[str]:
    return [one.id for one in scene.library.municipality.districts if one.invited]


def test_a_membership_comes_back_as_it_was(scene: Scene) -> None:
    """Every place alone, and all pairs of them, whatever their names begin with."""
    places = _places(scene)
    chosen = [(one,) for one in places] + [
        (one, other) for i, one in enumerate(places) for other in places[i + 1 :]
    ]
    for districts in [(), *chosen]:
        member = Member("telegram:1", "sv", districts, (News.WARNINGS, News.PRACTICE))
        carried = packed(_of(scene, member))
        assert undo(scene, carried).effects == (Subscribe(member),), carried


def test_answers_come_back_beside_it(scene: Scene) -> None:
    """One press takes up both, with how many."""
    member = Member("telegram:1", "sv", tuple(_places(scene)[:-1]))
    answer = Answer("k7p2m", Choice.YES, 4)
    carried = packed(_of(scene, member, answer))
    assert len(f"undo:{carried}".encode()) <= 64
    effects = undo(scene, carried).effects
    assert effects == (Subscribe(member), AnswerMeeting("telegram:1", answer, "sv"))


def test_what_does_not_fit_is_left_out_sensibly(scene: Scene) -> None:
    """Where the places do not fit beside many answers it is the whole municipality: rather too
    many invitations than too few.
    """
    member = Member("telegram:1", "sv", tuple(_places(scene)[:-1]))
    answers = [Answer(f"meeting{n}xyz", Choice.MAYBE) for n in range(9)]
    carried = packed(_of(scene, member, *answers))
    assert len(f"undo:{carried}".encode()) <= 64
    assert undo(scene, carried).effects == (Subscribe(replace(member, districts=())),)


def test_what_was_chosen_since_stands(scene: Scene) -> None:
    """An old button undoes nothing newer than itself."""
    member = Member("telegram:1", "sv", ("asarum",))
    carried = packed(_of(scene, member, Answer("k7p2m", Choice.YES, 4)))
    newer = _of(scene, Member("telegram:1", "sv", ("morrum",)), Answer("k7p2m", Choice.MAYBE))
    assert undo(newer, carried).effects == ()


def test_nonsense_restores_nothing(scene: Scene) -> None:
    """What a button carries is checked as if a stranger had typed it."""
    for carried in ("", "M", "Mx", "Mi.nowhere.", "M" * 60, "k7p2m.y0", "k7p2m.z2", ",,,"):
        assert undo(scene, carried).effects == (), carried


def test_a_place_that_is_gone_is_left_out(scene: Scene) -> None:
    """The municipality may change its list; what is still there holds."""
    (effect,) = undo(scene, "Mi.nowhere.as").effects
    assert effect == Subscribe(Member("telegram:1", "sv", ("asarum",), (News.INVITATIONS,)))
