"""Meetings in the console: written, kept as drafts, changed and published without surprises."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.meeting import Meeting, Standing
from bot.domain.staff import Role
from tests.console.house import House, Page, Visitor, meeting

GOOD = {
    "title": "Kaffe och prat",
    "about": "Vi pratar om bedrägeri.\r\nTa med frågor.",
    "who": "Samordnaren",
    "date": "2026-12-10",
    "start": "14.00",
    "end": "kl 16",
    "place": "Rådhussalen",
    "directions": "Från torget",
    "lift": "yes",
    "hearing_loop": "no",
    "toilet": "",
    "coffee": "yes",
    "seats": "40",
    "phone": "0454-810 00",
    "district_asarum": "1",
    "spoken_sv": "1",
    "sentence": "Ta gärna med en granne.",
}


async def editor(house: House) -> Visitor:
    """Somebody who may plan meetings."""
    return await house.inside("anna", Role.EDITOR)


async def kept(house: House) -> tuple[Meeting, ...]:
    """Every meeting."""
    return await house.store.read(lambda tables: tables.meetings.all())


async def write(visitor: Visitor, **changes: str) -> Page:
    """Fill in the form of a new meeting."""
    return await visitor.submit("/personal/traffar/ny", **(GOOD | changes))


async def test_a_new_meeting_is_a_draft_with_all_that_was_written(full_house: House) -> None:
    """Every field arrives; Swedish time becomes UTC; residents see nothing of it."""
    visitor = await editor(full_house)
    page = await write(visitor)
    (made,) = await kept(full_house)
    assert page.place == f"/personal/traffar/{made.key}"
    assert made.standing is Standing.DRAFT
    assert made.starts == datetime(2026, 12, 10, 13, tzinfo=UTC)
    assert made.ends == datetime(2026, 12, 10, 15, tzinfo=UTC)
    assert (made.lift, made.hearing_loop, made.toilet, made.coffee) == (True, False, None, True)
    assert made.about == "Vi pratar om bedrägeri.\nTa med frågor."
    assert (made.seats, made.districts, made.languages) == (40, ("asarum",), ("sv",))
    assert made.sentence == "Ta gärna med en granne."
    assert await full_house.store.read(lambda tables: tables.meetings.public()) == ()
    words = (await visitor.get(page.place)).words
    assert "Utkastet är sparat" in words
    assert "saknas för en fullständig inbjudan: om det finns toalett" in words
    assert "Ta gärna med en granne." in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Fyll i det här"),
        ({"about": "x" * 1201}, "Texten är för lång"),
        ({"date": "i morgon"}, "Dagen går inte att läsa"),
        ({"date": ""}, "Fyll i det här"),
        ({"date": "2026-11-01"}, "har redan varit"),
        ({"start": "fem"}, "Tiden går inte att läsa"),
        ({"end": "13.00"}, "slutar innan den börjar"),
        ({"date": "2027-03-28", "start": "02.30"}, "Den tiden finns inte den dagen"),
        ({"date": "2027-03-28", "start": "01.00", "end": "02.00"}, "Den tiden finns inte"),
        ({"seats": "många"}, "antalet platser med siffror"),
        ({"seats": "0"}, "antalet platser med siffror"),
        ({"phone": "växeln"}, "ser inte ut som ett telefonnummer"),
    ],
)
async def test_bad_input_is_said_by_the_field_and_everything_typed_is_kept(
    full_house: House, changes: dict[str, str], said: str
) -> None:
    """Nobody has to write it all again because of one field."""
    visitor = await editor(full_house)
    page = await write(visitor, **changes)
    assert page.status == 422
    assert said in page.words
    assert "Det du har skrivit är kvar" in page.words
    assert await kept(full_house) == ()
    for name, value in (GOOD | changes).items():
        if name in {"title", "who", "date", "start", "place", "seats", "sentence", "phone"}:
            assert f'name="{name}" type=' in page.text
            assert f'value="{value}"' in page.text
    assert 'id="lift-yes" name="lift" value="yes" checked' in page.text
    assert "aria-invalid" in page.text


async def test_publishing_shows_the_meeting_and_sends_nothing(full_house: House) -> None:
    """A draft becomes public by its own button, once."""
    visitor = await editor(full_house)
    place = (await write(visitor)).place
    await visitor.submit(place, f"{place}/publicera")
    (made,) = await full_house.store.read(lambda tables: tables.meetings.public())
    assert made.standing is Standing.PUBLISHED
    words = (await visitor.get(place)).words
    assert "Ingen inbjudan har gått ut än" in words
    assert await full_house.store.read(lambda tables: tables.sendings.latest(9)) == ()


async def test_changing_words_of_a_meeting_keeps_its_standing(full_house: House) -> None:
    """Only what the form holds is changed."""
    old = meeting(photo_text="Salen", revision=3)
    await full_house.plan(old)
    visitor = await editor(full_house)
    place = f"/personal/traffar/{old.key}/andra"
    form = await visitor.get(place)
    was = form.text.split('name="was" value="')[1].split('"')[0]
    fields = GOOD | {
        "title": "Ny rubrik",
        "date": "2026-12-03",
        "place": old.place,
        "was": was,
        "start": "14:00",
        "end": "16:00",
    }
    page = await visitor.send(place, form.token, **fields)
    assert page.status == 303
    (new,) = await kept(full_house)
    assert (new.title, new.standing, new.revision) == ("Ny rubrik", Standing.PUBLISHED, 3)
    assert new.photo_text == "Salen"


async def test_two_who_edit_at_once_do_not_overwrite_each_other(full_house: House) -> None:
    """The second is told, with what was typed still there."""
    old = meeting(standing=Standing.DRAFT)
    await full_house.plan(old)
    visitor = await editor(full_house)
    place = f"/personal/traffar/{old.key}/andra"
    form = await visitor.get(place)
    was = form.text.split('name="was" value="')[1].split('"')[0]
    await full_house.plan(replace(old, place="Biblioteket i Mörrum"))
    page = await visitor.send(place, form.token, **(GOOD | {"was": was}))
    assert page.status == 422
    assert "Någon annan har ändrat träffen" in page.words
    assert 'value="Kaffe och prat"' in page.text
    assert (await kept(full_house))[0].place == "Biblioteket i Mörrum"


async def test_only_drafts_are_thrown_away_and_only_when_sure(full_house: House) -> None:
    """A published meeting is cancelled instead, so that old buttons can answer."""
    await full_house.plan(meeting("draft", standing=Standing.DRAFT), meeting("open2"))
    visitor = await editor(full_house)
    place = "/personal/traffar/draft"
    unsure = await visitor.submit(place, f"{place}/ta-bort")
    assert "Kryssa i rutan först" in unsure.words
    await visitor.submit(place, f"{place}/ta-bort", sure="1")
    token = (await visitor.get("/personal/traffar")).token
    await visitor.send("/personal/traffar/open2/ta-bort", token, sure="1")
    assert [one.key for one in await kept(full_house)] == ["open2"]


async def test_a_reader_looks_and_is_offered_nothing_to_change(full_house: House) -> None:
    """Buttons that would be refused are not shown."""
    await full_house.plan(meeting("draft", standing=Standing.DRAFT))
    visitor = await full_house.inside("bo", Role.READER)
    for path in ("/traffar", "/traffar/draft"):
        page = await visitor.get("/personal" + path)
        assert page.status == 200
        assert "Ny träff" not in page.words
        assert "Publicera" not in page.words
        assert "/andra" not in page.text


async def test_the_log_tells_who_planned_what(full_house: House) -> None:
    """Made and published, by whom, with the title."""
    visitor = await full_house.inside("anna", Role.ADMINISTRATOR)
    place = (await write(visitor)).place
    await visitor.submit(place, f"{place}/publicera")
    words = (await visitor.get("/personal/logg")).words
    assert "anna skrev utkastet till Kaffe och prat" in words
    assert "anna publicerade träffen Kaffe och prat" in words


async def test_an_unknown_meeting_is_a_plain_page(full_house: House) -> None:
    """A link to a draft that has been thrown away leads to words and a way on."""
    visitor = await editor(full_house)
    for path in ("/traffar/zzzzz", "/traffar/zzzzz/andra"):
        page = await visitor.get("/personal" + path)
        assert page.status == 404
        assert "Sidan finns inte" in page.words
