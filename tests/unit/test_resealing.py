"""Changing keys: every text is sealed to today's keys, wherever the work was interrupted."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from nacl.public import PrivateKey

from bot.commands.front_door import cli
from bot.custody.keyring import keep_key, keys_in, make_key
from bot.custody.resealing import CHUNK, Tally, awaiting, reseal
from bot.custody.sealing import Sealer, Unsealer
from bot.domain.concern import Addition, Concern
from bot.errors import SealError
from bot.store.database import Tables, open_database
from bot.store.store import Store

OLD, NEW, OTHER = (Unsealer(PrivateKey(bytes([one]) * 32)) for one in (1, 2, 3))
TO_OLD, TO_BOTH = Sealer([OLD.recipient]), Sealer([OLD.recipient, NEW.recipient])
PASSPHRASE = "sju gröna bussar på ön"
NUMBER = 2 * CHUNK + 3


def _concern(number: int, text: str) -> Concern:
    return Concern(f"{number:032}", "2026-W47", "ljus", "asarum", "kvall", text)


def _fill(tables: Tables) -> None:
    """Sealed to the old key, one to another, one plain, one without text, and an addition."""
    for number in range(NUMBER):
        tables.concerns.file(_concern(number, "x"), TO_OLD.seal(f"text {number}"))
    tables.concerns.file(_concern(97, "x"), Sealer([OTHER.recipient]).seal("other"))
    tables.concerns.file(_concern(98, "plain"))
    tables.concerns.file(_concern(99, ""))
    added = Addition("a" * 32, f"{0:032}", "2026-W48", "", TO_OLD.seal("more"))
    assert tables.concerns.add(added)


def _texts(tables: Tables) -> list[str]:
    found = []
    for one in tables.seals.all():
        try:
            found.append(NEW.open(one.sealed) if one.sealed else one.text)
        except SealError:
            found.append("locked")
    return sorted(found)


async def test_it_goes_on_after_an_interruption(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop in the middle costs nothing: what is left is found, and no text is lost or doubled."""
    await store.turn(_fill)
    turn, turns = store.turn, iter((True, False))

    async def stops(work: object) -> object:
        if not next(turns):
            raise KeyboardInterrupt
        return await turn(work)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "turn", stops)
    with pytest.raises(KeyboardInterrupt):
        await reseal(store, TO_BOTH, OLD)
    monkeypatch.undo()
    left = await store.read(lambda tables: len(awaiting(tables, TO_BOTH)))
    assert left == NUMBER + 3 - CHUNK
    assert await reseal(store, TO_BOTH, OLD) == Tally(NUMBER + 2 - CHUNK, 1)
    assert await reseal(store, TO_BOTH, OLD) == Tally(0, 1)
    expected = [f"text {number}" for number in range(NUMBER)] + ["locked", "more", "plain"]
    assert await store.read(_texts) == sorted(expected)
    store.close()
    assert b"plain" not in store.path.read_bytes()


async def test_without_a_key_only_plain_texts_are_sealed(store: Store) -> None:
    """Turning sealing on needs no passphrase."""
    await store.turn(_fill)
    assert (await reseal(store, TO_OLD, None)).done == 1


async def test_what_staff_mask_meanwhile_stays_masked(store: Store) -> None:
    """The older words never come back over the newer."""
    await store.turn(lambda tables: tables.concerns.file(_concern(1, "Anna")))
    await store.turn(lambda tables: tables.concerns.release())
    (seen,) = await store.read(lambda tables: awaiting(tables, TO_OLD))
    await store.turn(lambda tables: tables.concerns.reword(seen.key, "[namn]"))
    assert not await store.turn(lambda tables: tables.seals.change(seen, TO_OLD.seal("Anna")))
    assert await store.read(_texts) == ["[namn]"]


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator makes keys, sees which are used, and changes from one to another."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.custody.keyring.make_key", lambda phrase: make_key(phrase, 1, 8192))
    run, folder = CliRunner().invoke, tmp_path / "data" / "keys"

    def keys(*words: str, answer: str = "") -> str:
        done = run(cli, ["concerns", "keys", *words], input=answer)
        return done.output + str(done.exception or "")

    assert "olika" in keys("make", "anna", answer=f"{PASSPHRASE}\n{PASSPHRASE}x\n")
    assert "16 tecken" in keys("make", "anna", answer="kort\nkort\n")
    assert keys_in(folder) == {}
    made = keys("make", "anna", answer=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    anna = keys_in(folder)["anna"]
    assert f'seal_key = "{anna.recipient}"' in made
    assert "en nyckel till" in made
    monkeypatch.setenv("SEAL_KEY", str(anna.recipient))
    tables = Tables(open_database(tmp_path / "data" / "bot.db"))
    tables.concerns.file(_concern(1, "plain"))
    assert "förseglar nu" in keys("list")
    assert "just de nycklarna: 1" in keys("list")
    assert "Förseglade nu: 1. Kvar: 0." in keys("reseal")
    keep_key(folder, "bo", make_key(PASSPHRASE, 1, 8192))
    both = f"{anna.recipient} {keys_in(folder)['bo'].recipient}"
    monkeypatch.setenv("SEAL_KEY", both)
    assert "Kvar: 1" in keys("reseal")
    assert "Lösenfrasen är fel" in keys("reseal", "--key", "anna", answer="fel\n")
    assert "ingen nyckel" in keys("reseal", "--key", "eva")
    assert "Förseglade nu: 1. Kvar: 0." in keys("reseal", "--key", "anna", answer=PASSPHRASE)
    (folder / "anna.key").unlink()
    assert "nyckelfilen finns inte" in keys("list")
    monkeypatch.delenv("SEAL_KEY")
    assert "förseglas inte" in keys("list")
    assert "inget att försegla till" in keys("reseal")
