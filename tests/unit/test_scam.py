"""The scam check: levels, reasons quoted from the text, danger, and honest doubt."""

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.scam import load, texts
from benchmarks.scam_wording import in_steps, learn_many
from bot.errors import ContentError
from bot.knowledge.evidence import Evidence
from bot.knowledge.pieces import cut, fold
from bot.knowledge.scam import Level, ScamCheck, Verdict
from bot.knowledge.senders import Register

CHECK = load()
TOPICS = frozenset(
    [
        "phone_bank_fraud",
        "sms_links",
        "hej_mamma",
        "romance",
        "investment",
        "tech_support",
        "door_visitors",
        "invoice",
        "marketplace",
    ]
)
CHANNELS = frozenset(["sms", "mail", "letter", "call", "visit", "chat", "unknown"])
SIGNS = Path(__file__).parents[2] / "content/signs"


def table(name: str) -> dict[str, Any]:
    """A parsed file of content/signs/."""
    return tomllib.loads((SIGNS / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "kind", "topic"),
    [
        (
            "en man från banken ringde och sa att nån försökte ta pengar och jag skulle logga in",
            "bank_call",
            "phone_bank_fraud",
        ),
        ("Hej mamma, min telefon har gått sönder. Det här är mitt nya nummer, kan du swisha 5000?",
         "hej_mamma", "hej_mamma"),
        ("PostNord: ditt paket är pausat. Betala 19 kr: https://postnord-tull.info/pay",
         "parcel_sms", "sms_links"),
        ("Polisen ringde. En kollega kommer och hämtar smycken och bankkort i en påse.",
         "fake_police", "phone_bank_fraud"),
        ("Microsoft ringde och ville att jag skulle ladda ner AnyDesk.", "tech_support",
         "tech_support"),
        ("Min älskling är soldat i Syrien och behöver låna 40 000 kr till tullen.", "romance",
         "romance"),
        ("Two men at the door wanted a glass of water and then my gold was gone.", "home_visit",
         "door_visitors"),
    ],
)  # fmt: skip
def test_plain_frauds_are_warned_about(text: str, kind: str, topic: str) -> None:
    """The classic frauds get a warning, their kind and the topic whose page gives the advice."""
    verdict = CHECK.judge(text)
    assert verdict.level is Level.WARNING
    assert (verdict.kind, verdict.topic) == (kind, topic)
    assert verdict.reasons


@pytest.mark.parametrize(
    "text",
    [
        "Din engångskod är 884120. Lämna aldrig ut koden till någon. Hälsningar Nordea",
        "Välkommen till Folktandvården tisdag 3 dec kl 10:20. Avboka senast 24 tim innan.",
        "PostNord: Ditt paket finns att hämta på ICA Kvantum. Ta med legitimation.",
        "Hej mamma! Blir lite sen, tåget står still. Ni kan äta utan mig. Puss",
        "Dialogmöte i Mörrum tisdag 8 december kl 18 i matsalen. Vi bjuder på fika.",
        "Elektrikern kom klockan åtta som vi bokat. Fakturan kommer på posten.",
    ],
)
def test_everyday_texts_are_left_in_peace(text: str) -> None:
    """Codes, reminders, parcels, family and the municipality's own invitations raise no alarm."""
    verdict = CHECK.judge(text)
    assert verdict.level is Level.NO_SIGNS
    assert verdict.kind == verdict.topic == ""
    assert not verdict.danger


@pytest.mark.parametrize(
    "text", ["bank ringde", "polisen ringde mig", "fick ett konstigt sms", "", "?"]
)
def test_too_little_is_said(text: str) -> None:
    """A text that names only a contact is not judged; the talk asks three questions instead."""
    verdict = CHECK.judge(text)
    assert verdict.too_little
    assert verdict.level is Level.UNSURE


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("Banken ringde och de skickar ett bud som hämtar kortet, han är här om tio minuter", True),
        ("jag har precis swishat 9000 till han som ringde från banken", True),
        ("Asfaltläggarna krävde 8 000 kontant och är hotfulla, de står kvar utanför", True),
        ("PostNord: ditt paket är pausat. Betala 19 kr: https://postnord-tull.info/pay", False),
        ("Ditt paket från Zalando är på väg till dig", False),
    ],
)
def test_danger_inside_the_text(text: str, danger: bool) -> None:
    """Someone on the way, money just sent and threats are told apart from a parcel on its way."""
    assert CHECK.judge(text).danger is danger


def test_a_foreign_text_is_honestly_unsure_and_a_foreign_link_is_seen() -> None:
    """In a language the signs do not know, addresses still speak, and the rest is doubt."""
    assert CHECK.judge("Sveiki, kaip sekasi jums, ar galite man padėti rytoj").level is Level.UNSURE
    verdict = CHECK.judge("سيتم إغلاق حسابك https://swedbank-kort.xyz")
    assert verdict.level is Level.WARNING
    assert verdict.reasons[0].quote == "https://swedbank-kort.xyz"


def test_sender_and_link_that_do_not_belong_together() -> None:
    """A bank's name with somebody else's address is a sign; with its own it speaks against."""
    assert "link_other_owner" in CHECK.judge("Nordea: läs mer på https://kundsidan.se/x").signs
    assert "official_link" in CHECK.judge("Nordea: läs mer på https://nordea.se/x").signs


def test_no_calm_wording_outweighs_an_address_that_is_not_the_senders() -> None:
    """To log in or pay where the named sender is not at home is a warning, however kindly put."""
    text = "Skatteverket tackar. Välkommen att logga in när det passar: skv-service.info/in"
    verdict = CHECK.judge(text)
    assert verdict.level is Level.WARNING
    assert verdict.sender == "authority"


def test_a_quote_is_of_one_line() -> None:
    """A reason is read aloud as one phrase, not as two lines with a gap."""
    text = "Från: Skatteverket <a@skatteverket-svar.eu>\nÄmne: Pengar\nDu har 3 418 kr att få"
    reasons = CHECK.judge(text).reasons
    assert reasons
    assert all("\n" not in reason.quote for reason in reasons)


def test_our_own_invitation_and_its_imitation() -> None:
    """The municipality's own invitation passes; one with BankID, a fee or another address not."""
    own = "Karlshamns kommun: dialogmöte i Asarum torsdag kl 18. Vi bjuder på fika. "
    assert CHECK.judge(own + "Läs mer: karlshamn.se/dialog").level is Level.NO_SIGNS
    fake = "Anmäl dig med BankID och betala 50 kr: https://karlshamn-dialog.online"
    assert CHECK.judge(own + fake).level is Level.WARNING


ROWS = texts()


@pytest.mark.parametrize("split", ["dev", "held"])
def test_what_is_promised_holds_for_each_text(split: str) -> None:
    """Each verdict is sound and quotes its text, and the set's own figures stay within what is
    promised for texts nobody has seen. One test, for judging thousands of texts takes seconds.
    """
    judged = [(row, CHECK.judge(row["text"])) for row in ROWS if row["split"] == split]
    for row, verdict in judged:
        is_sound(row["text"], verdict)
    figures_do_not_slip(judged)
    if split == "held":
        right = sum(row["channel"] == verdict.channel for row, verdict in judged)
        assert right >= 0.75 * len(judged)


def is_sound(text: str, verdict: Verdict) -> None:
    """Every quote stands verbatim in the text, at most three, and every warning has one."""
    assert len(verdict.reasons) <= 3
    for reason in verdict.reasons:
        assert reason.quote
        assert reason.quote in text
        assert CHECK.explanation(reason.sign)
    if verdict.level is Level.WARNING:
        assert verdict.reasons
        assert verdict.topic in TOPICS
    assert verdict.channel in CHANNELS


def figures_do_not_slip(judged: list[tuple[dict[str, str], Verdict]]) -> None:
    """Seldom wrong in the dangerous direction, and seldom crying wolf."""
    counts = Counter((row["label"], verdict.level) for row, verdict in judged)
    fraud = sum(n for (label, _), n in counts.items() if label == "fraud")
    genuine = counts.total() - fraud
    assert counts["fraud", Level.NO_SIGNS] <= 0.01 * fraud
    assert counts["fraud", Level.WARNING] >= 0.92 * fraud
    assert counts["genuine", Level.WARNING] <= 0.04 * genuine
    assert counts["genuine", Level.UNSURE] <= 0.20 * genuine


def test_the_set_is_balanced_and_split_by_template() -> None:
    """At least 500 texts, as many of each label, every channel, and no template on both sides."""
    assert len(ROWS) >= 500
    assert len({row["text"] for row in ROWS}) == len({row["id"] for row in ROWS}) == len(ROWS)
    labels = Counter(row["label"] for row in ROWS)
    assert abs(labels["fraud"] - labels["genuine"]) < 0.1 * len(ROWS)
    sides = {side: {r["template"] for r in ROWS if r["split"] == side} for side in ("dev", "held")}
    assert not sides["dev"] & sides["held"]
    assert {row["channel"] for row in ROWS} == CHANNELS - {"unknown"}


def test_the_same_text_gives_the_same_answer() -> None:
    """A second check, built anew, says just the same."""
    again = load()
    for row in ROWS[::10]:
        assert again.judge(row["text"]) == CHECK.judge(row["text"])


@given(st.text(max_size=400))
@settings(max_examples=150)
def test_any_text_gets_a_verdict(text: str) -> None:
    """Nothing that can be pasted breaks the check, and quotes stay verbatim."""
    verdict = CHECK.judge(text)
    assert all(reason.quote in text for reason in verdict.reasons)


WORDS = sorted({word for row in ROWS[:200] for word in row["text"].split()})


@given(st.lists(st.sampled_from(WORDS), max_size=80))
@settings(max_examples=100)
def test_any_jumble_of_real_words_gets_a_verdict(words: list[str]) -> None:
    """Words of real texts in any order are read without a fault."""
    text = " ".join(words)
    verdict = CHECK.judge(text)
    assert all(reason.quote in text for reason in verdict.reasons)
    assert verdict.level is Level.NO_SIGNS or verdict.too_little or verdict.reasons


def steps(work: Callable[[], object]) -> int:
    """How many lines of our own code a piece of work runs: the same on every machine."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 - sys.settrace's own
        nonlocal count
        if "knowledge" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "banken ringde och ville ha koden. ",
        "ringde ",
        "logga in bankid kod @ ",
        "https://postnord-x.top/a ",
        "1 ",
        ". ",
        "a@b.c",
        "-",
        "ååå-",
        "0701740605",
    ],
)
def test_work_grows_with_the_length_only(unit: str) -> None:
    """Four times the text is at most about four times the work, whatever is repeated."""
    short = (unit * 2000)[:2000]
    small, large = steps(lambda: CHECK.judge(short)), steps(lambda: CHECK.judge(short * 4))
    assert large <= 5 * small + 2000


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Försäkring", "forsakring"),
        ("pa\u030a", "pa"),
        ("dom", "de"),
        ("Рaket", "paket"),
        ("TACK", "tack"),
    ],
)
def test_words_are_compared_without_marks(typed: str, key: str) -> None:
    """Å, ä, ö, combining marks, look-alike letters and spoken forms do not hide a word."""
    assert fold(typed) == key


def test_numbers_are_told_apart() -> None:
    """Sums, phone numbers, times, dates and codes are different things."""
    text = "Betala 1 250 kr kl 10.30 den 24/12, kod 884120, ring 08-465 004 12 eller 114 14, 20 %"
    keys = [piece.key for piece in cut(text, ())]
    assert {"@sum", "@time", "@date", "@code", "@phone", "11414", "@percent"} <= set(keys)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda t: t["sign"]["hurry"].update(weight="mycket"), "sign.hurry.weight"),
        (lambda t: t["sign"]["hurry"].update(colour="red"), "sign.hurry.colour"),
        (lambda t: t["sign"]["hurry"].pop("source"), "sign.hurry.source"),
        (lambda t: t["sign"]["hurry"].update(weight=-1), "sign.hurry.weight"),
        (lambda t: t["sign"]["hurry"].update(phrases=["<nothing> .."]), "sign.hurry.phrases"),
        (lambda t: t["sign"]["hurry"].update(phrases=["kod .."]), "sign.hurry.phrases"),
        (lambda t: t["sign"]["hurry"].update(phrases=["k*d"]), "sign.hurry.phrases"),
        (lambda t: t["sign"]["hurry"].update(unless=["nothing"]), "sign.hurry.unless"),
        (lambda t: t["kind"]["job"].update(evidence={"nothing": 1.0}), "kind.job.evidence"),
    ],
)
def test_a_fault_in_the_signs_names_file_and_key(
    change: Callable[[dict[str, Any]], object], place: str
) -> None:
    """Whoever edits the signs is told which file and which line to mend."""
    signs = table("scam")
    change(signs)
    with pytest.raises(ContentError, match=rf"signs/scam\.toml, {place}"):
        Evidence(signs)


def test_a_fault_in_the_registers_names_file_and_key() -> None:
    """The same for senders, domains and wording."""
    senders, domains = table("senders"), table("domains")
    del senders["sender"]["dhl"]["source"]
    with pytest.raises(ContentError, match=r"signs/senders\.toml, sender\.dhl\.source"):
        Register(senders, domains)
    domains["official"]["dhl"]["domains"] = "dhl.com"
    with pytest.raises(ContentError, match=r"signs/domains\.toml, official\.dhl\.domains"):
        Register(table("senders"), domains)
    with pytest.raises(ContentError, match=r"signs/wording\.toml, bias"):
        ScamCheck(table("scam"), table("senders"), table("domains"), {"weight": {}}, table("loss"))


def test_every_sign_explains_itself_and_tells_its_source() -> None:
    """Signs and kinds carry what the editors were promised: an explanation and a source."""
    for sign in CHECK.evidence.signs.values():
        assert sign.explanation.endswith(".")
        assert sign.source
    for kind in CHECK.evidence.kinds.values():
        assert kind.topic in TOPICS
        assert json.dumps(kind.explanation)


OWN_WARNINGS = (
    "Karlshamns kommun: Just nu ringer bedragare och säger att de är från banken. De vill att du "
    "loggar in med BankID. Lägg på. Ring banken på numret på kortet.\n"
    "Varning för bluffsamtal! Falska poliser säger att de ska hämta guld. Lägg på luren. "
    "Polisen hämtar aldrig värdesaker.\n"
    "Varning: bedragare vid dörren i Asarum. Öppna inte för någon du inte väntar. Prata genom "
    "dörren. Två män har tagit smycken och kontanter. Står någon vid din dörr nu? Ring 112\n"
    "Varning: falska samtal från banken i Karlshamn. Lägg på om någon vill ha koder, kort eller "
    "BankID. Har du lämnat ut något? Ring banken först, sedan polisen: 114 14\n"
    "Varning: sms från någon som låtsas vara ditt barn, i Mörrum. Ring ditt barn på det gamla "
    "numret innan du svarar. Betala ingenting. Har du betalat? Ring banken på numret på kortet.\n"
    "Hej från kommunen. Flera i Svängsta har fått sms om paket med en länk och en avgift. De är "
    "falska. Tryck inte på länken, titta i appen du brukar använda.\n"
    "Se upp! Någon ringer runt och vill styra din dator. Lägg på. Är du osäker kan du ringa "
    "kommunens växel. /Trygghetssamordnaren, Karlshamns kommun"
)


@pytest.mark.parametrize("text", OWN_WARNINGS.splitlines())
def test_our_own_warnings_are_not_warned_about(text: str) -> None:
    """A warning names what the fraud does; it is a fraud only with something to act on."""
    assert CHECK.judge(text).level is not Level.WARNING
    fake = text + " Ring oss genast på 010-199 22 33 så flyttar vi pengarna till ett säkert konto."
    assert CHECK.judge(fake).level is Level.WARNING


def test_the_wording_is_named_when_nothing_else_speaks() -> None:
    """Even without any sign from the table, the loudest words are quoted as the reason."""
    verdict = CHECK.judge("Stefan stämmer bolaget! Här är sidan de vill stänga, satsa och se växa.")
    assert verdict.reasons
    assert all(reason.quote for reason in verdict.reasons)


def test_the_learning_reads_texts_as_the_check_does() -> None:
    """The wording model is learned from the same pieces that are judged."""
    pieces = CHECK.pieces("Betala 19 kr: https://postnord-tull.info/pay")
    assert [piece.key for piece in pieces] == ["betala", "@sum", "kr", "@badlink"]


@pytest.mark.parametrize(
    "text",
    [
        "min man slår mig när han har druckit",
        "Det är så mörkt vid gångtunneln att jag inte vågar gå hem.",
        "När börjar mötet på torsdag och finns det hiss?",
        "Hej, hur mår du i dag?",
        "Min dotter hälsade på och vi plockade blåbär.",
        "My husband shouts at me and I am afraid of him.",
    ],
)
def test_what_is_about_something_else_is_never_warned_about(text: str) -> None:
    """Violence, places, meetings and small talk hold nothing to lose, so wording alone is mute."""
    verdict = CHECK.judge(text)
    assert verdict.level is not Level.WARNING


@pytest.mark.parametrize(
    "text",
    [
        "I går satt barnbarnet vid köksbordet och hjälpte mig med BankID, koden skrev jag själv.",
        "Jag ringde själv till banken på numret på kortet för att spärra det.",
        "Polisen kom hem till oss efter krocken som jag hade larmat om.",
    ],
)
def test_who_took_the_step_matters(text: str) -> None:
    """Risky words are harmless where the reader took the initiative or kept the code."""
    assert CHECK.judge(text).level is not Level.WARNING


def test_a_weighty_request_is_never_passed_over() -> None:
    """However calm the rest sounds, a code asked for is at least doubtful."""
    text = (
        "Kram och tack för fikat! Vi ses på söndag. Läs upp koden för honom när han ringer, puss."
    )
    assert CHECK.judge(text).level is not Level.NO_SIGNS


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Whoever moves the content is told which file is missing."""
    with pytest.raises(ContentError, match=r"scam\.toml"):
        ScamCheck.load(tmp_path)


def test_kinds_and_channels_lean_on_what_is_seen_more_there_than_elsewhere() -> None:
    """A word that tells of one kind speaks for it and against the others; a rare one is mute."""
    seen = [(frozenset({"paket", "och"}), "parcel_sms")] * 5
    seen += [(frozenset({"guld", "och"}), "fake_police")] * 5
    weight = learn_many([*seen, (frozenset({"guld", "sedan"}), "fake_police")], least=5)
    assert weight["parcel_sms"]["paket"] > 0.5
    assert weight["fake_police"]["paket"] < 0
    assert weight["fake_police"]["guld"] > 0.5
    assert weight["fake_police"]["sedan"] == 0
    steps = in_steps(weight["fake_police"], least=0.5, step=0.1)
    assert list(steps.values()) == [["guld"], ["paket"]]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Hej, en man ringde mig från banken och ville ha mina koder i telefonen.", "call"),
        ("Det knackade på och två män ville titta på elen i köket, de kom hem till mig.", "visit"),
        ("Från: Nordea <info@nordea-se.info>\nÄmne: Ditt konto\nLogga in via länken.", "mail"),
        ("PostNord: Ditt paket väntar. Betala 19 kr: postnord-tull.info", "sms"),
        ("Jag fick ett brev i brevlådan med ett kuvert att skicka pengar i.", "letter"),
        ("Min älskling på Messenger heter Frank, vi har chattat i tre månader.", "chat"),
    ],
)
def test_the_channel_is_heard(text: str, channel: str) -> None:
    """Advice is by channel: only an sms is sent on to the operator, only a caller hung up on."""
    assert CHECK.judge(text).channel == channel
