"""A relative: what to send on, and what to print and put by the telephone."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bot.channels.telegram.courier import keyboard_of
from bot.conversation.scene import Facts
from bot.conversation.session import Session
from bot.conversation.step import step
from bot.domain.message import Button, Incoming, Kind, Reply, plain
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.knowledge.reading import Reading
from bot.printing import prints
from bot.printing.prints import Prints
from bot.reception import Reception
from tests.conftest import START
from tests.journeys.residents import OnTelegram, Resident

ADDRESS = "https://bot.example.se"


async def test_the_sheet_is_fetched_from_the_page_for_relatives(resident: Resident) -> None:
    """On every channel the button gives the sheet itself, and the talk goes on."""
    await resident.opens()
    await resident.writes("min mamma är 84, hur kan jag hjälpa henne mot bedragare")
    await resident.taps("Lapp att skriva ut")
    assert resident.file.startswith(b"%PDF-")
    assert "Skriv ut" in resident.text
    await resident.taps("Meny")
    assert "Är det här bluff?" in resident.labels


async def test_the_text_is_passed_on(resident: Resident, reception: Reception) -> None:
    """Telegram shares in its own way and everything else by a text message; both carry the
    three rules and the way to the bot, and the same text can be read and copied.
    """
    if not isinstance(resident, OnTelegram):
        reception.known_as(ADDRESS)
    await resident.opens()
    await resident.writes("hur hjälper jag en anhörig")
    await resident.taps("Text att skicka vidare")
    (link,) = resident.links.values()
    if isinstance(resident, OnTelegram):
        asked = parse_qs(urlsplit(link).query)
        assert link.startswith("https://t.me/share/url?")
        assert asked["url"][0].startswith("https://t.me/")
        sent = asked["text"][0]
    else:
        assert link.startswith("sms:?&body=")
        sent = unquote(link.removeprefix("sms:?&body="))
        assert ADDRESS in sent
    for rule in ("Lägg på", "Logga inte in", "Lita inte på rösten"):
        assert rule in sent
        assert rule in resident.text


async def test_other_pages_lead_to_both(resident: Resident) -> None:
    """Whoever reads about the bank's protection finds what can be sent and printed."""
    await resident.opens()
    await resident.writes("hur hjälper jag en anhörig")
    await resident.taps("Bankens skydd")
    await resident.taps("Till en anhörig")
    assert {"Text att skicka vidare", "Lapp att skriva ut", "Hjälpa en anhörig"} <= set(
        resident.labels
    )


async def test_an_address_from_the_settings_goes_before_a_channels_own(
    reception: Reception,
) -> None:
    """A municipality with a web page of its own sends residents there."""
    reception.known_as(ADDRESS)
    reception.known_as("https://t.me/other")
    pressed = Incoming("web", "1", "p", kind=Kind.BUTTON, action="share")
    (reply,) = (await reception.receive(pressed)).replies
    assert ADDRESS in plain(reply.text)


def test_without_an_address_the_text_is_whole(library: Library) -> None:
    """A bot that is not reached from outside yet sends no half sentence and no bare link."""
    web, telegram = (_pressed(library, channel, "share") for channel in ("web", "telegram"))
    assert "http" not in plain(web.text) + plain(telegram.text)
    assert [button.url[:4] for button in web.all_buttons if button.url] == ["sms:"]
    assert not [button for button in telegram.all_buttons if button.url]


def test_without_a_sheet_the_numbers_are_offered(library: Library) -> None:
    """Where the sheet cannot be made, the person gets kind words and the numbers to copy."""
    reply = _pressed(library, "web", "sheet")
    assert reply.file is None
    assert "p:numbers" in [button.action for button in reply.all_buttons]


async def test_the_sheet_is_made_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many may ask on the same day; each language is drawn once."""
    drawn: list[str] = []

    def draw(_: Library, language: str, __: str) -> bytes:
        drawn.append(language)
        return b"%PDF"

    monkeypatch.setattr(prints, "sheet", draw)
    kept = Prints(library)
    first = await kept.sheet("sv", ADDRESS)
    assert await kept.sheet("sv", ADDRESS) is first
    await kept.sheet("en", ADDRESS)
    assert drawn == ["sv", "en"]


async def test_a_sheet_that_fails_is_not_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words too long for the page are answered kindly, and a mended text works at once."""
    kept = Prints(library)

    def refused(*_: object) -> bytes:
        raise ContentError("too long")

    monkeypatch.setattr(prints, "sheet", refused)
    assert await kept.sheet("sv", "") is None
    monkeypatch.setattr(prints, "sheet", lambda *_: b"%PDF")
    assert await kept.sheet("sv", "") is not None


@pytest.mark.parametrize(
    ("action", "url"),
    [("", ""), ("menu", "https://a.se"), ("", "http://a.se"), ("", "javascript:alert(1)")],
)
def test_a_button_is_an_action_or_a_safe_link(action: str, url: str) -> None:
    """No page of ours can hold a button that does nothing, two things, or runs a script."""
    with pytest.raises(ValueError, match="button"):
        Button("x", action, url)


def test_telegram_is_never_given_a_text_message_link() -> None:
    """Telegram refuses a whole message for one link that it does not know."""
    menu, sms = Button("Meny", "menu"), Button("Sms", url="sms:?&body=x")
    keyboard = keyboard_of(Reply((), ((sms,), (menu,))))
    assert keyboard
    assert [[one.text for one in row] for row in keyboard.inline_keyboard] == [["Meny"]]
    assert keyboard_of(Reply((), ((sms,),))) is None


def _pressed(library: Library, channel: str, action: str) -> Reply:
    """The answer to a button where the house knows no address and has no sheet."""
    incoming = Incoming(channel, "1", "p", kind=Kind.BUTTON, action=action)
    facts = Facts("0" * 32, live=True)
    return step(Session(), facts, Reading(), incoming, library, START).replies[0]
