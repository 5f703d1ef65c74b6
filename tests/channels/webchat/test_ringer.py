"""The bell: rings once for what has arrived, says nothing, and is never in anybody's way."""

import asyncio
import json
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from bot.channels.webchat.ringer import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    LOOK_EVERY,
    MOST_TRIES,
    Ringer,
)
from bot.domain.sending import Purpose
from bot.knowledge.library import Library
from bot.push_key import PushKey, open_push_key
from bot.store.store import Store
from tests.channels.webchat.mail import ADDRESS, sent
from tests.conftest import HeldClock
from tests.fakes.push_service import PushService, push_service

SECRET_PATH = "/send/secret-of-a-device"


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    """A push service."""
    async with push_service() as opened:
        yield opened


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> PushKey:
    """A key to prove who rings."""
    path: Path = tmp_path_factory.mktemp("key") / "push.pem"
    return open_push_key(path, "mailto:it@example.se")


Looks = Callable[[int], Awaitable[None]]


@pytest.fixture
def looks(store: Store, clock: HeldClock, key: PushKey, service: PushService) -> Looks:
    """Let a ringer look so many times, a minute apart."""
    left = 0

    async def sleep(seconds: float) -> None:
        nonlocal left
        clock.passes(seconds=seconds)
        left -= 1
        if not left:
            raise asyncio.CancelledError

    ringer = Ringer(store, clock, key, sleep=sleep, chance=lambda: 0.0, allows=lambda _: True)

    async def look(times: int) -> None:
        nonlocal left
        left = times
        with pytest.raises(asyncio.CancelledError):
            await ringer.run()

    return look


@pytest.fixture
async def bell(store: Store, library: Library, clock: HeldClock, service: PushService) -> None:
    """One device has a bell, and two messages have arrived for it since."""
    await sent(store, library, clock)
    await store.turn(lambda t: t.outbox.blank(ADDRESS))
    endpoint = service.address + SECRET_PATH
    assert await store.turn(lambda t: t.bells.keep(ADDRESS, endpoint))
    await sent(store, library, clock, Purpose.WARNING)
    await sent(store, library, clock, Purpose.YOU_SAID)


async def _has_bell(store: Store) -> bool:
    return await store.read(lambda tables: tables.bells.has(ADDRESS))


@pytest.mark.usefixtures("bell")
async def test_it_rings_once_without_a_word(
    looks: Looks, service: PushService, key: PushKey, clock: HeldClock, store: Store
) -> None:
    """Two messages are one notice; it has no body, and its proof holds for this service alone, for
    half a day, by the key that the browser was given. Nothing new, nothing rings.
    """
    began = clock.now()
    await looks(3)
    ((path, headers, body),) = service.heard
    assert (path, body) == (SECRET_PATH, b"")
    assert (headers["TTL"], headers["Topic"]) == ("86400", "nytt")
    assert "Cookie" not in headers
    scheme, _, parts = headers["Authorization"].partition(" ")
    token, public = (part.partition("=")[2] for part in parts.split(","))
    assert (scheme, public.rstrip("=")) == ("vapid", key.public)
    claims = _proven(token, public)
    assert claims["aud"] == service.address
    assert claims["sub"] == "mailto:it@example.se"
    assert claims["exp"] == (began + timedelta(hours=12)).timestamp()
    assert await _has_bell(store)


def _proven(token: str, public: str) -> dict[str, object]:
    """What a token says, once its signature has been found to be true (RFC 7515, ES256)."""
    said, _, signed = token.rpartition(".")
    raw = _bytes(signed)
    signature = encode_dss_signature(
        int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    )
    holder = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(public))
    holder.verify(signature, said.encode(), ECDSA(SHA256()))
    claims: dict[str, object] = json.loads(_bytes(said.partition(".")[2]))
    return claims


def _bytes(written: str) -> bytes:
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


@pytest.mark.usefixtures("bell")
async def test_what_has_been_read_does_not_ring(
    looks: Looks, service: PushService, store: Store
) -> None:
    """Whoever has seen it meanwhile is left in peace."""
    waiting = await store.read(lambda tables: tables.outbox.unread(ADDRESS))
    await store.turn(lambda tables: tables.outbox.read(letter.row for letter in waiting))
    await looks(2)
    assert service.heard == []


@pytest.mark.usefixtures("bell")
async def test_a_bell_that_is_gone_is_erased(
    looks: Looks, service: PushService, store: Store, library: Library, clock: HeldClock
) -> None:
    """The browser has let go of it, so its address is not kept either."""
    for status, purpose in ((404, Purpose.THANKS), (410, Purpose.MOVED)):
        await sent(store, library, clock, purpose)
        service.answers = [(status, {})]
        await looks(2)
        assert not await _has_bell(store)
        await store.turn(lambda t: t.bells.keep(ADDRESS, service.address + SECRET_PATH))
    assert len(service.heard) == 2


@pytest.mark.usefixtures("bell")
async def test_a_refusal_is_not_followed_and_not_repeated(
    looks: Looks, service: PushService, store: Store, library: Library, clock: HeldClock
) -> None:
    """No redirect leads anywhere, and what is ours to mend costs nobody their bell."""
    refusals = {307: Purpose.THANKS, 400: Purpose.MOVED, 403: Purpose.CANCELLED}
    for status, purpose in refusals.items():
        await sent(store, library, clock, purpose)
        service.answers = [(status, {"Location": service.address + "/elsewhere"})]
        await looks(20)
    assert [path for path, _, _ in service.heard] == [SECRET_PATH] * len(refusals)
    assert await _has_bell(store)


@pytest.mark.usefixtures("bell")
@pytest.mark.parametrize("moment", [False, True])
async def test_a_demand_to_wait_is_obeyed(
    looks: Looks, service: PushService, clock: HeldClock, *, moment: bool
) -> None:
    """In seconds or as a moment; for nobody at that service does anything ring before."""
    until = format_datetime(clock.now() + timedelta(minutes=10), usegmt=True)
    service.answers = [(429, {"Retry-After": until if moment else "600"})]
    await looks(10)
    assert len(service.heard) == 1
    await looks(2)
    assert len(service.heard) == 2


@pytest.mark.usefixtures("bell")
@pytest.mark.parametrize("status", [0, 503])
async def test_it_is_tried_a_few_times_only(
    looks: Looks, service: PushService, store: Store, status: int
) -> None:
    """A service that is down, or cuts the line, is asked five times, further and further apart."""
    service.answers = [(status, {})] * 20
    await looks(60)
    assert len(service.heard) == MOST_TRIES
    assert await _has_bell(store)


@pytest.mark.usefixtures("bell")
async def test_nobody_makes_us_wait_for_ever(looks: Looks, service: PushService) -> None:
    """A demand for a year is an hour."""
    service.answers = [(503, {"Retry-After": "31536000"})]
    await looks(int(LONGEST_PAUSE / LOOK_EVERY) + 1)
    assert len(service.heard) == 2
    assert FIRST_PAUSE < LONGEST_PAUSE


async def test_what_is_no_push_service_is_erased_and_never_asked(
    store: Store,
    library: Library,
    clock: HeldClock,
    key: PushKey,
    service: PushService,
) -> None:
    """The list of services is asked again for each notice, whatever lies in the database."""
    await sent(store, library, clock)
    await store.turn(lambda t: t.bells.keep(ADDRESS, service.address + SECRET_PATH))
    await sent(store, library, clock, Purpose.WARNING)

    async def stop(_: float) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Ringer(store, clock, key, sleep=stop).run()
    assert service.heard == []
    assert not await _has_bell(store)


async def test_a_bell_goes_with_all_else(store: Store, library: Library, clock: HeldClock) -> None:
    """Kept only beside something else of the person, erased with it, and no later than the next
    morning where only the last answer was taken back.
    """
    where = "https://web.push.apple.com/x"
    assert not await store.turn(lambda t: t.bells.keep(ADDRESS, where))
    await sent(store, library, clock)
    assert await store.turn(lambda t: t.bells.keep(ADDRESS, where))
    await store.turn(lambda t: t.forget(ADDRESS))
    assert not await _has_bell(store)
    await sent(store, library, clock, Purpose.WARNING)
    assert await store.turn(lambda t: t.bells.keep(ADDRESS, where))
    assert not await store.turn(lambda t: t.bells.forget_idle())
    await store.turn(lambda t: t.members.forget(ADDRESS))
    assert await store.turn(lambda t: t.bells.forget_idle())
    assert not await _has_bell(store)
