"""Ten thousand broken updates: none stops the bot, and everybody in between is answered."""

import copy
import random
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.intake import Intake
from bot.knowledge.library import Library
from bot.reception import Outcome, Reception
from tests.hostile.memory import resident

pytestmark = pytest.mark.hostile
UPDATES = 10_000
PATIENCE = 60.0
GOOD: dict[str, Any] = {
    "update_id": 1,
    "message": {
        "message_id": 5,
        "date": 1790000000,
        "chat": {"id": 4711, "type": "private", "first_name": "Astrid"},
        "from": {"id": 4711, "is_bot": False, "first_name": "Astrid", "language_code": "sv"},
        "text": "/meny",
    },
}
ODD: list[Any] = [
    None, True, -1, 2**70, "", "x", "\x00", "\u202e", "\ud800", [], {}, [[]], {"a": {}}, 1.5,
    "x" * 1_000_000,
]  # fmt: skip


def _places(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:  # noqa: ANN401
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _places(inner, (*path, key))
    return found


def _mutated(chance: random.Random) -> object:
    """A good update with one to three things missing, odd, or added."""
    update = copy.deepcopy(GOOD)
    update["update_id"] = chance.randrange(2**31)
    for _ in range(chance.randint(1, 3)):
        places = _places(update)
        if not places:
            break
        *way, last = chance.choice(places)
        inner: Any = update
        for key in way:
            inner = inner.get(key) if isinstance(inner, dict) else None
        if not isinstance(inner, dict):
            continue
        match chance.randrange(3):
            case 0:
                inner.pop(last, None)
            case 1:
                inner[last] = chance.choice(ODD)
            case _:
                inner[chance.choice(["photo", "voice", "callback_query", "x"])] = chance.choice(ODD)
    return chance.choice([update, update, update, chance.choice(ODD)])


async def test_broken_updates_harm_nobody(
    reception: Reception, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TRUST R14: no crash, no valid update unanswered, memory within 20 MB."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    telegram = Telegram(reception, library, SecretStr("123456789:AAneverUsedNeverSent"))
    sent = answered = 0

    async def send_all(*_: object) -> None:
        nonlocal sent
        sent += 1

    monkeypatch.setattr(telegram._courier, "send_all", send_all)
    receive = Reception.receive

    async def count(self: Reception, incoming: Any) -> Outcome:  # noqa: ANN401
        nonlocal answered
        answered += 1
        return await receive(self, incoming)

    monkeypatch.setattr(Reception, "receive", count)
    intake = Intake(telegram._handle)
    before = resident()
    for start in range(0, UPDATES, 100):
        batch = [_mutated(chance) for _ in range(100)]
        raw = [item if isinstance(item, dict) else {"update_id": item} for item in batch]
        telegram._take(intake, raw)
        await intake.settle(PATIENCE)
        good = copy.deepcopy(GOOD) | {"update_id": 2**32 + start}
        telegram._take(intake, [good])
        await intake.settle(PATIENCE)
        assert intake.offset == 2**32 + start + 1
    await telegram._end()
    grown = (resident() - before) / 1024
    print(f"{answered} read, {sent} sent, memory +{grown:.0f} MB")
    assert answered == sent
    assert answered > UPDATES // 100
    assert grown < 20
    assert len(telegram._turnstile) == 0
