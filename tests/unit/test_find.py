"""Free text to topic: how often it is right, how it fails, and what staff read of a wrong file."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.find import FINDING, Answer, answers, questions, share
from bot.errors import ContentError
from bot.knowledge.danger import Danger
from bot.knowledge.find import Certainty, Finder, Match
from bot.knowledge.reading import danger_first
from bot.knowledge.tables import read_toml
from bot.knowledge.topics import TOPICS

Files = dict[str, dict[str, object]]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def finder() -> Finder:
    """The finder as it ships."""
    return Finder.load(FINDING)


@pytest.fixture(scope="module")
def held(finder: Finder) -> list[Answer]:
    """The questions that nothing was tuned on, answered."""
    return answers(finder, "held")


@pytest.fixture
def files() -> Files:
    """The parsed content, to spoil."""
    return {path.stem: read_toml(path) for path in FINDING.glob("*.toml")}


def test_unseen_questions_find_their_topic(held: list[Answer]) -> None:
    """Protects what residents meet: the right topic first, or at least among three buttons."""
    assert share([a.first for a in held]) >= 0.88
    assert share([a.within for a in held]) >= 0.96


def test_a_sure_answer_is_right(held: list[Answer]) -> None:
    """Protects against a confident wrong page, which is worse than a question back."""
    sure = [a.first for a in held if a.match.certainty is Certainty.SURE]

    assert len(sure) >= len(held) * 0.6
    assert share(sure) >= 0.95


def test_a_doubtful_answer_has_the_right_one_on_a_button(held: list[Answer]) -> None:
    """Protects “Menar du …?”: the person's own subject is nearly always one of the three."""
    maybe = [a.within for a in held if a.match.certainty is Certainty.MAYBE]

    assert share(maybe) >= 0.94


def test_ongoing_danger_is_never_missed(held: list[Answer]) -> None:
    """Protects a person in danger: every such question is first or second."""
    urgent = [a.match for a in held if a.asked.topic == "urgent_now"]

    assert all("urgent_now" in (m.topic, *m.alternatives[:1]) for m in urgent)


@pytest.mark.parametrize("topic", TOPICS)
def test_bad_spelling_is_found(finder: Finder, topic: str) -> None:
    """Protects those who type without å, ä and ö or as they speak: five such a topic, first."""
    written = [q for q in questions("dev") if q.topic == topic]
    spoilt = [q.text for q in written if q.voice in {"misspelt", "noaao", "dialect", "split"}]

    assert sum(finder.find(text).topic == topic for text in spoilt) >= 5


@pytest.mark.parametrize("split", ["dev", "held"])
def test_every_topic_is_asked_about(split: str) -> None:
    """Protects the measure itself: no topic is left out of either split."""
    counts = Counter(question.topic for question in questions(split))

    assert set(counts) == set(TOPICS)
    assert min(counts.values()) >= (12 if split == "dev" else 6)


def test_no_question_is_also_a_phrase(files: Files) -> None:
    """Protects the honesty of the figures: nobody may paste a held question into content."""
    phrases = {
        line.strip().casefold()
        for table in files.values()
        for key in ("sv", "en")
        for line in str(table.get(key, "")).splitlines()
        if len(line.split()) > 3
    }

    assert not [q.text for q in questions("held") if q.text.casefold().rstrip("?.!") in phrases]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("bankid", "bankid"),
        ("träff", "meetings_when"),
        ("jag har gett ut min kod till banken som ringde", "already_scammed"),
        ("banken ringer och vill ha min kod", "phone_bank_fraud"),
        ("hur anmäler jag", "report"),
        ("mamma vill inte lyssna på mig om bluffar", "help_relative"),
        ("kostar träffen något", "meetings_signup"),
        ("hur tar jag mig dit", "meetings_transport"),
        ("min man slår mig", "domestic_violence"),
        ("vem kan jag ringa hos er", "human"),
        ("grannens son säljer droger", "youth_drugs"),
        ("lampan är trasig på gångvägen", "report_concern"),
        ("stopp", "unsubscribe"),
        ("tack snälla", "out_of_scope"),
        ("har ni hörslinga", "meetings_transport"),
        ("de bryter sig in nu", "urgent_now"),
    ],
)
def test_borderlines_are_drawn_where_a_colleague_would(
    finder: Finder, text: str, topic: str
) -> None:
    """Protects the decisions on neighbouring topics, one short question each."""
    assert finder.find(text).topic == topic


@pytest.mark.parametrize("text", ["", "   ", "asdf qwer", "...", "🙂", "xzkq", "\x00", "1234567"])
def test_nonsense_gets_no_guess(finder: Finder, text: str) -> None:
    """Protects a person who slipped on the keys from being told about violence."""
    assert finder.find(text) == Match("out_of_scope", (), Certainty.NONE)


def test_a_long_story_is_read_from_both_ends(finder: Finder) -> None:
    """Protects the question at the end of a long story, and the time it takes to read one."""
    story = "Igår var det fint väder och vi drack kaffe på verandan. " * 400
    question = "Nu undrar jag hur jag spärrar mitt bankkort, jag har tappat plånboken med kortet. "

    assert finder.find(story + question * 3).topic == "card_blocked"


def test_marks_in_two_characters_are_the_same(finder: Finder) -> None:
    """Protects those whose keyboard sends å as a and a ring."""
    assert finder.find("spa\u0308rra kortet") == finder.find("spärra kortet")


@settings(max_examples=150)
@given(text=st.text(max_size=300))
def test_any_text_gets_a_sound_answer(finder: Finder, text: str) -> None:
    """Protects against silence: never an error, a topic of the list, other ones beside it."""
    match = finder.find(text)

    assert match.topic in TOPICS
    assert len(match.alternatives) <= 4
    assert len({match.topic, *match.alternatives}) == 1 + len(match.alternatives)
    assert set(match.alternatives) <= set(TOPICS)
    assert match == finder.find(text)


def test_the_answer_does_not_depend_on_the_process() -> None:
    """Protects “the same text gives the same answer twice”, whatever seed Python hashes with."""
    code = (
        "from pathlib import Path; from bot.knowledge.find import Finder;"
        f"finder = Finder.load(Path({str(FINDING)!r}));"
        "print(finder.chances('banken ringde o ville ha koden'))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(runs) == 1


def _without_topic(files: Files) -> None:
    del files["romance"]


def _other_name(files: Files) -> None:
    files["romance"]["topic"] = "love"


def _twice(files: Files) -> None:
    files["romance"]["sv"] = "Banken ringer och vill ha min kod"


def _no_phrases(files: Files) -> None:
    files["romance"]["en"] = "\n"


def _unknown_key(files: Files) -> None:
    files["romance"]["fi"] = "rakkaushuijaus"


def _no_words(files: Files) -> None:
    del files["words"]


def _same_without_sign(files: Files) -> None:
    files["words"]["same"] = "mej mig"


def _empty_group(files: Files) -> None:
    files["words"]["groups"] = {"bank": " "}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_without_topic, "finding/romance.toml: filen saknas"),
        (_other_name, "finding/romance.toml, topic"),
        (_twice, "finding/romance.toml, sv: “Banken ringer"),
        (_no_phrases, "finding/romance.toml, en: skriv en fras på varje rad"),
        (_unknown_key, "finding/romance.toml, fi"),
        (_no_words, "finding/words.toml"),
        (_same_without_sign, "finding/words.toml, same: “mej mig”"),
        (_empty_group, "finding/words.toml, groups.bank"),
    ],
)
def test_a_wrong_file_is_named(files: Files, spoil: Callable[[Files], None], said: str) -> None:
    """Protects staff who edit phrases: the error says which file and which key."""
    spoil(files)

    with pytest.raises(ContentError) as error:
        Finder(files)

    assert said in str(error.value)


def test_danger_that_is_not_sure_comes_second_to_a_sure_topic() -> None:
    """A question about roofers is answered as one; danger now stays the next choice."""
    unsure = Danger(urgent=True, violence=False, suicide=False, child=False, sure=False)
    found = Match("door_visitors", ("report", "urgent_now"), Certainty.SURE)
    wins = Match("urgent_now", ("door_visitors", "report"), Certainty.SURE)
    second = Match("door_visitors", ("urgent_now", "report"), Certainty.SURE)

    assert danger_first(unsure, found) == second
    assert danger_first(replace(unsure, sure=True), found) == wins
    assert danger_first(unsure, replace(found, certainty=Certainty.MAYBE)) == wins
    assert danger_first(replace(unsure, urgent=False), found) == found
