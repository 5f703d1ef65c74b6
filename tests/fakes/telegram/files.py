"""Files that were sent in either direction, kept in memory under the ids bots know them by."""

import mimetypes
from dataclasses import dataclass
from random import Random

from tests.fakes.telegram.calls import Upload
from tests.fakes.telegram.refusals import RefusedError, bad_request

# The first bytes of the picture formats that Telegram takes as photos.
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF8")
# A grey picture of one pixel, for those who send a photo without caring which.
TINY_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file and its ids."""

    file_id: str
    unique_id: str
    name: str
    content: bytes

    @property
    def mime_type(self) -> str:
        """What kind of file the name says it is."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def path(self) -> str:
        """Where it is fetched, below /file/bot<token>/."""
        return f"documents/{self.unique_id}_{self.name}"

    @property
    def is_picture(self) -> bool:
        """Whether it starts as a picture does."""
        return self.content.startswith(PICTURE_STARTS)


class Files:
    """Every file by id."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._files: dict[str, StoredFile] = {}

    def keep(self, upload: Upload) -> StoredFile:
        """Store a file under new ids.

        Raises:
            RefusedError: 400; the file is empty.
        """
        if not upload.content:
            raise bad_request("file must be non-empty")
        unique = f"AgAD{self._random.getrandbits(64):016x}"
        kept = StoredFile(f"BQACAgQAAx{unique}", unique, upload.filename, upload.content)
        self._files[kept.file_id] = kept
        return kept

    def find(self, file_id: str) -> StoredFile:
        """The file with this id.

        Raises:
            RefusedError: 400; there is none, or an address was given, which nothing here fetches.
        """
        if file_id not in self._files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._files[file_id]

    def given(self, file: Upload | str, most: int) -> StoredFile:
        """The file of a call, sent along or named by its id.

        Raises:
            RefusedError: 413 if it is larger than `most` bytes; 400 as above.
        """
        if isinstance(file, str):
            return self.find(file)
        if len(file.content) > most:
            raise RefusedError(413, "Request Entity Too Large")
        return self.keep(file)

    def at(self, path: str) -> StoredFile | None:
        """The file that is fetched at this path."""
        return next((file for file in self._files.values() if file.path == path), None)
