"""A house that may go live: the shipped texts with everything filled in, and an administrator."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import Clock
from bot.console.invitations import invite, link_hash
from bot.domain.staff import Role
from bot.store.database import Tables
from tests.conftest import CONTENT
from tests.fakes.empty_store import empty_store


def ready_content(folder: Path) -> None:
    """The shipped texts with everything filled in and checked, as a municipality would."""
    shutil.copytree(CONTENT, folder)
    today = datetime.now(UTC).date().isoformat()
    contacts = folder / "contacts.toml"
    written = contacts.read_text("utf-8").replace('checked = ""', f'checked = "{today}"')
    written = written.replace('checked_by = ""', 'checked_by = "samordnare"')
    contacts.write_text(re.sub(r'number = ""', 'number = "010-000 00 00"', written), "utf-8")
    town = folder / "municipality.toml"
    written = town.read_text("utf-8").replace('email = ""', 'email = "trygg@example.se"')
    written = written.replace('confirmed = ""', f'confirmed = "{today}"')
    written = written.replace('confirmed_by = ""', 'confirmed_by = "kommunstyrelsen"')
    town.write_text(written, "utf-8")


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The seed of the administrator's second factor."""


async def with_administrator(data: Path, kept: str = "$argon2id$") -> None:
    """An administrator, Eva, who has joined and turned on the second factor. `kept` is the hash
    of the password.
    """
    data.mkdir()
    store = empty_store(data / "bot.db")
    token = await invite(store, Clock(), "Eva", Role.ADMINISTRATOR)

    def joins(tables: Tables) -> None:
        account = tables.staff.accept(link_hash(token), kept, datetime.now(UTC))
        assert account
        tables.staff.set_factor(account.key, SECRET, 0, ["a"])

    await store.turn(joins)
    store.close()
