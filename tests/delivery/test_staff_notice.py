"""The morning's word to staff: once, retried, bounded, and never a word of a concern."""

from datetime import timedelta

import pytest

from bot.delivery.staff_notice import PAUSES, StaffNotice, by_chat, by_mail
from bot.domain.concern import Concern
from bot.domain.message import Reply, plain
from bot.domain.staff import TRIAL, Account, Role
from bot.errors import PostError
from bot.knowledge.library import Library
from bot.post import PostOffice
from bot.store.database import Tables
from bot.store.marks import Mark
from bot.store.store import Store
from tests.conftest import START, HeldClock

TODAY = START.date()


class Telling:
    """Keeps what is told; fails as often as asked."""

    def __init__(self, failures: int = 0) -> None:
        self.told: list[int] = []
        self.tries = 0
        self._failures = failures

    async def __call__(self, number: int) -> None:
        self.tries += 1
        if self.tries <= self._failures:
            raise PostError("busy")
        self.told.append(number)


async def morning(store: Store, *keys: str, days: int = 0) -> None:
    """So many concerns are shown at seven of a day."""

    def work(tables: Tables) -> None:
        for key in keys:
            concern = Concern(key * 32, "2026-W48", "ljus", "asarum", "kvall", "hemligt")
            tables.concerns.file(concern)
        tables.concerns.release()
        tables.marks.put(Mark.RELEASED, TODAY + timedelta(days=days))

    await store.turn(work)


async def test_each_morning_is_told_once(store: Store, clock: HeldClock) -> None:
    """Not before anything was shown, not twice after a restart, nothing where none waits."""
    telling = Telling()
    await StaffNotice(store, clock, telling).look()
    await morning(store)
    await StaffNotice(store, clock, telling).look()
    assert telling.tries == 0
    await morning(store, "a", "b", days=1)
    for _ in range(3):
        await StaffNotice(store, clock, telling).look()
    await morning(store, "c", days=2)
    await StaffNotice(store, clock, telling).look()
    assert telling.told == [2, 3]


@pytest.mark.parametrize(("failures", "told"), [(2, [1]), (100, [])])
async def test_it_is_tried_again_and_not_for_ever(
    store: Store, clock: HeldClock, failures: int, told: list[int]
) -> None:
    """With pauses between; after the last try the day goes without and the next is told anew."""
    telling = Telling(failures)
    notice = StaffNotice(store, clock, telling)
    await morning(store, "a")
    for pause in (*PAUSES, 1.0, 1.0):
        await notice.look()
        await notice.look()
        clock.passes(seconds=pause)
    assert telling.told == told
    assert telling.tries == (failures + 1 if told else len(PAUSES) + 1)
    await morning(store, days=1)
    await notice.look()
    assert telling.tries == (failures + 2 if told else len(PAUSES) + 2)


async def test_a_letter_holds_a_number_and_an_address(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many and where to log in; one is told as one."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(PostOffice, "send", lambda _, subject, body: sent.append((subject, body)))
    office = PostOffice.read("smtp://mejl", "a@prov.example")
    tell = by_mail(office, library, "https://personal.example/personal/berattelser")
    await tell(1)
    await tell(12)
    assert sent[0][0] == "Det finns 1 berättelse att läsa"
    assert sent[0][1].startswith("En berättelse väntar på att läsas.\n")
    assert sent[1][0] == "Det finns 12 berättelser att läsa"
    assert "https://personal.example/personal/berattelser" in sent[1][1]


@pytest.mark.parametrize("live", [False, True])
async def test_chats_of_those_who_may_read_are_told(
    store: Store, library: Library, *, live: bool
) -> None:
    """Editors and administrators as they are now, on the channel that reaches them; no readers,
    none who has left, and once live none without a second factor.
    """
    people = {
        "anna": Account("anna", "Anna", Role.EDITOR, "hash", "seed"),
        "bo": Account("bo", "Bo", Role.ADMINISTRATOR, "hash"),
        "cilla": Account("cilla", "Cilla", Role.READER, "hash", "seed"),
        "dan": Account("dan", "Dan", Role.EDITOR),
    }

    def work(tables: Tables) -> None:
        for key in (*people, "gone", TRIAL.key):
            tables.staff_chats.link(f"telegram:{key}", key, "en" if key == "anna" else "sv")
        tables.staff_chats.link("web:anna", "anna", "sv")

    told: dict[str, str] = {}

    async def push(address: str, reply: Reply) -> None:
        told[address] = plain(reply.text)

    await store.turn(work)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.store.staff.Staff.get", lambda _, key: people.get(key))
        await by_chat(store, library, push, prefix="telegram:", live=live)(2)
    expected = {"telegram:anna"} if live else {"telegram:anna", "telegram:bo", "telegram:prov"}
    assert set(told) == expected
    assert told["telegram:anna"].startswith("2 concerns are waiting to be read.")
