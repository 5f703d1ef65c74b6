"""A picture of a text message or of a QR code is judged as if it had been typed."""

import pytest

from bot.domain.sweden import week_of
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.pictures import Pictures, Seen
from bot.reception import Reception
from bot.store.store import Store
from tests.conftest import START, HeldClock
from tests.fakes.pictures import SMS, KnownPictures, bomb, code_picture, sms_picture
from tests.journeys.residents import Photographer

PHOTO = sms_picture()
GENUINE = sms_picture("x")
REMINDER = "Påminnelse: du har tid hos Folktandvården tisdag 24/11 kl 10.15. Välkommen!"
INTRUDER = sms_picture("y")
KNOWN = {
    PHOTO: Seen(SMS),
    GENUINE: Seen(REMINDER),
    INTRUDER: Seen("Hjälp, någon bryter sig in hos mig nu"),
}

pytestmark = pytest.mark.parametrize("resident", ["web", "telegram"], indirect=True)


@pytest.fixture(params=["known"])
def pictures(request: pytest.FixtureRequest) -> Pictures:
    """What reads the pictures: by heart, or in earnest."""
    return KnownPictures(KNOWN) if request.param == "known" else Pictures()


@pytest.fixture
def reception(
    store: Store, library: Library, reader: Reader, clock: HeldClock, pictures: Pictures
) -> Reception:
    """A reception that reads pictures in the way of the test."""
    return Reception(store, library, reader, clock, live=True, pictures=pictures)


in_earnest = pytest.mark.parametrize("pictures", ["real"], indirect=True)


async def test_a_photo_of_a_message_gets_the_warning(resident: Photographer, store: Store) -> None:
    """First what was read, then the verdict with its reasons, and the count of the week."""
    await resident.opens()
    await resident.shows(PHOTO)
    first = resident.text.splitlines()[0]
    assert first.startswith("Jag läste det här i bilden: ”Hej mamma!")
    assert "0701234567" not in resident.text
    assert "Det här liknar bedrägeri" in resident.text
    assert "gamla numret" in resident.text
    assert "Jag fick hjälp" in resident.labels
    asked = await store.read(lambda t: t.checks.asked(week_of(START)))
    assert asked == {"hej_mamma": 1}


@in_earnest
async def test_a_photo_is_really_read(resident: Photographer, pictures: Pictures) -> None:
    """The same with the machine's own Tesseract."""
    if not pictures.reads_text:
        pytest.skip("no tesseract with Swedish on this machine")
    await resident.opens()
    await resident.shows(PHOTO, "Är det här äkta?")
    assert "Hej mamma! Jag har tappat min mobil" in resident.text
    assert "Det här liknar bedrägeri" in resident.text


@in_earnest
async def test_a_code_to_a_look_alike_gets_the_warning(resident: Photographer) -> None:
    """A code on a poster leads nowhere from here: its address is judged and shown broken."""
    await resident.opens()
    await resident.shows(code_picture("https://postnord-se.top/betala"))
    assert "”hxxps://postnord-se[.]top/betala”" in resident.text.splitlines()[0]
    assert "Det här liknar bedrägeri" in resident.text
    assert "https://postnord-se.top" not in resident.text


@in_earnest
async def test_what_cannot_be_read_leads_to_three_taps(resident: Photographer) -> None:
    """It is said at once, and three taps ask for the rest; the next words are judged too."""
    await resident.opens()
    await resident.shows(bomb(40_000, 40_000))
    assert resident.text.startswith("Tack för bilden. Jag kan inte läsa")
    await resident.taps("Banken")
    await resident.taps("Kod eller BankID")
    await resident.taps("Nej")
    assert "Det här liknar bedrägeri" in resident.text
    await resident.shows(b"nothing")
    await resident.writes(REMINDER)
    assert "Jag ser inga varningstecken" in resident.text


async def test_a_genuine_message_is_not_called_safe(resident: Photographer) -> None:
    """A picture is no more trusted than words."""
    await resident.opens()
    await resident.shows(GENUINE)
    assert "Jag ser inga varningstecken – men kolla så här" in resident.text


async def test_words_beside_an_unread_picture_are_judged(resident: Photographer) -> None:
    """Fraud that is passed on as a picture with a caption is still met."""
    await resident.opens()
    await resident.shows(b"nothing", SMS)
    assert resident.text.startswith("Jag kan inte läsa bilden.")
    assert "Det här liknar bedrägeri" in resident.text


async def test_danger_in_a_picture_comes_first(resident: Photographer) -> None:
    """112 on the first line, wherever the words stood."""
    await resident.opens()
    await resident.shows(INTRUDER)
    assert "112" in resident.text.splitlines()[0]


async def test_danger_beside_a_picture_does_not_wait_for_it(
    resident: Photographer, pictures: KnownPictures
) -> None:
    """The picture is not even looked at."""
    await resident.opens()
    await resident.shows(PHOTO, "hjälp någon bryter sig in nu")
    assert "112" in resident.text.splitlines()[0]
    assert pictures.looked_at == []


async def test_no_picture_goes_with_a_concern(
    resident: Photographer, pictures: KnownPictures
) -> None:
    """It could show who tells: it is left unread, and the words beside it are taken."""
    await resident.opens()
    for label in ("Berätta anonymt", "Börja berätta"):
        await resident.taps(label)
    await resident.shows(PHOTO)
    assert resident.text.startswith("Bilden följer inte med.")
    await resident.taps("Fortsätt där jag var")
    for label in ("Mörkt eller trasig lampa", "Asarum", "Kväll", "Ofta"):
        await resident.taps(label)
    await resident.shows(PHOTO, "Lampan vid torget är trasig.")
    assert resident.text.startswith("Bilden följer inte med.")
    assert "Lampan vid torget är trasig." in resident.text
    assert pictures.looked_at == []


async def test_a_picture_is_in_no_file(resident: Photographer, store: Store) -> None:
    """Neither the picture nor a word of what was read in it."""
    await resident.opens()
    await resident.shows(PHOTO)
    for path in (path for path in store.path.parent.iterdir() if path.is_file()):
        assert b"tappat min mobil" not in path.read_bytes()
        assert PHOTO[200:260] not in path.read_bytes()
