"""What stands in a picture is read; what is made to harm harms nothing."""

import asyncio
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from bot import eye, pictures
from bot.pictures import LARGEST_PICTURE, NOTHING, Pictures, Seen
from tests.fakes.pictures import BAD_LINK, bomb, code_picture, saved, sms_picture

ROOT = Path(__file__).resolve().parents[2]
needs_tesseract = pytest.mark.skipif(
    not Pictures().reads_text, reason="no tesseract with Swedish on this machine"
)


@needs_tesseract
@pytest.mark.parametrize("dark", [False, True])
async def test_the_words_of_a_text_message_are_read(*, dark: bool) -> None:
    """A picture of the screen gives the words, by day and in dark mode."""
    seen = await Pictures().read(sms_picture(dark=dark))
    words = " ".join(seen.text.split())
    assert "Hej mamma! Jag har tappat min mobil och har nytt nummer." in words
    assert "swisha 4500 kr till 0701234567" in words
    assert seen.codes == ()


@needs_tesseract
async def test_swedish_letters_are_read() -> None:
    """The letters that only Swedish has are not lost."""
    try:
        picture = sms_picture("Måste betala en räkning. Öppna på måndag före klockan åtta.",
                              font="DejaVuSans.ttf")  # fmt: skip
    except OSError:
        pytest.skip("no DejaVu font on this machine")
    seen = await Pictures().read(picture)
    assert "räkning" in seen.text
    assert "Öppna" in seen.text


async def test_a_code_is_read_and_not_followed() -> None:
    """What a QR code holds is shown as words."""
    assert (await Pictures().read(code_picture())).codes == (BAD_LINK,)


async def test_a_code_is_read_on_glass_and_from_a_moving_picture() -> None:
    """A transparent ground is white, and of a moving picture the first one counts."""
    code = Image.open(io.BytesIO(code_picture())).convert("L")
    glass = Image.new("RGBA", code.size)
    glass.putalpha(ImageOps.invert(code))
    moving = io.BytesIO()
    code.save(moving, "GIF", save_all=True, append_images=[Image.new("L", code.size)])
    for picture in (saved(glass, "PNG"), saved(glass, "WEBP"), moving.getvalue()):
        assert (await Pictures().read(picture)).codes == (BAD_LINK,)


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"not a picture",
        b"\x89PNG\r\n\x1a\n",
        bomb(60_000, 60_000),
        bomb(5_000, 5_000),
        bomb(1, 20_000_000),
        code_picture()[:-200],
        sms_picture()[:3_000],
        saved(Image.new("L", (1, 1)), "PNG"),
        saved(Image.new("L", (700, 500), 90), "BMP"),
        saved(Image.effect_noise((700, 500), 90), "PNG"),
    ],
    ids=[
        *("empty", "garbage", "head only", "bomb", "small bomb", "thread", "cut code", "cut photo"),
        *("dot", "other format", "noise"),
    ],
)
async def test_what_cannot_be_read_is_nothing(picture: bytes) -> None:
    """Damaged, enormous or without a word: an empty answer, and never an error."""
    assert await Pictures().read(picture) == NOTHING


async def test_a_large_file_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past ten million bytes nothing is looked at."""

    async def looked(_: Pictures, picture: bytes) -> bytes:
        raise AssertionError(len(picture))

    monkeypatch.setattr(Pictures, "_looked_at", looked)
    assert await Pictures().read(b"x" * (LARGEST_PICTURE + 1)) == NOTHING


@pytest.fixture
def sleepy_eye(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An eye that notes its own process, and never answers."""
    note = tmp_path / "process"
    program = f"import os, signal; open({str(note)!r}, 'w').write(str(os.getpid())); signal.pause()"
    script = tmp_path / "sleepy.py"
    script.write_text(program)
    monkeypatch.setattr(pictures, "_EYE", script)
    return note


async def _process_in(note: Path) -> int:
    while not (note.exists() and note.read_text()):  # noqa: ASYNC110 - it is another process's
        await asyncio.sleep(0)
    return int(note.read_text())


async def test_looking_takes_a_bounded_time(
    sleepy_eye: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that takes too long is given up, and its process is gone."""
    reading = asyncio.create_task(Pictures().read(b"picture"))
    process = await _process_in(sleepy_eye)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    monkeypatch.setattr(pictures, "MOST_SECONDS", 0)
    assert await Pictures().read(b"picture") == NOTHING


async def test_only_a_few_are_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many pictures wait for each other, so that the machine still answers everybody else."""
    at_once, most = 0, 0

    async def looked(_: Pictures, picture: bytes) -> bytes:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        for _turn in range(3):
            await asyncio.sleep(0)
        at_once -= 1
        return json.dumps({"text": picture.decode(), "codes": []}).encode()

    monkeypatch.setattr(Pictures, "_looked_at", looked)
    reader = Pictures()
    seen = await asyncio.gather(*(reader.read(b"%d" % number) for number in range(9)))
    assert seen == [Seen(str(number)) for number in range(9)]
    assert most == pictures.MOST_AT_ONCE


async def test_without_a_process_there_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that can start no more programs still answers kindly."""

    async def refused(*_: object, **__: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    assert await Pictures().read(code_picture()) == NOTHING


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b"{}", b'{"text": "x"}', b"\xff"])
async def test_a_broken_answer_of_the_eye_is_nothing(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An eye that was ended half-way has seen nothing."""

    async def looked(_: Pictures, picture: bytes) -> bytes:
        return said

    monkeypatch.setattr(Pictures, "_looked_at", looked)
    assert await Pictures().read(b"picture") == NOTHING


def test_the_eye_can_write_no_file(tmp_path: Path) -> None:
    """Held in memory only: whatever a library may try, nothing reaches a disk."""
    program = (
        "import sys; from bot.eye import limit; limit(); open(sys.argv[1], 'wb', 0).write(b'x')"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, str(tmp_path / "file")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "File too large" in done.stderr
    assert (tmp_path / "file").read_bytes() == b""


def test_the_eye_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that takes pictures apart does not have the bot's environment."""
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456:planted")
    assert "planted" not in str(pictures._environment())


def test_without_tesseract_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where the program is missing nor where it lacks Swedish is reading promised."""
    monkeypatch.setenv("PATH", "")
    assert not Pictures().reads_text
    other = Pictures()
    other._tesseract = sys.executable
    assert not other.reads_text


async def test_without_tesseract_codes_are_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """QR codes need no program of the machine."""
    reader = Pictures()
    reader._tesseract = ""
    assert (await reader.read(code_picture())).words == BAD_LINK
    assert await reader.read(sms_picture()) == NOTHING


def _row(paragraph: int, line: int, sure: float, word: str) -> str:
    return f"5\t1\t1\t{paragraph}\t{line}\t1\t0\t0\t9\t9\t{sure}\t{word}"


def test_lines_are_joined_and_patterns_are_dropped() -> None:
    """A message is not broken where the screen was narrow, and leaves on a tree are no words."""
    table = [
        *("level\t…", "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t", "broken"),
        *(
            _row(1, 1, 96, "tappat"),
            _row(1, 1, 95, "min"),
            _row(1, 2, 96, "mobil"),
            _row(1, 2, 96, "till"),
        ),
        *(_row(1, 2, 28, "~|"), _row(2, 1, 41, "eee"), _row(2, 1, 20, "Pal")),
        *(_row(3, 1, 93, "Ring"), _row(3, 1, 93, "nu")),
    ]
    assert eye.written("\n".join(table)) == "tappat min mobil till\nRing nu"
    assert eye.written("\n".join(table[:5])) == ""


def test_a_photo_taken_sideways_is_turned() -> None:
    """Telephones write in the file which side is up."""
    image = Image.new("L", (60, 40))
    turned = io.BytesIO()
    tags = Image.Exif()
    tags[0x0112] = 6
    image.save(turned, "JPEG", exif=tags)
    assert eye.grey(turned.getvalue()).size == (40, 60)


def test_what_was_seen_as_words() -> None:
    """Each code stands on a line of its own, after the text."""
    assert Seen("Skanna koden", ("a", "b")).words == "Skanna koden\na\nb"
    assert NOTHING.words == ""


def _taken(width: int = 3000, height: int = 2000) -> bytes:
    """A photo as a telephone takes it: on its side, with a place and a comment in the file."""
    image = Image.effect_noise((width, height), 20).convert("RGB")
    image.paste("red", (0, 0, width // 4, height // 4))
    tags = Image.Exif()
    tags[0x0112] = 6
    tags[0x010F] = "NeedleMaker"
    tags.get_ifd(0x8825)[1] = "NeedleNorth"
    taken = io.BytesIO()
    image.save(taken, "JPEG", exif=tags, comment=b"NeedleComment", icc_profile=b"NeedleProfile")
    return taken.getvalue()


async def test_a_photo_is_made_anew_without_what_stood_beside_it() -> None:
    """Neither the place where it was taken nor the telephone is shown to everybody."""
    taken = _taken()
    photo = await Pictures().copied(taken)
    assert photo
    assert b"Needle" in taken
    assert b"Needle" not in photo.content
    shown = Image.open(io.BytesIO(photo.content))
    assert (shown.format, shown.size) == ("JPEG", (1067, 1600))
    assert (photo.width, photo.height) == shown.size
    assert not shown.getexif()
    assert not {"exif", "comment", "icc_profile"} & set(shown.info)
    red, green, _ = shown.getpixel((1000, 50))  # type: ignore[misc]
    assert red > 2 * green


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
async def test_photos_of_other_formats_become_jpegs(kind: str) -> None:
    """A small one is not made larger."""
    photo = await Pictures().copied(saved(Image.new("RGBA", (90, 60), (0, 0, 0, 0)), kind))
    assert photo
    assert (photo.width, photo.height) == (90, 60)
    assert Image.open(io.BytesIO(photo.content)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "picture",
    [b"", b"<svg onload=alert(1)>", bomb(60_000, 60_000), sms_picture()[:3_000]],
    ids=["empty", "svg", "bomb", "cut"],
)
async def test_what_is_no_photo_is_none(picture: bytes) -> None:
    """Staff are told so; nothing is kept."""
    assert await Pictures().copied(picture) is None
    assert await Pictures().copied(b"x" * (LARGEST_PICTURE + 1)) is None


@pytest.mark.parametrize("said", [b"", b"1 2\n<html>", b"a b\n\xff\xd8\xff", b"1\n\xff\xd8\xff"])
async def test_only_a_jpeg_of_the_eye_is_taken(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a picture makes of the process that opens it, no page gets anything else."""

    async def ran(_: Pictures, picture: bytes, *arguments: str) -> bytes:
        return said

    monkeypatch.setattr(Pictures, "_run", ran)
    assert await Pictures().copied(b"picture") is None
