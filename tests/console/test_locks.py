"""Unlocking sealed concerns: for this login alone, and only as long as it lasts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.console.sessions import IDLE_SECONDS, Stage
from bot.custody.keyring import keep_key, make_key
from bot.custody.sealing import Sealer
from bot.custody.vault import Vault
from bot.domain.staff import Role
from tests.console.house import House, Visitor, concern

UNLOCK = "/personal/las-upp"
PASSPHRASE = "sju gröna bussar på ön"
OLD, NEW = (make_key(PASSPHRASE, passes=1, memory=8192) for _ in range(2))


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A house that seals to one key, and once sealed to another."""
    for name, key in (("anna", OLD), ("bo", NEW)):
        keep_key(tmp_path / "keys", name, key)
    vault = Vault(tmp_path / "keys", Sealer([NEW.recipient]))
    house = await House(tmp_path, vault=vault).open()
    sealed = Sealer([OLD.recipient]).seal("Det är mörkt vid tunneln")
    await house.fill(lambda tables: tables.concerns.file(concern("k1", "x"), sealed))
    await house.fill(lambda tables: tables.concerns.file(concern("k2", "Plain")))
    await house.fill(lambda tables: tables.concerns.release())
    yield house
    await house.close()


def _keys_held(house: House) -> int:
    held = house.console._desk.sessions._held.values()
    return sum(session.unsealer is not None for session in held)


async def _unlocks(visitor: Visitor, key: str = "anna", passphrase: str = PASSPHRASE) -> int:
    return (await visitor.submit(UNLOCK, key=key, passphrase=passphrase)).status


async def test_a_passphrase_unlocks_this_login_alone(house: House) -> None:
    """Another colleague, and another browser of the same one, still see what is locked."""
    anna, bo = await house.inside("anna", Role.EDITOR), await house.inside("bo", Role.EDITOR)
    assert "förseglat" in (await anna.get(UNLOCK)).words
    assert await _unlocks(anna, passphrase="fel") == 422
    assert await _unlocks(anna, key="../anna") == 422
    assert _keys_held(house) == 0
    assert await _unlocks(anna) == 303
    assert "Upplåst" in (await anna.get(UNLOCK)).words
    assert "mörkt vid tunneln" in (await anna.get("/personal/berattelser")).words
    assert "Upplåst" not in (await bo.get(UNLOCK)).words
    locked = await bo.get("/personal/berattelser")
    assert "Texterna är låsta" in locked.words
    assert "mörkt vid tunneln" not in locked.words
    again = house.visitor()
    await again.log_in("anna")
    assert "Upplåst" not in (await again.get(UNLOCK)).words
    log = await house.store.read(lambda tables: tables.staff.log(10, 0))
    assert "unlocked" in [entry.action for entry in log]


async def test_the_key_goes_with_the_login(house: House) -> None:
    """By “Lås nu”, at logout, after half an hour of rest though nobody comes, and at a restart."""
    visitor = await house.inside("anna", Role.EDITOR)
    await _unlocks(visitor)
    await visitor.submit(UNLOCK, f"{UNLOCK}/las")
    assert _keys_held(house) == 0
    await _unlocks(visitor)
    await visitor.submit(UNLOCK, "/personal/logga-ut")
    assert _keys_held(house) == 0
    await visitor.log_in("anna")
    await _unlocks(visitor)
    assert _keys_held(house) == 1
    house.clock.passed += IDLE_SECONDS + 1
    house.console._desk.sessions.sweep()
    assert _keys_held(house) == 0


async def test_guesses_are_slowed_down(house: House) -> None:
    """Each try costs a second and much memory; nobody may take them all."""
    visitor = await house.inside("anna", Role.EDITOR)
    for _ in range(20):
        page = await visitor.submit(UNLOCK, key="anna", passphrase="fel")
        if "Vänta" in page.words:
            break
    else:
        pytest.fail("twenty guesses in no time")
    assert await _unlocks(visitor) == 422


async def test_texts_are_sealed_anew(house: House) -> None:
    """What is plain needs no key; what is sealed to an older key needs that one unlocked."""
    visitor = await house.inside("anna", Role.EDITOR)
    assert "2 texter är inte förseglade" in (await visitor.get(UNLOCK)).words
    await visitor.submit(UNLOCK, f"{UNLOCK}/forsegla")
    assert "Några texter kräver en annan nyckel" in (await visitor.get(UNLOCK)).words
    await _unlocks(visitor)
    await visitor.submit(UNLOCK, f"{UNLOCK}/forsegla")
    assert "Alla texter är förseglade" in (await visitor.get(UNLOCK)).words
    unsealer = NEW.unlock(PASSPHRASE)
    found = await house.store.read(lambda tables: tables.seals.all())
    assert sorted(unsealer.open(one.sealed or b"") for one in found) == [
        "Det är mörkt vid tunneln",
        "Plain",
    ]


async def test_a_house_that_does_not_seal_says_so(tmp_path: Path) -> None:
    """And how it is turned on."""
    house = await House(tmp_path).open()
    visitor = await house.inside("anna", Role.EDITOR)
    page = await visitor.get(UNLOCK)
    assert "concerns keys make" in page.words
    assert await _unlocks(visitor) == 422
    assert (await visitor.submit(UNLOCK, f"{UNLOCK}/forsegla")).status == 303
    await house.close()


def test_a_session_does_not_print_its_key() -> None:
    """A session in a traceback tells nothing (TRUST S12)."""
    from bot.console.sessions import Session

    session = Session("anna", 0, Stage.FULL, "token", 0.0, 0.0, unsealer=OLD.unlock(PASSPHRASE))
    assert "unsealer" not in repr(session)
