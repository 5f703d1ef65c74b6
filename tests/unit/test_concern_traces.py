"""A concern leaves no trace beside its own row: whoever compares the rest of the database before
and after sees what a tap on the menu leaves (TRUST P6), and no error holds a word of it (P3).
"""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.custody.sealing import Recipient, Sealer
from bot.domain.message import Incoming, Kind
from bot.errors import StoreError
from bot.follow_up import FollowUp
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.logbook import log, open_logbook
from bot.reception import Reception
from bot.store.store import Store
from tests.conftest import HeldClock, quick_hash
from tests.unit.test_reception import _press, _tell_until_send

WORDS = "nålen-i-höstacken"
CONCERN_TABLES = {"concerns", "concern_additions"}


def _changed(path: Path, before: dict[str, set[str]]) -> dict[str, set[str]]:
    """The rows of each table that were not there before."""
    now = _rows(path)
    return {table: rows - before[table] for table, rows in now.items() if rows != before[table]}


def _rows(path: Path) -> dict[str, set[str]]:
    with closing(sqlite3.connect(path / "bot.db")) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: {repr(row) for row in database.execute(f'SELECT * FROM "{name}"')}  # noqa: S608
            for (name,) in names
        }


async def test_a_concern_changes_what_a_tap_on_the_menu_changes(
    reception: Reception, clock: HeldClock, tmp_path: Path
) -> None:
    """Beside its own table: the id of the update in `seen`, and nothing else."""
    before = _rows(tmp_path)
    await reception.receive(_press("m1", "menu"))
    tap = _changed(tmp_path, before)
    noted = await _tell_until_send(reception)
    clock.passes(minutes=1)
    before = _rows(tmp_path)
    await reception.receive(_press("n1", noted))
    told = _changed(tmp_path, before)
    assert set(tap) == {"seen"}
    assert set(told) == {"seen", "concerns"}
    assert {row.replace("'n1'", "'m1'") for row in told["seen"]} == tap["seen"]


async def test_sealed_words_are_in_no_file(
    store: Store, library: Library, reader: Reader, clock: HeldClock, tmp_path: Path
) -> None:
    """With a key in the settings neither what is told nor what is added lies open on the disk."""
    from nacl.public import PrivateKey

    sealer = Sealer((Recipient(bytes(PrivateKey.generate().public_key)),))
    sealing = Reception(store, library, reader, clock, live=True)
    sealing.confide(FollowUp(reader.codewords, b"salt", clock, quick_hash), sealer)
    drawn: list[str] = []
    kept = FollowUp.prepare

    async def watches(self: FollowUp, *given: object) -> object:
        coded = await kept(self, *given)  # type: ignore[arg-type]
        drawn.extend(coded.words)
        return coded

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(FollowUp, "prepare", watches)
        await _tell(sealing, clock, f"Lampan är trasig {WORDS}")
    clock.passes(minutes=1)
    await _says(sealing, " ".join(drawn))
    following = sealing.session("telegram:1").following
    assert following is not None
    await sealing.receive(_press("a1", f"u:{following.nonce}:add"))
    await _says(sealing, f"En till är trasig {WORDS}")
    await sealing.receive(_press("a2", f"u:{following.nonce}:send"))
    case = await store.read(lambda t: t.concerns.told(following.key))
    assert case is not None
    assert case.sealed
    assert case.additions[0].sealed
    await store.turn(lambda t: t.seen.add("web", "later", clock.now()))
    assert not [f.name for f in tmp_path.iterdir() if WORDS.encode() in f.read_bytes()]


async def _tell(reception: Reception, clock: HeldClock, words: str) -> None:
    """Tell a concern in one's own words, to the end."""
    outcome = await reception.receive(_press("c0", "concern"))
    for number in range(7):
        clock.passes(seconds=5)
        actions = [button.action for button in outcome.replies[-1].all_buttons]
        ends = (":noted", ":send")
        step = next((a for a in actions if a.endswith(ends)), actions[0])
        if step.endswith(":send"):
            await _says(reception, words)
        outcome = await reception.receive(_press(f"t{number}", step))


async def _says(reception: Reception, words: str) -> None:
    key = reception._clock.chance()
    await reception.receive(Incoming("telegram", key, "telegram:1", Kind.TEXT, words))


async def test_an_error_while_a_concern_is_told_holds_nothing_of_it(
    reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TRUST P3: whatever fails on the way, neither the log nor the error has a word or a name."""
    noted = await _tell_until_send(reception)
    page = io.StringIO()
    open_logbook(page)

    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("bot.store.concerns.Concerns.file", fails)
    with pytest.raises(StoreError) as caught:
        await reception.receive(_press("n1", noted))
    log.error("a task ended", exc_info=caught.value)
    for trace in (page.getvalue(), str(caught.value), repr(caught.value)):
        assert "asarum" not in trace
        assert "telegram:1" not in trace
    assert reception.session("telegram:1").draft is not None
