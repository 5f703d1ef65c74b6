"""Danger in what residents write: found whatever the spelling, and not seen where there is none."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ContentError
from bot.knowledge.danger import Danger, Watch
from bot.knowledge.tables import read_toml
from bot.knowledge.words import fold
from tests.conftest import CONTENT
from tests.work import calls

DATA = Path(__file__).parents[1] / "data" / "danger.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
WATCH = Watch.load(CONTENT)
CALM = Danger(urgent=False, violence=False, suicide=False, child=False)
# Least recall and precision, in percent, by split and kind; no words were chosen for
# the held, blind and unseen texts, but thresholds were set with the figures of held and blind in
# view; the unseen ones only had their totals looked at.
FLOORS = {
    ("dev", "urgent"): (99, 94),
    ("dev", "violence"): (98, 92),
    ("dev", "suicide"): (96, 96),
    ("dev", "child"): (84, 86),
    ("held", "urgent"): (90, 88),
    ("held", "violence"): (96, 85),
    ("held", "suicide"): (91, 91),
    ("blind", "urgent"): (91, 88),
    ("blind", "violence"): (95, 75),
    ("unseen", "urgent"): (92, 90),
}


read = cache(WATCH.read)  # each kind is asked of the same texts


def scores(split: str, kind: str) -> tuple[float, float]:
    """Recall and precision in percent."""
    rows = [row for row in ROWS if row["split"] == split and row[kind] is not None]
    pairs = [(row[kind], getattr(read(row["text"]), kind)) for row in rows]
    hits = sum(meant and found for meant, found in pairs)
    meant = sum(meant for meant, _ in pairs)
    return 100 * hits / meant, 100 * hits / sum(found for _, found in pairs)


@pytest.mark.parametrize("split", sorted({split for split, _ in FLOORS}))
def test_danger_is_found_and_calm_is_left_alone(split: str) -> None:
    """Somebody in danger gets 112 first; everybody else gets an answer to what they asked."""
    for kind, least in ((kind, least) for (of, kind), least in FLOORS.items() if of == split):
        recall, precision = scores(split, kind)
        assert recall >= least[0], kind
        assert precision >= least[1], kind


def test_the_data_is_large_and_even_enough_to_mean_something() -> None:
    """Figures on a handful of texts would tell nothing."""
    assert len(ROWS) >= 300
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for kind in ("urgent", "violence", "suicide"):
        assert sum(row[kind] is True for row in ROWS) >= 30
        assert sum(row[kind] is False for row in ROWS) >= 30


@pytest.mark.parametrize(
    ("name", "ordinary"),
    [
        ("scam", lambda row: row["label"] == "genuine"),
        ("questions", lambda row: row["topic"] != "urgent_now"),
    ],
)
def test_everyday_messages_and_questions_are_seldom_urgent(
    name: str, ordinary: Callable[[dict[str, str]], bool]
) -> None:
    """Whoever asks about a parcel or a meeting is not met with 112."""
    lines = (DATA.parent / f"{name}.jsonl").read_text("utf-8").splitlines()
    texts = [row["text"] for row in map(json.loads, lines) if ordinary(row)]
    assert sum(WATCH.read(text).urgent for text in texts) < 0.03 * len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "min man slår mig när han har druckit",
        "mitt ex står utanför mitt jobb varje dag",
        "på boendet binder de fast pappa i stolen",
        "barnbarnet tvingade mig skriva under ett lån",
        "min man har satt en spårare på min bil",
        "han slog mig för tio år sen, min man",
        "my ex follows me to the shops",
    ],
)
def test_harm_control_and_stalking_by_somebody_near_are_violence(text: str) -> None:
    """Violence at home is told in many ways, also in the past and about others."""
    assert WATCH.read(text).violence


@pytest.mark.parametrize(
    "text",
    [
        "ingen skulle märka om jag var borta",
        "det är lika bra att jag dör så slipper barnen bry sig",
        "har sparat ihop sömnpiller så det räcker",
        "ja ser ingen mening längre",
        "my friend says she will jump off the bridge",
    ],
)
def test_a_wish_to_die_is_heard_behind_other_words(text: str) -> None:
    """Few say it outright, and old people say it as being a burden."""
    assert WATCH.read(text).suicide


@pytest.mark.parametrize(
    "text",
    [
        "någon bryter sig in nu",
        "det står en man utanför och bankar på dörren",
        "de är här nu",
        "det brinner",
        "det sitter en karl jag aldrig sett i min fåtölj",
        "spisen har börjat ryka",
        "min man andas inte",
        "dom ringer just nu och vill att jag ska logga in",
        "en från banken är på väg hit för att hämta kortet",
        "help someone is breaking in",
        "hjälp",
        "apua, joku murtautuu sisään",
        "النجدة",
        "caawi, qof baa gurigayga jebinaya",
        "pomocy, ktoś włamuje się",
        "hilfe, jemand bricht bei mir ein",
    ],
)
def test_danger_now_is_urgent(text: str) -> None:
    """What may cost life, body or home leads to 112, in more languages than two."""
    assert WATCH.read(text).urgent


@pytest.mark.parametrize(
    "text",
    [
        "det var inbrott i förra veckan",
        "det är inte akut",
        "ingen blöder längre",
        "jag trodde att huset brann men det var grannens grill",
        "vad ska jag göra om någon bryter sig in?",
        "jag dör av skratt",
        "bussen brinner för miljön",
        "han slog mig i schack",
        "vi borde slå larm",
        "slagen av hur fint det är",
        "mitt liv är dött på kvällarna",
        "det är mörkt vid tunneln och folk säljer droger",
        "",
    ],
)
def test_the_past_the_denied_the_supposed_and_idioms_are_calm(text: str) -> None:
    """A person who asks what to do if, or tells of last week, is not sent to 112."""
    assert WATCH.read(text) == CALM


@pytest.mark.parametrize("change", [str.upper, fold, lambda text: text.replace(",", "")])
def test_capitals_missing_marks_and_commas_hide_no_danger(change: object) -> None:
    """Old fingers and dictation write without å, ä and ö, and in capitals."""
    assert callable(change)
    rows = [row for row in ROWS if row["split"] == "dev" and row["urgent"]]
    found = sum(WATCH.read(change(row["text"])).urgent for row in rows)
    assert found >= 0.94 * len(rows)


def test_the_point_at_the_end_of_a_long_story_is_heard() -> None:
    """Somebody who begins with last year may end with now."""
    story = "Vi hade inbrott förra året och bytte lås. " * 20
    assert not WATCH.read(story).urgent
    assert WATCH.read(story + "Nu står han utanför dörren igen och vill in").urgent


def test_any_is_true_for_each_kind() -> None:
    """The conversation asks one question before it chooses its words."""
    assert not CALM.any
    for told in range(4):
        urgent, violence, suicide, child = (kind == told for kind in range(4))
        assert Danger(urgent, violence, suicide, child).any


def test_without_the_learned_model_the_rules_stand_alone() -> None:
    """Another municipality may leave the model out."""
    watch = Watch(read_toml(CONTENT / "signs" / "danger.toml"))
    assert watch.read("det brinner i trapphuset").urgent
    assert watch.read("") == CALM


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ja ska dö", "urgent"),
        ("he brinn i ladun", "urgent"),
        ("dä e nårn i källarn å rotar", "urgent"),
        ("sågklingan for i handen", "urgent"),
        ("han slåss me mej", "violence"),
        ("karln min slåss me mej när han e full", "violence"),
    ],
)
def test_spoken_words_and_ways_to_be_hurt_that_nobody_foresaw_are_heard(
    text: str, kind: str
) -> None:
    """Old people write as they speak, and no list holds every tool and every blow."""
    assert getattr(WATCH.read(text), kind)


@pytest.mark.parametrize(
    "text",
    [
        "ungdomar kastar sten på folk, ring mej",
        "några killar knuffar folk vid stationen på kvällarna, ring mig",
        "tjuvarna i serien slog ner en vakt",
    ],
)
def test_unruly_strangers_are_no_violence_at_home(text: str) -> None:
    """A concern about the young in town is taken in; it is not diverted to a helpline."""
    assert not WATCH.read(text).violence


def test_a_rule_is_not_believed_in_words_like_those_of_everyday() -> None:
    """Where all other words are calm, the model takes back what a rule found."""
    rules = {
        "groups": {"a": ["alfa"]},
        "vetoes": {},
        "rules": [{**RULE, "all": ["a"]}],
    }
    kind = {"bias": -1.0, "least": 1.0, "sure": 1.0, "perhaps": 0.0, "doubt": -2.0}
    calm = {"weight": {-9.0: "kafe"}}
    model = {name: {**kind, **calm} for name in ("urgent", "violence", "suicide", "child")}
    watch = Watch(rules, model)
    assert watch.read("det är alfa här").urgent
    assert not watch.read("kaffe är alfa här").urgent
    assert [rule.name for rule in watch.fired("kaffe är alfa här")] == ["r"]


def test_each_rule_that_held_can_be_named() -> None:
    """Whoever edits the rules can see which one spoke, and why."""
    rules = list(WATCH.fired("det brinner i trapphuset"))
    assert "fire" in {rule.name for rule in rules}
    assert all(rule.explanation.endswith(".") for rule in rules)


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """No text stops the bot, and the same text always gets the same answer."""
    assert WATCH.read(text) == WATCH.read(text)


@pytest.mark.parametrize("word", ["nu ", "han slår mig nu ", "det brinner. ", "ooo", "inte och "])
def test_work_grows_in_step_with_the_text(word: str) -> None:
    """A text made to be slow is no slower a letter than another."""
    half, whole = (calls(WATCH.read, (word * 20_000)[:length]) for length in (10_000, 20_000))
    assert whole <= 2.2 * half + 100


RULE = {"name": "r", "kind": "urgent", "explanation": "x.", "all": ["a"]}
VETOES = {"b": {"before": 1, "after": 1}}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({}, "groups"),
        ({"groups": {}, "vetoes": {}, "rules": []}, "rules"),
        ({"groups": {"a": ["x"]}, "vetoes": {}, "rules": [{**RULE, "all": ["c"]}]}, "c"),
        ({"groups": {"a": ["x"]}, "vetoes": {}, "rules": [{**RULE, "unless": ["a"]}]}, "a"),
        (
            {
                "groups": {"a": ["x"]},
                "vetoes": {},
                "rules": [RULE],
                "perils": {"fire": {"c": 1}},
            },
            "perils.fire",
        ),
        (
            {
                "groups": {"a": ["x"]},
                "vetoes": {},
                "rules": [RULE],
                "perils_need": {"fire": ["c"]},
            },
            "perils_need.fire",
        ),
        ({"groups": {"a": ["@c y"]}, "vetoes": {}, "rules": [RULE]}, "c"),
        ({"groups": {"a": ["… y"]}, "vetoes": {}, "rules": [RULE]}, "begins and ends"),
        ({"groups": {"a": ["at*"]}, "vetoes": {}, "rules": [RULE]}, "too short"),
    ],
)
def test_a_broken_file_is_named_with_its_key(table: dict[str, object], key: str) -> None:
    """An editor who spoils a rule is told where."""
    with pytest.raises(ContentError, match=r"signs/danger.toml") as caught:
        Watch(table)
    assert key in str(caught.value)


def test_a_broken_model_is_named() -> None:
    """The learned file is checked like the written one."""
    with pytest.raises(ContentError, match=r"signs/danger_hunch.toml"):
        Watch(read_toml(CONTENT / "signs" / "danger.toml"), {"urgent": 7})


def test_a_rule_may_ask_for_order_for_context_and_for_a_short_text() -> None:
    """The ways in which a rule can be narrowed each do what they say."""
    groups = {"a": ["alfa"], "b": ["beta"], "c": ["gamma"]}
    rule = {**RULE, "all": ["a", "b"], "ordered": True, "within": 2, "context": ["c"], "most": 6}
    watch = Watch({"groups": groups, "vetoes": VETOES, "rules": [rule]})
    assert watch.read("gamma. alfa x beta").urgent
    assert not watch.read("gamma. beta alfa").urgent
    assert not watch.read("gamma. alfa x y z beta").urgent
    assert not watch.read("alfa x beta").urgent
    assert not watch.read("gamma. alfa x beta och mer än så").urgent


def test_a_veto_reaches_so_far_and_yields_to_now() -> None:
    """A word such as “inte” takes back what it stands by, unless something happens now."""
    groups = {"a": ["alfa"], "b": ["beta"], "now": ["nu"], "turn": ["men"]}
    vetoes = {"b": {"before": 2, "after": 1, "yields": True, "ends_at": ["turn"]}}
    watch = Watch({"groups": groups, "vetoes": vetoes, "rules": [{**RULE, "unless": ["b"]}]})
    assert not watch.read("beta x alfa").urgent
    assert not watch.read("alfa beta").urgent
    assert watch.read("beta x y alfa").urgent
    assert watch.read("beta men alfa").urgent
    assert watch.read("alfa, beta").urgent
    assert watch.read("beta alfa nu").urgent
