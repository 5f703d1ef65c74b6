"""The keys at hand: public ones in the settings, private ones on disk behind passphrases."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from bot.custody.keyring import KeyFile, keys_in
from bot.custody.sealing import Sealer, Unsealer
from bot.errors import SealError


class Vault:
    """Unlocks on a thread of its own, one at a time: each try fills 256 MB by intention."""

    def __init__(self, folder: Path | None = None, sealer: Sealer | None = None) -> None:
        """`folder` holds the key files; `sealer` is none where concerns are not sealed."""
        self.sealer = sealer
        self._folder = folder
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="vault")

    def keys(self) -> dict[str, KeyFile]:
        """The private keys on disk, by name; all of them locked."""
        return keys_in(self._folder) if self._folder else {}

    async def unlock(self, name: str, passphrase: str) -> Unsealer:
        """Open a key for whoever knows its passphrase.

        Raises:
            SealError: there is no such key, or the passphrase is wrong.
        """
        key = self.keys().get(name)
        if key is None:
            raise SealError(f"Det finns ingen nyckel {name}.")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._hands, partial(key.unlock, passphrase))

    def close(self) -> None:
        """Let the thread go."""
        self._hands.shutdown(wait=False)
