"""Pictures as residents send them, drawn for the test, and a reader that knows them beforehand."""

import io
import struct
import zlib

import segno
from PIL import Image, ImageDraw, ImageFont

from bot.pictures import Pictures, Seen

SMS = (
    "Hej mamma! Jag har tappat min mobil och har nytt nummer.\n"
    "Kan du swisha 4500 kr till 0701234567?"
)
BAD_LINK = "https://postnord-se.top/betala"


class KnownPictures(Pictures):
    """Reads by heart: what stands in each picture is told beforehand."""

    def __init__(self, known: dict[bytes, Seen] | None = None) -> None:
        super().__init__()
        self.known = known or {}
        self.looked_at: list[bytes] = []

    async def read(self, picture: bytes) -> Seen:
        """What was told of it, or nothing."""
        self.looked_at.append(picture)
        return self.known.get(picture, Seen())


def sms_picture(text: str = SMS, *, dark: bool = False, font: str = "") -> bytes:
    """A telephone's screen with one bubble of text on it, in a font that Pillow brings along
    (without å, ä, ö) unless another is named.

    Raises:
        OSError: the machine does not have the named font.
    """
    page, bubble, ink = ("#000", "#262628", "#fff") if dark else ("#fff", "#e9e9eb", "#111")
    letters = ImageFont.truetype(font, 44) if font else ImageFont.load_default(44)
    image = Image.new("RGB", (1080, 1200), page)
    drawing = ImageDraw.Draw(image)
    lines = "\n".join(_wrapped(text, 30))
    left, top, right, bottom = drawing.multiline_textbbox((80, 300), lines, letters, spacing=18)
    box = (left - 40, top - 40, right + 40, bottom + 40)
    drawing.rounded_rectangle(box, 40, bubble)
    drawing.multiline_text((80, 300), lines, ink, letters, spacing=18)
    return saved(image, "JPEG")


def code_picture(content: str = BAD_LINK) -> bytes:
    """A QR code."""
    drawn = io.BytesIO()
    segno.make(content, micro=False).save(drawn, kind="png", scale=6)
    return drawn.getvalue()


def saved(image: Image.Image, kind: str) -> bytes:
    """A picture as the bytes of a file."""
    drawn = io.BytesIO()
    image.save(drawn, kind)
    return drawn.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A small file that claims to be an enormous picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    content = zlib.compress(b"\0" * 100_000)
    parts = ((b"IHDR", header), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _wrapped(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
