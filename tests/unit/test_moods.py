"""Short messages about the one who writes, or about the bot, are known however they are spelt."""

import pytest

from bot.conversation.scene import Facts, Turn
from bot.conversation.session import Session
from bot.conversation.step import step
from bot.domain.message import Incoming, plain
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.knowledge.moods import Mood, Moods
from bot.knowledge.reading import Reader
from bot.knowledge.tables import read_toml
from tests.conftest import CONTENT, START


def _answer(library: Library, reader: Reader, text: str, session: Session | None = None) -> Turn:
    incoming = Incoming("web", "1", "astrid", text=text)
    return step(
        session or Session(greeted=True),
        Facts("0" * 32, live=True),
        reader.read(text),
        incoming,
        library,
        START,
    )


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("vem är du", Mood.WHO),
        ("Hej! Vem är du?", Mood.WHO),
        ("vem e du", Mood.WHO),
        ("e du en robot", Mood.WHO),
        ("ar du en manniska", Mood.WHO),
        ("är du en mänsika?", Mood.WHO),
        ("are you a robot", Mood.WHO),
        ("jag är ensam", Mood.LONELY),
        ("ja e så ensam", Mood.LONELY),
        ("känner mej så ensamm", Mood.LONELY),
        ("I am lonely", Mood.LONELY),
        ("ja e rädd", Mood.AFRAID),
        ("jag ar radd", Mood.AFRAID),
        ("jag är orolig", Mood.AFRAID),
        ("jag är ensam och rädd", Mood.AFRAID),
        ("im scared", Mood.AFRAID),
        ("tack snälla", Mood.THANKS),
        ("dumma robot", Mood.CROSS),
    ],
)
def test_a_mood_is_known_in_any_spelling(reader: Reader, text: str, mood: Mood) -> None:
    """A lonely or frightened person is not met with a list of topics."""
    heard = reader.read(text).heard
    assert heard is not None
    assert heard.mood is mood


@pytest.mark.parametrize(
    "text",
    [
        "jag är rädd för min man",
        "jag är rädd att gå ut på kvällen vid stationen",
        "jag är ensam hemma och någon står vid dörren",
        "jag är orolig för min son som röker hasch",
        "vem är du som ringer från banken",
        "tack men jag vill inte ha fler utskick",
        "jag är redo",
        "",
        "🙂",
    ],
)
def test_a_message_that_says_more_is_read_as_a_question(reader: Reader, text: str) -> None:
    """What the person is afraid of decides, so a longer message goes to those who read it."""
    assert reader.read(text).heard is None


def test_danger_comes_before_a_mood(library: Library, reader: Reader) -> None:
    """Whoever cannot bear to live is given the helpline, not the meetings."""
    turn = _answer(library, reader, "jag är så ensam jag orkar inte leva")
    assert "112" in plain(turn.replies[0].text).splitlines()[0]


def test_a_lonely_person_is_told_who_listens(library: Library, reader: Reader) -> None:
    """A warm word, a number to people, and the meetings; no list of topics."""
    [reply] = _answer(library, reader, "ja e så ensam").replies
    assert "Äldrelinjen" in plain(reply.text)
    actions = [button.action for button in reply.all_buttons]
    assert actions == ["p:human:1", "p:human:2", "meetings", "menu"]
    listener = library.page("human", "sv")
    assert listener is not None
    assert [part.title for part in listener.parts[1:]] == [
        "Någon som lyssnar",
        library.label("heavy", "sv"),
    ]


def test_a_frightened_person_meets_the_urgent_choice_first(
    library: Library, reader: Reader
) -> None:
    """112 for danger now, the question what happened, and help at once as the first button."""
    [reply] = _answer(library, reader, "ja e rädd").replies
    assert "Ring 112" in plain(reply.text).splitlines()[0]
    assert "Vad är det som har hänt?" in plain(reply.text)
    assert reply.all_buttons[0].action == "list:now"


def test_the_bot_says_who_it_is(library: Library, reader: Reader) -> None:
    """A program, whose it is, what it never asks for, and how to see that it is genuine."""
    [reply] = _answer(library, reader, "vem e du").replies
    assert "program" in plain(reply.text)
    assert library.municipality.name in plain(reply.text)
    assert reply.all_buttons[0].action == "p:is_it_real"


def test_the_answer_is_in_the_language_of_the_message(library: Library, reader: Reader) -> None:
    """English words get English, and a word of both languages stays in that of the talk."""
    assert _answer(library, reader, "im scared").session.language == "en"
    assert _answer(library, reader, "idiot", Session("en")).session.language == "en"
    assert _answer(library, reader, "idiot", Session("sv")).session.language == "sv"


def test_a_mood_is_no_text_to_judge(library: Library, reader: Reader) -> None:
    """“Vem är du” right after “Är det här bluff?” is not judged as a message."""
    turn = _answer(library, reader, "vem är du", Session(greeted=True, checking=True))
    assert "trygghetsboten" in plain(turn.replies[0].text)


@pytest.mark.parametrize("mood", Mood)
def test_a_mood_without_messages_is_named(mood: Mood) -> None:
    """Staff who empty a list read which one."""
    table = read_toml(CONTENT / "signs" / "moods.toml")
    said = table["said"]
    assert isinstance(said, dict)
    table["said"] = said | {mood: {"sv": "\n"}}
    with pytest.raises(ContentError, match=rf"signs/moods.toml, said.{mood}"):
        Moods(table, {})
    table["said"] = {key: words for key, words in said.items() if key != mood}
    with pytest.raises(ContentError, match=rf"said.{mood}"):
        Moods(table, {})
