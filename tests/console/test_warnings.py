"""Warnings from the console: written in a minute, read first, and at night only by two."""

from functools import partial

from bot.domain.alert import Alert
from bot.domain.membership import Member
from bot.domain.message import plain
from bot.domain.sending import Sending
from bot.domain.staff import Role
from bot.store.database import Tables
from tests.console.house import House, Page, Visitor
from tests.console.test_sending import hidden

NEW = "/personal/varningar/ny"
HOUR = 3600.0
FIELDS = {"kind": "home_visit", "district_asarum": "1"}


def _join(member: Member, tables: Tables) -> None:
    tables.members.put(member)


async def _ready(house: House, name: str = "anna") -> Visitor:
    """An editor, and two who want warnings, one of them about Mörrum only."""
    for number, places in ((1, ("asarum",)), (2, ("morrum",))):
        await house.fill(partial(_join, Member(f"telegram:{number}", "sv", places)))
    return await house.inside(name, Role.EDITOR)


async def _written(visitor: Visitor, **fields: str) -> str:
    """Write a warning; the address of the screen it is sent from."""
    page = await visitor.submit(NEW, **(FIELDS | fields))
    assert page.status == 303, page.words
    return page.place


async def _send(visitor: Visitor, place: str, **fields: str) -> Page:
    screen = await visitor.get(place)
    kept = {name: hidden(screen, name) for name in ("seen", "counted")}
    audience = {"district_asarum": "1"}
    given = kept | audience | {"step": "send", "sure": "1"} | fields
    return await visitor.send(place, screen.token, **given)


async def _sendings(house: House) -> tuple[Sending, ...]:
    return await house.store.read(lambda tables: tables.sendings.latest(9))


async def test_a_warning_is_written_read_and_sent(full_house: House) -> None:
    """It goes to those who want warnings about that place, with the words that were read."""
    visitor = await _ready(full_house)
    sentence = {"sentence_sv": "De säger <vatten>.", "sentence_en": "They say water."}
    place = await _written(visitor, **sentence)
    screen = await visitor.get(place)
    assert "1 person får det" in screen.words
    assert "Öppna inte" in screen.words
    assert "&lt;vatten&gt;" in screen.text
    assert (await _send(visitor, place)).status == 303
    (sending,) = await _sendings(full_house)
    texts = await full_house.store.read(lambda tables: tables.sendings.texts(sending.key))
    assert "dörren i Asarum" in plain(texts["sv"].text)
    listed = await visitor.get("/personal/varningar")
    assert "Skickad." in listed.words


async def test_at_night_one_account_wakes_nobody(full_house: House) -> None:
    """The first of two only asks; the second, another account, lets it go (TRUST S18)."""
    anna = await _ready(full_house)
    bo = await full_house.inside("bo", Role.EDITOR)
    full_house.clock.passed += 13 * HOUR
    for name, visitor in (("anna", anna), ("bo", bo)):
        await visitor.log_in(name)
    place = await _written(anna)
    night = {"night": "1", "night_sure": "1"}
    for _ in range(2):
        page = await _send(anna, place, **night)
        assert "En kollega måste också vilja det" in page.words
    assert await _sendings(full_house) == ()
    seen = await bo.get(place)
    assert "anna vill att varningen går ut nu" in seen.words
    assert (await _send(bo, place, **night)).status == 303
    (sending,) = await _sendings(full_house)
    assert sending.at_night


async def test_without_the_second_it_waits_until_nine(full_house: House) -> None:
    """One account alone can still send it, for the morning."""
    visitor = await _ready(full_house)
    full_house.clock.passed += 13 * HOUR
    await visitor.log_in("anna")
    place = await _written(visitor)
    await _send(visitor, place)
    (sending,) = await _sendings(full_house)
    assert not sending.at_night
    assert sending.starts.hour == 8


async def test_bad_input_keeps_what_was_written(full_house: House) -> None:
    """No kind, half a translation, or too many words: said by the field, and nothing is lost."""
    visitor = await _ready(full_house)
    page = await visitor.submit(NEW, sentence_sv="De säger vatten.")
    assert "Välj vad varningen gäller." in page.words
    assert "båda språken" in page.words
    assert "De säger vatten." in page.text
    long = await visitor.submit(NEW, kind="home_visit", sentence_sv="o" * 200, sentence_en="o")
    assert "för lång" in long.words
    assert await full_house.store.read(lambda tables: tables.alerts.latest(5)) == ()


async def test_what_was_sent_is_not_changed_behind_it(full_house: House) -> None:
    """A warning that has gone is corrected from its sending, not rewritten."""
    visitor = await _ready(full_house)
    place = await _written(visitor)
    await _send(visitor, place)
    page = await visitor.submit(place.removesuffix("/skicka"), kind="bank_call")
    assert page.place.startswith("/personal/utskick/")
    (alert,) = await full_house.store.read(lambda tables: tables.alerts.latest(5))
    assert isinstance(alert, Alert)
    assert alert.kind == "home_visit"


async def test_many_questions_suggest_a_warning(full_house: House) -> None:
    """Five of one kind in a week are shown, with the form already filled in."""
    visitor = await _ready(full_house)

    def ask(tables: Tables) -> None:
        for _ in range(5):
            tables.checks.count("2026-W48", "bank_call", "call", ())

    await full_house.fill(ask)
    page = await visitor.get("/personal/varningar")
    assert "5 frågor" in page.words
    form = await visitor.get(NEW + "?slag=bank_call")
    assert '<option value="bank_call" selected>' in form.text
