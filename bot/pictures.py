"""What stands in a picture: the writing, where Tesseract is installed, and the QR codes.

What a resident sends is in memory only. It is never stored, never logged, never sent on; what a
code holds is never opened. A photo that staff give to a meeting is made anew before it is kept.
Each is looked at by a process of its own (bot/eye.py), which can be ended.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.domain.photo import Photo
from bot.eye import COPY
from bot.logbook import log

LARGEST_PICTURE = 10_000_000
"""Bytes: what Telegram takes as a photo, and more than any telephone's screen."""
MOST_SECONDS = 8.0
"""For waiting and looking together: a person waits for the answer."""
MOST_AT_ONCE = 2
LANGUAGES = "swe+eng"
_EYE = Path(__file__).with_name("eye.py")
_JPEG = b"\xff\xd8\xff"
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
"""All of our environment that the process is given: no secret is among it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a picture: its writing, a line for each paragraph, and its QR codes."""

    text: str = ""
    codes: tuple[str, ...] = ()
    foreign: bool = False
    """Whether it is of a kind that nothing here opens, although it may be whole."""

    @property
    def words(self) -> str:
        """All of it, with each code on a line of its own."""
        return "\n".join(filter(None, (self.text, *self.codes)))


NOTHING = Seen()


class Pictures:
    """Looks at pictures, a few at a time."""

    def __init__(self) -> None:
        self._tesseract = shutil.which("tesseract") or ""
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    @cached_property
    def reads_text(self) -> bool:
        """Whether writing can be read, in Swedish; QR codes always can."""
        if not self._tesseract:
            return False
        try:
            listed = subprocess.run(  # noqa: S603 - the program's path is found by its name
                [self._tesseract, "--list-langs"], capture_output=True, check=True, timeout=5
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return b"swe" in listed.stdout.split()

    async def read(self, picture: bytes) -> Seen:
        """What stands in it; nothing where it is damaged, too large, or takes too long."""
        if not 0 < len(picture) <= LARGEST_PICTURE:
            return NOTHING
        if is_heic(picture):
            return Seen(foreign=True)
        try:
            async with asyncio.timeout(MOST_SECONDS), self._places:
                return _seen(await self._looked_at(picture))
        except (OSError, TimeoutError) as error:
            log.warning("picture not read", error=type(error).__name__)
            return NOTHING

    async def copied(self, picture: bytes) -> Photo | None:
        """A photo as it may be shown to everybody: at most 1600 pixels wide and high, turned the
        right way up, without any data about place, time or telephone. None where it is damaged,
        too large, or not a JPEG, PNG, WEBP or GIF.
        """
        if not 0 < len(picture) <= LARGEST_PICTURE:
            return None
        try:
            async with asyncio.timeout(MOST_SECONDS), self._places:
                return _photo(await self._run(picture, COPY))
        except (OSError, TimeoutError) as error:
            log.warning("picture not read", error=type(error).__name__)
            return None

    async def _looked_at(self, picture: bytes) -> bytes:
        """What the eye says of it."""
        return await self._run(picture, self._tesseract, LANGUAGES)

    async def _run(self, picture: bytes, *arguments: str) -> bytes:
        """What the eye writes. However this ends, no process is left behind.

        Raises:
            OSError: no process can be started.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", str(_EYE), *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        try:
            said, _ = await process.communicate(picture)
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        return said


def is_heic(picture: bytes) -> bool:
    """Whether it is in the format that iPhones keep photos in, by the file's own first bytes."""
    return picture[4:8] == b"ftyp" and picture[8:12] in _HEIC


def _environment() -> dict[str, str]:
    given = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return given | {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def _photo(written: bytes) -> Photo | None:
    """The eye's copy; it writes nothing of a picture that it cannot open."""
    head, _, content = written.partition(b"\n")
    sides = head.split()
    is_copy = len(sides) == 2 and all(side.isdigit() for side in sides)
    if not (is_copy and content.startswith(_JPEG) and len(content) <= LARGEST_PICTURE):
        return None
    return Photo(content, int(sides[0]), int(sides[1]))


def _seen(said: bytes) -> Seen:
    """The eye's answer; it says nothing of a picture that it cannot open."""
    try:
        answer = json.loads(said)
        return Seen(str(answer["text"]), tuple(map(str, answer["codes"])))
    except (ValueError, KeyError, TypeError):
        return NOTHING
