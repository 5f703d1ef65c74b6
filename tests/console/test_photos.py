"""The photo of a meeting: the one room that takes a file, and what it says of a bad one."""

from io import BytesIO

import pytest
from aiohttp import FormData
from PIL import Image

from bot.console import uploads
from bot.domain.meeting import Standing
from bot.domain.photo import Photo
from bot.domain.staff import Role
from tests.console.house import House, Page, Visitor, meeting

PLACE = "/personal/traffar/k7p2m"
PHOTO = f"{PLACE}/foto"
TEXT = 'Salen & "kaffe" <b>'


def picture(kind: str = "JPEG", colour: str = "red") -> bytes:
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", (90, 60), colour).save(file, kind)
    return file.getvalue()


async def give(
    visitor: Visitor,
    file: bytes = b"",
    *,
    token: str | None = None,
    origin: str | None = None,
    path: str = PHOTO,
    **words: str,
) -> Page:
    """Send the form as a browser does, its token first."""
    known = (await visitor.get(PLACE)).token if token is None else token
    form = FormData({"token": known, **words}, default_to_multipart=True)
    form.add_field("file", BytesIO(file), filename="Annas bild.jpg", content_type="image/jpeg")
    return await post(visitor, form, origin, path)


async def post(
    visitor: Visitor, form: FormData, origin: str | None = None, path: str = PHOTO
) -> Page:
    """Send parts in the order they were put in."""
    head = {"Origin": visitor.origin if origin is None else origin}
    async with visitor.session.post(
        visitor.origin + path, data=form, headers=head, allow_redirects=False
    ) as answer:
        return Page(answer.status, await answer.text(), answer.headers.get("Location", ""), {}, ())


async def kept(house: House) -> tuple[Photo | None, str]:
    """The photo and what describes it."""
    photo = await house.store.read(lambda t: t.photos.get("k7p2m"))
    found = await house.store.read(lambda t: t.meetings.get("k7p2m"))
    return photo, found.photo_text if found else ""


async def planned(house: House, **changes: object) -> Visitor:
    """A meeting and an editor."""
    await house.plan(meeting("k7p2m", **changes))
    return await house.inside("anna", Role.EDITOR)


async def test_a_photo_is_kept_described_replaced_and_removed(full_house: House) -> None:
    """The whole life of a photo; what is kept is a JPEG of our own making."""
    visitor = await planned(full_house)
    assert (await visitor.get(PHOTO)).status == 404
    assert (await give(visitor, picture("PNG"), photo_text=TEXT)).place == PLACE
    page = await visitor.get(PLACE)
    assert "Fotot är sparat" in page.words
    assert 'alt="Salen &amp; &#34;kaffe&#34; &lt;b&gt;"' in page.text
    first, text = await kept(full_house)
    assert first
    assert text == TEXT
    async with visitor.session.get(visitor.origin + PHOTO) as answer:
        assert answer.content_type == "image/jpeg"
        assert await answer.read() == first.content
    await give(visitor, photo_text="Bara nya ord")
    assert await kept(full_house) == (first, "Bara nya ord")
    await give(visitor, picture(colour="blue"), photo_text="Ny bild")
    second, text = await kept(full_house)
    assert second
    assert second.name != first.name
    assert text == "Ny bild"
    await visitor.submit(PLACE, f"{PHOTO}/ta-bort")
    assert "Fotot är borttaget" in (await visitor.get(PLACE)).words
    assert await kept(full_house) == (None, "")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (b"", "Salen", "Välj en bild först"),
        (picture(), " ", "Beskriv vad bilden visar"),
        (picture(), "x" * 201, "Beskriv vad bilden visar"),
        (b"GIF89a is not one", "Salen", "går inte att öppna"),
        (picture()[:300], "Salen", "går inte att öppna"),
        (b"<svg onload='alert(1)'/>", "Salen", "går inte att öppna"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "Salen", "HEIC"),
        (b"x" * (uploads.LARGEST_FILE + 1), "Salen", "högst 10 MB"),
    ],
    ids=["none", "undescribed", "long", "no picture", "cut", "svg", "heic", "large"],
)
async def test_a_bad_file_gets_a_plain_word(
    full_house: House, file: bytes, text: str, said: str
) -> None:
    """What is wrong and what to do; nothing is kept, and the description is not typed again."""
    visitor = await planned(full_house)
    page = await give(visitor, file, photo_text=text)
    assert page.status == 422
    assert said in page.words
    assert text.strip() in page.text
    assert await kept(full_house) == (None, "")


async def test_a_forged_photo_is_refused_before_it_is_read(full_house: House) -> None:
    """No token, another's, one that comes after the file, a wrong origin, a reader: nothing."""
    visitor = await planned(full_house)
    reader = await full_house.inside("bo", Role.READER)
    own = (await visitor.get("/personal/konto")).token
    foreign = (await reader.get("/personal/konto")).token
    late = FormData(default_to_multipart=True)
    late.add_field("file", picture(), filename="a.jpg")
    late.add_field("token", own)
    answers = [
        await give(visitor, picture(), token="", photo_text=TEXT),
        await give(visitor, picture(), token=foreign, photo_text=TEXT),
        await give(visitor, picture(), token=own, origin="https://ond.example"),
        await give(reader, picture(), token=foreign, photo_text=TEXT),
        await post(visitor, late),
    ]
    assert {page.status for page in answers} == {403}
    assert await kept(full_house) == (None, "")


async def test_no_other_room_takes_a_file(full_house: House) -> None:
    """A form in parts is refused everywhere else, whatever its token."""
    visitor = await planned(full_house)
    page = await give(visitor, picture(), path=f"{PLACE}/telefon", choice="yes", people="2")
    assert page.status == 415


async def test_a_form_that_grows_is_cut_off(
    full_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words, parts and what is dropped of a file all have an end."""
    monkeypatch.setattr(uploads, "LARGEST_FILE", 1_000)
    monkeypatch.setattr(uploads, "MOST_SENT", 100_000)
    visitor = await planned(full_house)
    assert (await give(visitor, b"x" * 5_000, photo_text=TEXT)).status == 422
    assert (await give(visitor, b"x" * 300_000, photo_text=TEXT)).status == 413
    assert (await give(visitor, picture(), photo_text="x" * 100_000)).status == 413
    many = {f"field{number}": "x" for number in range(20)}
    assert (await give(visitor, picture(), **many)).status == 400
    assert await kept(full_house) == (None, "")


async def test_a_photo_goes_with_its_draft(full_house: House) -> None:
    """What is thrown away leaves no picture behind."""
    visitor = await planned(full_house, standing=Standing.DRAFT)
    await give(visitor, picture(), photo_text=TEXT)
    await visitor.submit(PLACE, f"{PLACE}/ta-bort", sure="1")
    assert await kept(full_house) == (None, "")
