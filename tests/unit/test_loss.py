"""Losses: what has already happened is told apart from what is feared, denied or claimed."""

import pytest

from benchmarks.scam import load, texts
from bot.knowledge.scam import Level

CHECK = load()


@pytest.mark.parametrize(
    ("text", "loss"),
    [
        ("jag har swishat 20000 till en man på nätet", "money"),
        ("en man sa han var från hemtjänsten och han tog mitt kort", "card"),
        ("två karlar va här igår å tog guldet", "home"),
        ("två män var här igår och tog mina smycken", "home"),
        ("jag har gett min kod till en som ringde", "codes"),
        ("tre kvinnor sålde mattor hos mig och nu är smyckena borta", "home"),
        ("jag lämnade ut koden till dosan", "codes"),
        ("ja lämnade ut min bankkod till han som ringde", "codes"),
        ("jag klickade på länken i ett sms och loggade in med bankid", "codes"),
        ("en kvinna ringde från banken och jag loggade in", "codes"),
        ("jag blev lurad och skrev under med bankid när de ringde", "codes"),
        ("mamma har läst upp koderna för en som ringde", "codes"),
        ("mitt konto är tömt", "codes"),
        ("alla mina pengar är borta från kontot", "codes"),
        ("jag betalade 3000 till en kille på facebook men fick aldrig cykeln", "money"),
        ("jag har köpt presentkort åt en som ringde", "money"),
        ("pappa förde över 40000 till nån som sa att han var polis", "money"),
        ("jag skickade pengar till en man jag träffat på nätet", "money"),
        ("de lurade av mig 5000 kr", "money"),
        ("de bytte mitt kort vid bankomaten", "card"),
        ("mitt bankkort är borta efter att hemtjänsten var här", "card"),
        ("jag gav honom kortet och koden", "codes"),
        ("någon stal min plånbok på ica", "card"),
        ("hantverkare var inne och sen saknas mina ringar", "home"),
        ("de släppte in sig och tog pengarna", "home"),
        ("jag gav dem mina smycken i en påse", "home"),
        ("I gave my code to a man who called", "codes"),
        ("I sent 500 pounds to someone online", "money"),
        ("two men were here and took my jewellery", "home"),
        ("she took my bank card", "card"),
        ("my savings are gone", "codes"),
        ("jag har betalat fakturan till en bluff", "money"),
    ],
)
def test_a_loss_is_heard_and_its_kind(text: str, loss: str) -> None:
    """Whoever has lost something is helped with just that, and never told of no signs."""
    verdict = CHECK.judge(text)
    assert verdict.losses[0] == loss
    assert verdict.level is not Level.NO_SIGNS
    assert not verdict.too_little


@pytest.mark.parametrize(
    "text",
    [
        "jag har inte lämnat ut något",
        "jag har inte gett min kod till honom som ringde",
        "ska jag swisha?",
        "om jag hade swishat 5000 till en man på nätet",
        "han ville att jag skulle swisha 5000",
        "jag lämnade aldrig ut koden till den som ringde",
        "de ringde och sa att någon tagit mitt kort",
        "en man ringde och sa att mina pengar är borta",
        "Ditt kort är stulet, ring oss",
        "jag höll på att ge bort min kod men lade på",
        "grannen blev av med sina smycken",
        "jag har swishat dig för fikat",
        "jag har betalat hyran",
        "jag hämtade mitt kort på banken",
        "jag loggade in på 1177 och såg mina provsvar",
        "I did not give him my code",
        "måste jag betala till en man på nätet",
        "Hej mamma jag kommer på söndag kl 14, tar med kaka",
        "jag gav mina barnbarn pengar",
        "jag hittade mina smycken som var borta",
    ],
)
def test_what_has_not_happened_is_no_loss(text: str) -> None:
    """Denied, supposed, claimed by a caller, somebody else's, or of every day."""
    assert CHECK.judge(text).losses == ()


def test_genuine_texts_tell_of_no_loss() -> None:
    """Nobody is sent to the bank because of a text of every day."""
    told = [row["text"] for row in texts() if row["label"] == "genuine"]
    assert [text for text in told if CHECK.judge(text).losses] == []
