"""Looks at one picture and says what stands in it: a program of its own, started for each one.

The picture comes on standard input; `{"text": …, "codes": […]}` goes to standard output, or with
`--copy` a line with its sides, and after it the picture made anew as a JPEG. Pictures come from
strangers and are taken apart by large libraries, so this process may use little memory
and time, cannot write to any file, and can be ended from outside.
"""

import io
import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY = 1_000_000_000
"""Bytes this process, or the one that reads text for it, may have."""
SECONDS = 8
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000}
"""By format; a JPEG is decoded at the size that is needed, so the largest telephones' fit."""
MOST_OTHER_PIXELS = 24_000_000
ENOUGH_PIXELS = 6_000_000
"""What the reading of text is given at most: a screen is 3 million."""
SMALL_PIXELS = 1_000_000
"""Below this letters are so small that twice the size reads better."""
SIDES = (16, 30_000)
"""Shortest and longest side in which there can be text, in pixels."""
MOST_CODES = 5
LONGEST_CODE = 2_000
LONGEST_TEXT = 20_000
SURE_WORD, SURE_LINE = 30.0, 60.0
"""Per cent of certainty under which a word, and a whole line, is a pattern and no writing."""
FEWEST_WORDS = 3
COPY = "--copy"
COPY_SIDE, COPY_QUALITY = 1600, 82
"""Pixels of a copy's longer side, and the quality of its JPEG."""
ADAPTIVE = ("-c", "thresholding_method=2")
"""Sauvola's: finds white letters on a grey bubble on a black page, which one threshold loses."""
_WORD = re.compile(r"[^\W\d_]{3,}")


def limit() -> None:
    """Bind this process and those it starts: no file, no picture left in a core dump."""
    with suppress(ImportError):
        import resource

        bounds = {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CPU: SECONDS,
            resource.RLIMIT_AS: MEMORY,
        }
        for name, most in bounds.items():
            with suppress(OSError, ValueError):
                resource.setrlimit(name, (most, most))
        os.nice(10)


def grey(raw: bytes) -> "Image":
    """The picture without colour, for reading."""
    return opened(raw, "L", round(ENOUGH_PIXELS**0.5)).convert("L")


def opened(raw: bytes, mode: str, side: int) -> "Image":
    """The picture, or the first of a moving one, the right way up and on white where it is clear.
    A JPEG may come smaller, but no side less than `side`.

    Raises:
        OSError: it is damaged, or of a format that we do not open.
        ValueError: it is larger than any camera's.
    """
    from PIL import Image, ImageOps

    image: Image.Image = Image.open(io.BytesIO(raw), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS.get(image.format or "", MOST_OTHER_PIXELS):
        raise ValueError("too many pixels")
    image.draft(mode, (side, side))
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image


def codes(image: "Image") -> list[str]:
    """What the QR codes in the picture hold; nothing is opened."""
    import zxingcpp

    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(image, formats=kinds)
    texts = (code.text for code in found if code.content_type != zxingcpp.ContentType.Binary)
    return [text[:LONGEST_CODE] for text in texts if text.strip()][:MOST_CODES]


def text(image: "Image", program: str, languages: str) -> str:
    """What is written in the picture; empty where there is nothing to read with."""
    if not program or min(image.size) < SIDES[0] or max(image.size) > SIDES[1]:
        return ""
    command = [program, "stdin", "stdout", "-l", languages, *ADAPTIVE, "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - the program's path is found by its name
            command, input=_for_reading(image), capture_output=True, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return written(done.stdout.decode("utf-8", "replace"))


def written(table: str) -> str:
    """The words of Tesseract's table of words, a line for each paragraph; empty where they are
    too few or too unsure to be writing.
    """
    lines: dict[tuple[str, ...], list[tuple[float, str]]] = {}
    for row in table.splitlines()[1:]:
        columns = row.split("\t", 11)
        if len(columns) == 12 and columns[11].strip() and float(columns[10]) >= 0:
            word = float(columns[10]), columns[11].strip()
            lines.setdefault(tuple(columns[1:5]), []).append(word)
    paragraphs: dict[tuple[str, ...], list[str]] = {}
    for place, words in lines.items():
        if sum(sure for sure, _ in words) / len(words) >= SURE_LINE:
            kept = [word for sure, word in words if sure >= SURE_WORD]
            paragraphs.setdefault(place[:3], []).extend(kept)
    whole = "\n".join(" ".join(words) for words in paragraphs.values() if words)
    return whole[:LONGEST_TEXT] if len(_WORD.findall(whole)) >= FEWEST_WORDS else ""


def _for_reading(image: "Image") -> bytes:
    """The picture in a size that reads well, dark on light, in the plainest of formats."""
    from PIL import ImageOps

    pixels = image.width * image.height
    factor = min(1.0, (ENOUGH_PIXELS / pixels) ** 0.5) if pixels > SMALL_PIXELS else 2.0
    if factor != 1.0:
        image = image.resize((round(image.width * factor), round(image.height * factor)))
    if sum(image.histogram()[:128]) > image.width * image.height / 2:
        image = ImageOps.invert(image)
    return b"P5 %d %d 255\n" % image.size + image.tobytes()


def copy(raw: bytes) -> bytes:
    """The picture made anew, no larger than a page shows it, with nothing that stood beside it in
    the file: no place, no time, no telephone, no comment.
    """
    from PIL import Image

    image = opened(raw, "RGB", COPY_SIDE).convert("RGB")
    image.thumbnail((COPY_SIDE, COPY_SIDE))
    bare = Image.frombytes("RGB", image.size, image.tobytes())
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=COPY_QUALITY, optimize=True, progressive=True)
    return b"%d %d\n" % bare.size + written.getvalue()


def main() -> None:
    """Look at the picture; `program` and `languages` of the reading of text are arguments."""
    limit()
    if sys.argv[1] == COPY:
        sys.stdout.buffer.write(copy(sys.stdin.buffer.read()))
        return
    image = grey(sys.stdin.buffer.read())
    seen = {"codes": codes(image), "text": text(image, *sys.argv[1:3])}
    sys.stdout.buffer.write(json.dumps(seen).encode())


if __name__ == "__main__":
    main()
