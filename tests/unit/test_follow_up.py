"""The shell around codes: the slow hash, the key file, wrong guesses, and how many a day."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.channels.webchat.network import network_of
from bot.conversation.session import Draft, Question, Session
from bot.domain.message import Incoming, Kind
from bot.errors import SettingsError
from bot.follow_up import FREE_TRIES, HOUSE_BURST, FollowUp, Guesses, argon2id
from bot.key_file import KeyFile
from bot.knowledge.reading import Reader
from bot.quota import MOST_A_NETWORK, Quota
from tests.conftest import START, HeldClock

ASTRID = Incoming("web", "1", "web:1", text="solros kaktus citron dörrmatta ekorre vinterjacka")


def _unchanged(words: bytes, _: bytes) -> bytes:
    return words


async def test_the_hash_is_slow_salted_and_the_same_each_time(
    reader: Reader, clock: HeldClock
) -> None:
    """Argon2id over the words as the list spells them, so that a code can be looked up."""
    one = FollowUp(reader.codewords, b"s" * 32, clock)
    told = await one.prepare(Session(), ASTRID)
    other = replace(ASTRID, text="Solros, kaktus, citron, dorrmatta, ekorre, vinterjacka")
    assert told.hash == (await one.prepare(Session(), other)).hash
    assert told.hash == argon2id(ASTRID.text.encode(), b"s" * 32)
    assert told.hash is not None
    assert len(told.hash) == 32
    elsewhere = FollowUp(reader.codewords, b"t" * 32, clock)
    assert told.hash != (await elsewhere.prepare(Session(), ASTRID)).hash


async def test_the_writer_and_the_loop_go_on_while_a_code_is_hashed(
    reader: Reader, clock: HeldClock
) -> None:
    """The slow hash runs on a thread of its own: others are answered meanwhile."""
    loop, hashing, go_on = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()

    def waits(words: bytes, salt: bytes) -> bytes:
        loop.call_soon_threadsafe(hashing.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()
        return words

    task = asyncio.create_task(
        FollowUp(reader.codewords, b"", clock, waits).prepare(Session(), ASTRID)
    )
    await hashing.wait()
    assert not task.done()
    go_on.set()
    assert (await task).hash


async def test_a_code_is_drawn_and_hashed_only_where_a_draft_asks(
    reader: Reader, clock: HeldClock
) -> None:
    """Words for the press that sends, a hash for the press that files, and nothing else."""
    made = FollowUp(reader.codewords, b"", clock, _unchanged)
    session = Session(draft=Draft("ab12", Question.CONFIRM))
    press = replace(ASTRID, kind=Kind.BUTTON, text="", action="c:ab12:send")
    words = (await made.prepare(session, press)).words
    assert len(words) == 6
    session = Session(draft=Draft("ab12", Question.CODE, code=words))
    noted = await made.prepare(session, replace(press, action="c:ab12:noted"))
    assert noted.hash == " ".join(words).encode()
    for action in ("c:ab12:uncoded", "c:ffff:noted", "menu"):
        assert (await made.prepare(session, replace(press, action=action))).hash is None
    assert (await made.prepare(session, ASTRID)).spoken is None


def test_wrong_codes_make_one_wait_and_the_house_as_a_whole(clock: HeldClock) -> None:
    """Longer each time for one talk, and a right one forgives; many talks are slowed too."""
    guesses = Guesses(clock)
    waits = []
    for _ in range(8):
        while not guesses.may_try("a"):
            clock.passes(seconds=30)
        waits.append((clock.now() - START).total_seconds())
        guesses.note("a", right=False)
    assert waits == [0, 0, 0, 60, 180, 420, 900, 1800]
    assert guesses.may_try("b")
    guesses.note("a", right=True)
    assert guesses.may_try("a")
    for number in range(HOUSE_BURST):
        guesses.note(f"p{number}", right=False)
    assert not guesses.may_try("somebody else")
    clock.passes(minutes=1)
    assert guesses.may_try("somebody else")
    assert FREE_TRIES == 3


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """0600, the same secret at each start, and another for another purpose."""
    path = tmp_path / "new" / "bot.key"
    first = KeyFile(path).derived("codes")
    assert path.stat().st_mode & 0o777 == 0o600
    assert KeyFile(path).derived("codes") == first
    assert KeyFile(path).derived("else") != first
    assert [one.name for one in path.parent.iterdir()] == ["bot.key"]
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        KeyFile(path)


@pytest.mark.parametrize("content", ["", "nonsense", "ab" * 31, "ä"])
def test_a_damaged_key_file_is_refused(tmp_path: Path, content: str) -> None:
    """It is never replaced by itself: all codes would stop working without a word."""
    path = tmp_path / "bot.key"
    path.write_text(content, "utf-8")
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="trasig"):
        KeyFile(path)
    assert path.read_text("utf-8") == content
    with pytest.raises(SettingsError, match="KEY_FILE"):
        KeyFile(tmp_path / "bot.key" / "below")


def test_a_person_a_network_and_the_house_have_their_days(clock: HeldClock) -> None:
    """Three for one person, thirty for one part of the net, two hundred until all wait."""
    quota, now = Quota(clock), clock.now()
    shared = [replace(ASTRID, person=f"web:net{n}", network="192.0.2.0/24") for n in range(300)]
    for _ in range(3):
        assert not quota.enough(ASTRID, now)
        quota.count(ASTRID, now)
    assert quota.enough(ASTRID, now)
    for one in shared[:MOST_A_NETWORK]:
        assert not quota.enough(one, now)
        quota.count(one, now)
    assert quota.enough(shared[-1], now)
    assert not quota.is_full(now)
    for one in shared:
        quota.count(replace(one, network=""), now)
    assert quota.is_full(now)
    clock.passes(hours=24)
    assert not quota.is_full(clock.now())
    assert not quota.enough(ASTRID, clock.now())


@pytest.mark.parametrize(
    ("remote", "told", "network"),
    [
        ("198.51.100.7", "", ""),
        ("8.8.4.4", "9.9.9.9", "8.8.4.0/24"),
        ("127.0.0.1", "1.1.1.1, 9.9.9.9", "9.9.9.0/24"),
        ("::1", "2a00:1450:400f:80d::200e", "2a00:1450:400f:800::/56"),
        ("::ffff:8.8.4.4", "", "8.8.4.0/24"),
        ("127.0.0.1", "", ""),
        ("127.0.0.1", "nonsense", ""),
        ("10.0.0.3", "", ""),
        (None, "", ""),
    ],
)
def test_only_the_part_of_the_net_is_seen(remote: str | None, told: str, network: str) -> None:
    """An address is cut at once; a proxy on the same machine is believed, nobody else."""
    request = SimpleNamespace(remote=remote, headers={"X-Forwarded-For": told})
    assert network_of(request) == network  # type: ignore[arg-type]
