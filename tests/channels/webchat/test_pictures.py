"""A picture in the form: read, never kept, and bounded in every direction."""

import asyncio
import io
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from aiohttp import BodyPartReader, FormData

from bot.channels.webchat import form
from bot.channels.webchat.form import LARGEST_FORM, MOST_FIELDS, Form, Forms
from bot.pictures import LARGEST_PICTURE, Seen
from tests.channels.webchat.visitor import FRAGMENT, SAME_ORIGIN, Visitor, Watched
from tests.fakes.pictures import SMS, KnownPictures, code_picture

PHOTO = code_picture("photo")
TOO_LARGE = b"x" * (LARGEST_PICTURE + 1)


@pytest.fixture
def pictures(watched: Watched) -> KnownPictures:
    """The reception reads one picture by heart."""
    known = KnownPictures({PHOTO: Seen(SMS)})
    watched._pictures = known
    return known


@pytest.fixture
def forms(monkeypatch: pytest.MonkeyPatch) -> Forms:
    """What the web chat of the test reads its forms with."""
    shared = Forms()
    monkeypatch.setattr("bot.channels.webchat.chat.Forms", lambda: shared)
    return shared


async def _shows(
    visitor: Visitor, picture: bytes, text: str = "", headers: dict[str, str] | None = None
) -> Visitor:
    """Choose a picture, and send it as a browser does."""
    data = FormData({"nonce": visitor.nonce, "lang": "sv", "text": text})
    file = io.BytesIO(picture)
    data.add_field("picture", file, filename="Astrid Svensson.jpg", content_type="image/jpeg")
    return await _sends(visitor, data, headers)


def _in_parts(**fields: str) -> FormData:
    data = FormData(default_to_multipart=True)
    for name, value in fields.items():
        data.add_field(name, value)
    return data


async def _sends(
    visitor: Visitor, data: FormData | bytes, headers: dict[str, str] | None = None
) -> Visitor:
    visitor._clock.passes(seconds=2)
    response = await visitor._client.post(
        visitor.write_path, data=data, headers=headers or SAME_ORIGIN
    )
    return await visitor._look(response)


async def test_the_page_says_that_a_picture_came_and_nothing_more(
    visitor: Visitor, pictures: KnownPictures, watched: Watched
) -> None:
    """Neither the picture nor the name of its file is on the page or in the talk."""
    await visitor.opens()
    await _shows(visitor, PHOTO, "Är det här äkta?")
    assert "Du skickade en bild" in visitor.newest
    assert "Är det här äkta?" in visitor.newest
    assert "Det här liknar bedrägeri" in visitor.newest
    assert "<img" not in visitor.page
    assert "Astrid Svensson" not in visitor.page
    assert "Astrid Svensson" not in str(watched.heard)


async def test_the_script_gets_a_fragment(visitor: Visitor, pictures: KnownPictures) -> None:
    """With JavaScript the answer comes without a new page."""
    await visitor.opens()
    await _shows(visitor, PHOTO, headers=FRAGMENT)
    assert visitor.response.headers["X-Chat"] == "fragment"
    assert "Du skickade en bild" in visitor.page
    assert "Det här liknar bedrägeri" in visitor.page


async def test_a_form_without_a_picture_is_words(visitor: Visitor, pictures: KnownPictures) -> None:
    """Without JavaScript every form comes in parts, mostly with an empty field for the file."""
    await visitor.opens()
    data = FormData({"nonce": visitor.nonce, "lang": "sv", "text": "meny"})
    data.add_field("picture", b"", filename="", content_type="application/octet-stream")
    await _sends(visitor, data)
    assert "Du skrev" in visitor.newest
    assert "Du skickade en bild" not in visitor.newest
    assert pictures.looked_at == []


async def test_the_same_form_twice_is_one(visitor: Visitor, pictures: KnownPictures) -> None:
    """A double tap is known again; another picture from an old page is not the same."""
    await visitor.opens()
    old = visitor.page
    await _shows(visitor, PHOTO)
    visitor.page = old
    await _shows(visitor, PHOTO)
    assert visitor.page.count("Du skickade en bild") == 1
    visitor.page = old
    await _shows(visitor, PHOTO + b"other")
    assert visitor.page.count("Du skickade en bild") == 2


@pytest.mark.parametrize("headers", [SAME_ORIGIN, FRAGMENT], ids=["page", "script"])
async def test_a_picture_that_is_too_large_is_declined_kindly(
    visitor: Visitor, pictures: KnownPictures, headers: dict[str, str]
) -> None:
    """The words beside it stay in their field, and the picture is let go."""
    await visitor.opens()
    await _shows(visitor, TOO_LARGE, "Är det här äkta?", headers)
    assert visitor.status == 413
    assert "Bilden är för stor" in visitor.page
    assert pictures.looked_at == []
    if headers is SAME_ORIGIN:
        assert visitor.kept == "Är det här äkta?"


async def test_only_so_many_pictures_are_held_at_once(
    forms: Forms, visitor: Visitor, pictures: KnownPictures
) -> None:
    """When as many are held as there is room for, one more is asked to wait; words are not."""
    await visitor.opens()
    forms._places = 0
    await _shows(visitor, PHOTO, "Är det här äkta?")
    assert visitor.status == 413
    assert "många meddelanden" in visitor.page
    await _sends(
        visitor, FormData({"nonce": visitor.nonce, "text": "meny"}, default_to_multipart=True)
    )
    assert visitor.status == 200
    forms._places = 1
    for _ in range(3):
        await _shows(visitor, PHOTO)
        assert "Det här liknar bedrägeri" in visitor.newest
    assert forms._places == 1


async def test_a_picture_that_takes_too_long_is_given_up(
    visitor: Visitor, pictures: KnownPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow sender holds no place for ever, and reads what to do instead."""
    await visitor.opens()
    given_up, limit, take = asyncio.Event(), asyncio.timeout(None), form._take_picture

    async def takes(read: Form, part: BodyPartReader, *, room: bool) -> None:
        limit.reschedule(asyncio.get_running_loop().time())  # the time is up now
        await take(read, part, room=room)

    monkeypatch.setattr(form, "asyncio", SimpleNamespace(timeout=lambda _: limit))
    monkeypatch.setattr(form, "_take_picture", takes)

    async def slowly() -> AsyncIterator[bytes]:
        yield '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nÄkta?\r\n'.encode()
        yield b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a"\r\n\r\n'
        yield b"x" * 100_000
        await given_up.wait()

    headers = {**SAME_ORIGIN, "Content-Type": "multipart/form-data; boundary=x"}
    response = await visitor._client.post(visitor.write_path, data=slowly(), headers=headers)
    given_up.set()
    await visitor._look(response)
    assert visitor.status == 413
    assert "Bilden är för stor" in visitor.page
    assert visitor.kept == "Äkta?"
    assert pictures.looked_at == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"nothing of the kind"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
        ("multipart/form-data; boundary=" + "x" * 200, b""),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y--\r\n--x--\r\n",
        ),
    ],
    ids=["no boundary", "no parts", "cut", "long boundary", "nested"],
)
async def test_a_broken_form_is_a_kind_page(visitor: Visitor, kind: str, body: bytes) -> None:
    """What no browser sends is refused with 112 on the page."""
    await visitor.opens()
    await _sends(visitor, body, {**SAME_ORIGIN, "Content-Type": kind})
    assert visitor.status in (200, 400)
    assert 'href="tel:112"' in visitor.page


async def test_words_in_parts_are_bounded_too(visitor: Visitor) -> None:
    """More words or fields than any page of ours sends are refused."""
    await visitor.opens()
    many = {f"field{number}": "1" for number in range(MOST_FIELDS + 1)}
    for fields, status in (({"text": "x" * (LARGEST_FORM + 1)}, 413), (many, 400)):
        data = _in_parts(**fields)
        response = await visitor._client.post("/tala", data=data, headers=SAME_ORIGIN)
        assert response.status == status
        assert 'href="tel:112"' in await response.text()
