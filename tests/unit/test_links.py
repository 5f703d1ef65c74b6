"""Links are taken apart without being opened, imitations are seen, and what is shown is broken."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scam import load
from bot.knowledge.links import Link, defang, find_links, mixed_script, skeleton
from bot.knowledge.senders import Register

REGISTER: Register = load().register


def only(text: str) -> Link:
    """The single link of a text."""
    (link,) = find_links(text)
    return link


@pytest.mark.parametrize(
    ("text", "host", "domain"),
    [
        ("se https://postnord-tull.info/pay.", "postnord-tull.info", "postnord-tull.info"),
        ("(bit.ly/3xKse9)", "bit.ly", "bit.ly"),
        ("klarna.se.konto-skydd.ru/login", "klarna.se.konto-skydd.ru", "konto-skydd.ru"),
        ("https://a.b.co.uk/x?y#z", "a.b.co.uk", "b.co.uk"),
        ("Gå till 1177.se, tack", "1177.se", "1177.se"),
        ("http://xn--pypal-4ve.com/", "pаypal.com", "pаypal.com"),
        ("HTTPS://WWW.Swedbank.SE", "www.swedbank.se", "swedbank.se"),
        ("->budbee.omleverans.info", "budbee.omleverans.info", "omleverans.info"),
        ("http://user@evil.top:8080/x", "evil.top", "evil.top"),
        ("http://185.12.3.4/bank", "185.12.3.4", ""),
    ],
)
def test_finds_the_owner_of_a_link(text: str, host: str, domain: str) -> None:
    """The owner of an address is what stands before the public suffix, whatever is before that."""
    link = only(text)
    assert (link.host, link.domain) == (host, domain)


@pytest.mark.parametrize(
    "text",
    [
        "hej.jag kom.men inte",
        "kl. 10.30 t.ex. p.g.a. snö",
        "3.500 kr",
        "nu.de ...",
        "a@b",
        "http://",
    ],
)
def test_everyday_text_has_no_links(text: str) -> None:
    """A missing space after a full stop is no address."""
    assert find_links(text) == ()


def test_mail_addresses_are_told_from_links() -> None:
    """A sender's mail address is read with its domain, and marked as mail."""
    link = only("Från: <skatteverket.svar@gmail.com>")
    assert link.mail
    assert link.local == "skatteverket.svar"
    assert REGISTER.free_mail(link)
    assert REGISTER.pretends(link)


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("postnord-tull.info/x", "postnord"),
        ("https://bankld-uppdatering.com", "bankid"),
        ("https://роstnord.com/se", "postnord"),
        ("http://paypaI.com.secure-login.tk", "paypal"),
        ("https://dpd.se-omboka.cc/i", "dpd"),
        ("swedbank.se.kundtjanst.top/a", "swedbank"),
        ("https://g00gle-konto.com", "google"),
        ("https://swedbank.se/kort", ""),
        ("https://linasmatkasse.se/x", ""),
        ("https://www.dhl.com/se-sv/home", ""),
        ("restaurangapplet.se/meny", ""),
    ],
)
def test_imitations_are_seen_and_the_real_ones_left_alone(text: str, sender: str) -> None:
    """A host that carries or resembles a known name is an imitation, unless the name owns it."""
    assert REGISTER.imitated(only(text)) == sender


def test_faults_of_addresses() -> None:
    """Shorteners, rented space, bare numbers, odd endings and foreign letters are named."""
    assert "link_shortener" in REGISTER.faults(only("bit.ly/a"))
    assert "link_rented" in REGISTER.faults(only("http://x.weebly.com"))
    assert "link_number" in REGISTER.faults(only("http://10.0.0.1/"))
    assert "link_odd_ending" in REGISTER.faults(only("paket.top/1"))
    assert "link_letters" in REGISTER.faults(only("https://роstnord.com"))
    assert REGISTER.faults(only("https://www.postnord.se/x")) == ()


def test_skeleton_reads_like_the_eye() -> None:
    """Digits and letters of other alphabets become what they look like."""
    assert skeleton("g00gle") == "google"
    assert skeleton("рауpal") == "paypal"
    assert mixed_script("роstnord.com")
    assert not mixed_script("postnord.com")
    assert not mixed_script("räksmörgås.se")


TAPPABLE = re.compile(r"(?i)https?://|[a-z0-9]\.[a-z]{2}")


@pytest.mark.parametrize(
    "text",
    ["https://postnord-tull.info/pay", "bit.ly/3x", "skriv till a.b@gmail.com", "HTTP://X.SE"],
)
def test_defang_breaks_links_but_keeps_the_words(text: str) -> None:
    """What is shown back cannot be tapped, and can still be read."""
    shown = defang(text)
    assert not TAPPABLE.search(shown)
    assert "[.]" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ring 070-174 06 05 nu", "Ring 070-1… nu"),
        ("+46 10 199 22 33", "+46 10…"),
        ("(08) 465 004 12", "(08) 46…"),
        ("0046701740605", "0046…"),
        ("46701740605", "4670…"),
        ("08.465.004.12", "08.46…"),
        ("Tryck 1 08-465004", "Tryck 1 08-46…"),
        ("Polisen 114 14, betala 1 250 000 kr 2026-11-24 kl 08.30", ""),
        ("kod 884120, kl 08.00-12.00", ""),
    ],
)
def test_defang_breaks_telephone_numbers(text: str, shown: str) -> None:
    """A number quoted back cannot be rung with one tap; sums, dates and short numbers stay."""
    assert defang(text) == (shown or text)


@given(st.text(alphabet="+0123456789 -/().…", max_size=200))
def test_defang_leaves_no_number_to_ring(text: str) -> None:
    """Whatever is pasted, no long number survives, and breaking twice changes nothing more."""
    shown = defang(text)
    assert not re.search(r"\d{10}|\+\d{7}|(?<!\d)0\d{6}", shown)
    assert defang(shown) == shown


@given(st.text(max_size=300))
def test_defang_leaves_nothing_tappable(text: str) -> None:
    """Whatever is pasted, no address survives, and breaking twice changes nothing more."""
    shown = defang(text)
    assert not TAPPABLE.search(shown)
    assert all(not link.domain for link in find_links(shown) if not link.mail)
    assert defang(shown) == shown


@given(st.text(alphabet="ahtps:/.@-_?#[]()<> åx1é。\u200b", max_size=400))
def test_links_are_slices_in_order(text: str) -> None:
    """Whatever is pasted, links lie inside the text, in order, and do not overlap."""
    end = 0
    for link in find_links(text):
        assert end <= link.start < link.end <= len(text)
        end = link.end
