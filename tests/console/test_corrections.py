"""“Rätta”: nothing is changed by looking, and a correction reaches those who got it, no others."""

import re
from functools import partial
from html import unescape

from bot.domain.membership import Member
from bot.domain.message import Span, Style, plain
from bot.domain.sending import Purpose, RowState, Sending, Settled
from bot.domain.staff import Role
from bot.store.database import Tables
from tests.console.house import House, Visitor
from tests.console.test_sending import hidden, ready, sendings
from tests.console.test_sending import press as press_send


def _join(member: Member, tables: Tables) -> None:
    tables.members.put(member)


async def _sent(house: House) -> tuple[Visitor, Sending]:
    """An invitation that reached two of three."""
    visitor = await ready(house)
    await press_send(visitor, "send", sure="1")
    (sending,) = await sendings(house)
    house.clock.passed += 61
    now = house.clock.now()
    rows = await house.store.turn(lambda t: t.outbox.claim(sending.key, "telegram", now, 3))
    states = (RowState.SENT, RowState.UNCERTAIN, RowState.FAILED)
    settled = [Settled(r.row, s, message=r.row) for r, s in zip(rows, states, strict=True)]
    await house.store.turn(lambda t: t.outbox.settle(settled))
    return visitor, sending


async def test_looking_changes_nothing_and_the_tick_is_needed(full_house: House) -> None:
    """The text is shown before and after, and only the ticked box changes it."""
    visitor, sending = await _sent(full_house)
    place = f"/personal/utskick/{sending.key}/ratta"
    page = await visitor.get(place)
    assert "Trygg i Asarum" in page.text
    new = {"text_sv": "**Klockan 15** i <b>stället</b>", "text_en": "At three"}
    for step in ({"step": "look"}, {"step": "amend"}):
        seen = await visitor.send(place, page.token, **(new | step))
        assert "Ändra där det ligger" in seen.words
        texts = await full_house.store.read(lambda t: t.sendings.texts(sending.key))
        assert "Klockan 15" not in plain(texts["sv"].text)
    done = await visitor.send(place, page.token, **(new | {"step": "amend", "sure": "1"}))
    assert done.status == 303
    texts = await full_house.store.read(lambda t: t.sendings.texts(sending.key))
    assert plain(texts["sv"].text) == "Klockan 15 i <b>stället</b>"
    assert texts["sv"].all_buttons
    assert "Texten är ändrad" in (await visitor.get(done.place)).words


async def test_a_changed_number_is_the_one_that_is_rung(full_house: House) -> None:
    """The field shows the number alone; seen, kept and sent, the new one is dialled."""
    visitor = await ready(full_house, phone="0454-810 00")
    await press_send(visitor, "send", sure="1")
    (sending,) = await sendings(full_house)
    place = f"/personal/utskick/{sending.key}/ratta"
    page = await visitor.get(place)
    fields = {
        f"text_{one}": unescape(re.search(rf'name="text_{one}"[^>]*>([^<]*)<', page.text)[1])  # type: ignore[index]
        for one in ("sv", "en")
    }
    assert "tel:" not in "".join(fields.values())
    new = {name: words.replace("0454-810 00", "0454-81 99 99") for name, words in fields.items()}
    seen = await visitor.send(place, page.token, step="look", **new)
    assert 'href="tel:0454819999">0454-81 99 99<' in seen.text
    await visitor.send(place, page.token, step="amend", sure="1", **new)
    texts = await full_house.store.read(lambda t: t.sendings.texts(sending.key))
    for reply in texts.values():
        phones = [s for block in reply.text for s in block.spans if s.style is Style.PHONE]
        assert Span("0454-81 99 99", Style.PHONE, "0454819999") in phones
        assert "45481000" not in str(phones)


async def test_a_correction_goes_to_exactly_those_who_got_it(full_house: House) -> None:
    """One sent and one uncertain, not the one it failed for and not who joined later."""
    visitor, sending = await _sent(full_house)
    await full_house.fill(partial(_join, Member("telegram:99", "sv")))
    place = f"/personal/utskick/{sending.key}/rattelse"
    token = (await visitor.get(f"/personal/utskick/{sending.key}/ratta")).token
    new = {"text_sv": "Klockan 15.", "text_en": "At three."}
    screen = await visitor.send(place, token, step="count", **new)
    assert "2 personer får det" in screen.words
    assert "Rättelse." in screen.words
    kept = {name: hidden(screen, name) for name in ("seen", "counted", "text_sv", "text_en")}
    sent = await visitor.send(place, token, step="send", sure="1", **kept)
    assert sent.status == 303, sent.words
    correction = next(s for s in await sendings(full_house) if s.purpose is Purpose.CORRECTION)
    progress = await full_house.store.read(lambda t: t.outbox.progress(correction.key))
    assert progress.total == 2


async def test_bad_input_keeps_what_was_written(full_house: House) -> None:
    """An empty text, or marks that cannot be shown, is said by the field."""
    visitor, sending = await _sent(full_house)
    place = f"/personal/utskick/{sending.key}/ratta"
    token = (await visitor.get(place)).token
    page = await visitor.send(place, token, step="amend", sure="1", text_sv="", text_en="![x](y)")
    assert "kan inte vara tom" in page.words
    assert "går inte att visa" in page.words
    assert "![x](y)" in page.text


async def test_readers_see_no_way_to_correct(full_house: House) -> None:
    """Who only reads is not offered it."""
    _, sending = await _sent(full_house)
    reader = await full_house.inside("rut", Role.READER)
    assert "Rätta texten" not in (await reader.get(f"/personal/utskick/{sending.key}")).words
