"""Every topic has an answer: a page of its own, or a room of the house."""

import pytest

from bot.conversation.scene import Facts
from bot.conversation.session import Session
from bot.conversation.step import step
from bot.domain.message import Incoming, Kind, plain
from bot.knowledge.find import Certainty, Finder
from bot.knowledge.library import Library
from bot.knowledge.reading import Reading
from tests.conftest import CONTENT, START, coming

TOPICS = sorted(path.stem for path in (CONTENT / "finding").glob("*.toml") if path.stem != "words")


def _answer(library: Library, action: str, language: str) -> str:
    incoming = Incoming("test", "1", "p", Kind.BUTTON, action=action, address="a")
    facts = Facts("0" * 32, live=True, meetings=(coming(),))
    turn = step(Session(language=language), facts, Reading(), incoming, library, START)
    return plain(turn.replies[0].text)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("topic", TOPICS)
def test_no_topic_ends_in_the_menu(library: Library, topic: str, language: str) -> None:
    """Whoever asks about something we claim to know is never merely shown the menu."""
    menu = _answer(library, "menu", language)
    answer = _answer(library, f"t:{topic}", language)
    assert answer != menu
    assert len(answer) > 40


def test_the_topics_are_those_that_the_finder_knows() -> None:
    """A topic that is added to the finder needs an answer too."""
    assert len(TOPICS) == 30
    finder = Finder.load(CONTENT / "finding")
    assert finder.find("banken ringer och vill ha min kod").topic in TOPICS
    assert finder.find("").certainty is Certainty.NONE


def test_a_topic_that_does_not_exist_leads_home(library: Library) -> None:
    """A button from another version does no harm."""
    assert _answer(library, "t:no_such_topic", "sv") == _answer(library, "menu", "sv")
