"""Who may do what in a linked chat: rights at each press, old buttons, strangers who forge them."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.conversation.colleagues import YES_HOLDS
from bot.delivery.broadcast import CHUNK, Broadcasts
from bot.domain.meeting import Standing
from bot.domain.membership import Member
from bot.domain.message import Incoming, Kind, Reply, plain
from bot.domain.sending import Purpose, Sending, State
from bot.domain.staff import TRIAL, Action, Role
from bot.errands import Errands
from bot.house import open_house
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.reception import Reception
from bot.settings import Settings
from bot.store.database import Tables
from bot.store.marks import Mark
from bot.store.store import Store
from tests.conftest import CONTENT, START, HeldClock, coming
from tests.journeys.colleague import hired

MINE = "telegram:7"
VERBS = ("m", "now", "test", "send", "go", "stop")


class Phone:
    """A private chat, linked or not, in which buttons can be pressed and forged."""

    def __init__(self, reception: Reception, clock: HeldClock, address: str = MINE) -> None:
        self.replies: tuple[Reply, ...] = ()
        self.clock = clock
        self.told = True
        self._reception = reception
        self._address = address
        self._updates = 0

    @property
    def text(self) -> str:
        """All that the last answer says."""
        return "\n".join(plain(reply.text) for reply in self.replies)

    @property
    def actions(self) -> list[str]:
        """What its buttons carry."""
        return [button.action for reply in self.replies for button in reply.all_buttons]

    async def writes(self, words: str) -> str:
        """Send a message."""
        return await self.does(text=words)

    async def presses(self, action: str, key: str = "") -> str:
        """Press a button; one that begins like this where there is one on the screen."""
        return await self.does(kind=Kind.BUTTON, action=action, key=key)

    async def finds(self, start: str) -> str:
        """Press the button of the last answer whose action begins so."""
        return await self.presses(self.found(start))

    def found(self, start: str) -> str:
        """The action of that button."""
        return next(action for action in self.actions if action.startswith(start))

    async def does(
        self, text: str = "", kind: Kind = Kind.TEXT, action: str = "", key: str = ""
    ) -> str:
        """Hand something in, and look at the answer."""
        self._updates += 1
        self.clock.passes(seconds=5)
        incoming = Incoming(
            "telegram",
            key or f"{self._address} {self._updates}",
            self._address,
            kind=kind,
            text=text,
            action=action,
            address=self._address,
            can_be_told=self.told,
        )
        self.replies = (await self._reception.receive(incoming)).replies
        return self.text


@pytest.fixture
async def open_town(
    reception: Reception, store: Store, library: Library, clock: HeldClock
) -> Reception:
    """A meeting, two who want invitations, and a reception that knows colleagues."""
    reception.connect(Errands(Broadcasts(store, clock, live=True), library, clock).run)

    def work(tables: Tables) -> None:
        tables.meetings.put(coming())
        for number in (100, 101):
            tables.members.put(Member(f"telegram:{number}", "sv"))

    await store.turn(work)
    return reception


async def linked(store: Store, clock: Clock, role: Role, *, factor: bool = True) -> None:
    """The chat belongs to an account with this role."""

    def work(tables: Tables) -> None:
        hired(tables, "anna", role, clock.now(), factor=factor)
        tables.staff_chats.link(MINE, "anna", "sv")

    await store.turn(work)


async def sent(store: Store) -> Sending | None:
    """The invitation, if it has been approved."""
    return await store.read(lambda tables: tables.sendings.find(Purpose.INVITATION, "k7p2m", 1))


async def log(store: Store) -> list[Action]:
    """What has been noted, the oldest first."""
    entries = await store.read(lambda tables: tables.staff.log(99))
    return [entry.action for entry in reversed(entries)]


async def untouched(store: Store) -> bool:
    """Whether nothing at all has been sent, tests neither, and nothing noted."""
    now = coming().starts
    waiting = await store.read(lambda tables: tables.sendings.unexpired(Purpose.TEST, now))
    rows = await store.read(lambda tables: tables.outbox.last())
    return not (await sent(store) or waiting or rows or await log(store))


@pytest.mark.parametrize(
    ("role", "sees", "may"),
    [
        (None, False, False),
        (Role.READER, True, False),
        (Role.EDITOR, True, True),
        (Role.ADMINISTRATOR, True, True),
    ],
)
async def test_the_role_decides(
    open_town: Reception, store: Store, clock: HeldClock, role: Role | None, sees: bool, may: bool
) -> None:
    """Readers look, editors send, and whoever is not linked meets nothing of it."""
    if role:
        await linked(store, clock, role)
    phone = Phone(open_town, clock)
    await phone.writes("/personal")
    assert ("staff:m:k7p2m" in phone.actions) is sees
    await phone.presses("staff:m:k7p2m")
    assert any(action.startswith("staff:") for action in phone.actions) is sees
    assert ("staff:send:k7p2m" in phone.actions) is may
    assert ("staff:test:k7p2m" in phone.actions) is may
    for verb in VERBS:
        await phone.presses(f"staff:{verb}:k7p2m")
    assert (await log(store) == [Action.TESTED]) is may
    await phone.presses("staff:send:k7p2m")
    if may:
        await phone.finds("staff:go")
    assert bool(await sent(store)) is may
    if not may:
        assert await untouched(store)


@pytest.mark.parametrize("words", ["/personal", "personal", "Personal.", "/staff", "staff"])
async def test_a_stranger_gets_no_hint(
    open_town: Reception,
    store: Store,
    clock: HeldClock,
    library: Library,
    reader: Reader,
    words: str,
) -> None:
    """Word for word what a bot answers that has no such thing, to words and to forged buttons."""
    phone = Phone(open_town, clock, "telegram:5")
    without = Phone(Reception(store, library, reader, clock, live=True), clock, "telegram:6")
    for one in (phone, without):
        await one.writes("hej")
    assert await phone.writes(words) == await without.writes(words)
    assert phone.actions == without.actions
    menu = await phone.presses("nothing:at:all")
    for action in ("staff", *(f"staff:{verb}:k7p2m:x" for verb in VERBS)):
        assert await phone.presses(action) == menu


@pytest.mark.parametrize("how", ["removed", "demoted", "without a factor", "unlinked"])
async def test_who_may_no_longer_send_cannot_press_the_old_yes(
    open_town: Reception, store: Store, clock: HeldClock, how: str
) -> None:
    """The account is looked up at each press: what was on the screen before counts for nothing."""
    await linked(store, clock, Role.EDITOR)
    phone = Phone(open_town, clock)
    await phone.presses("staff:send:k7p2m")
    yes = phone.found("staff:go")

    def work(tables: Tables) -> None:
        match how:
            case "removed":
                tables.staff.remove("anna")
            case "demoted":
                tables.staff.set_role("anna", Role.READER)
            case "without a factor":
                tables.staff.set_factor("anna", "", 0, ())
            case _:
                tables.staff_chats.unlink(MINE)

    await store.turn(work)
    said = await phone.presses(yes)
    assert ("får se men inte skicka" in said) is (how == "demoted")
    assert await untouched(store)


async def test_only_a_channel_that_can_be_told(
    open_town: Reception, store: Store, clock: HeldClock
) -> None:
    """A group, or the web, opens nothing even where the address is linked."""
    await linked(store, clock, Role.ADMINISTRATOR)
    phone = Phone(open_town, clock)
    phone.told = False
    await phone.writes("personal")
    assert not any(action.startswith("staff") for action in phone.actions)
    await phone.presses("staff:test:k7p2m")
    assert await untouched(store)


async def test_the_same_send_twice_is_refused(
    open_town: Reception, store: Store, clock: HeldClock
) -> None:
    """A double press, an old yes, a yes of a colleague's and an update that comes again: one."""
    await linked(store, clock, Role.EDITOR)
    phone = Phone(open_town, clock)
    await phone.presses("staff:send:k7p2m")
    early = phone.found("staff:go")
    await phone.presses("staff:send:k7p2m")
    yes = phone.found("staff:go")
    assert yes != early
    assert "Inget har gått ut" in await phone.presses(early)
    assert not await sent(store)
    assert "Klart" in await phone.presses(yes, key="one")
    first = await sent(store)
    for again in (yes, early, "staff:send:k7p2m", "staff:go:k7p2m:forged"):
        assert "Listan görs i ordning" in await phone.presses(again)
    await phone.presses(yes, key="one")
    assert await sent(store) == first
    assert await log(store) == [Action.SENT]


async def test_an_update_that_comes_again_after_a_crash_shows_the_present_state(
    open_town: Reception, store: Store, clock: HeldClock, library: Library, reader: Reader
) -> None:
    """Committed but not answered: the colleague learns that it was done, and it is done once."""
    await linked(store, clock, Role.EDITOR)
    phone = Phone(open_town, clock)
    await phone.presses("staff:send:k7p2m")
    yes = phone.found("staff:go")
    await phone.presses(yes, key="one")
    restarted = Reception(store, library, reader, clock, live=True)
    restarted.connect(Errands(Broadcasts(store, clock, live=True), library, clock).run)
    again = Phone(restarted, clock)
    assert "Listan görs i ordning" in await again.presses(yes, key="one")
    assert await log(store) == [Action.SENT]


@pytest.mark.parametrize(("late", "goes"), [(-10, True), (0, False), (600, False)])
async def test_a_yes_holds_ten_minutes(
    open_town: Reception, store: Store, clock: HeldClock, late: float, goes: bool
) -> None:
    """A question left on the screen over lunch sends nothing."""
    await linked(store, clock, Role.EDITOR)
    phone = Phone(open_town, clock)
    await phone.presses("staff:send:k7p2m")
    yes = phone.found("staff:go")
    clock.passes(seconds=YES_HOLDS.total_seconds() + late - 5)
    await phone.presses(yes)
    assert bool(await sent(store)) is goes


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"example": True}, "exempel"),
        ({"standing": Standing.CANCELLED}, "inte öppen längre"),
        ({"starts": START}, "har börjat"),
        ({"starts": START + timedelta(seconds=40)}, "för sent"),
    ],
    ids=["example", "cancelled", "begun", "late"],
)
async def test_what_the_console_refuses_is_refused_here(
    open_town: Reception, store: Store, clock: HeldClock, changed: dict[str, object], says: str
) -> None:
    """The same reasons, said; no button to send, and a forged one does nothing."""
    await linked(store, clock, Role.EDITOR)
    other = replace(coming(), **changed)  # type: ignore[arg-type]
    await store.turn(lambda tables: tables.meetings.put(other))
    phone = Phone(open_town, clock)
    assert says in await phone.presses("staff:m:k7p2m")
    await phone.presses("staff:send:k7p2m")
    assert not [action for action in phone.actions if action.startswith(("staff:go", "staff:send"))]
    assert await untouched(store)


async def test_an_invitation_for_nobody_is_not_sent(
    open_town: Reception, store: Store, clock: HeldClock
) -> None:
    """As in the console: first somebody has to want it."""
    await linked(store, clock, Role.EDITOR)
    for number in (100, 101):
        await store.turn(partial(_forget, f"telegram:{number}"))
    phone = Phone(open_town, clock)
    assert "Ingen har bett om att få den" in await phone.presses("staff:m:k7p2m")
    await phone.presses("staff:send:k7p2m")
    assert "staff:test:k7p2m" in phone.actions
    assert not [action for action in phone.actions if action.startswith(("staff:go", "staff:send"))]


def _forget(address: str, tables: Tables) -> None:
    tables.forget(address)


async def test_an_old_stop_is_about_the_invitation_it_stood_under(
    open_town: Reception, store: Store, clock: HeldClock
) -> None:
    """A meeting moved since has a new invitation, which an old button does not stop."""
    await linked(store, clock, Role.EDITOR)
    phone = Phone(open_town, clock)
    await phone.presses("staff:send:k7p2m")
    await phone.finds("staff:go")
    stop = phone.found("staff:stop")
    moved = replace(coming(), revision=2, standing=Standing.MOVED)
    await store.turn(lambda tables: tables.meetings.put(moved))
    await phone.presses("staff:send:k7p2m")
    await phone.finds("staff:go")
    await phone.presses(stop)
    newest = await store.read(lambda tables: tables.sendings.find(Purpose.INVITATION, "k7p2m", 2))
    assert newest
    assert newest.state is State.PREPARING
    await phone.presses("staff:stop:k7p2m:2")
    await phone.presses("staff:stop:k7p2m:2")
    newest = await store.read(lambda tables: tables.sendings.find(Purpose.INVITATION, "k7p2m", 2))
    assert newest
    assert newest.state is State.STOPPED
    assert await log(store) == [Action.SENT, Action.SENT, Action.STOPPED]


async def test_a_colleague_can_stop_while_the_service_is_paused(
    open_town: Reception, store: Store, clock: HeldClock
) -> None:
    """A pause holds residents' talks, not the colleague who wants to stop a sending."""
    await linked(store, clock, Role.EDITOR)
    phone = Phone(open_town, clock)
    await phone.presses("staff:send:k7p2m")
    await phone.finds("staff:go")
    await store.turn(lambda tables: tables.marks.put_words(Mark.PAUSED, ""))
    assert "Stoppat" in await phone.presses("staff:stop:k7p2m:1")


@pytest.mark.parametrize("live", [True, False])
async def test_the_visitor_of_the_trial_link_is_a_colleague_in_try_mode_alone(
    store: Store, clock: HeldClock, library: Library, reader: Reader, live: bool
) -> None:
    """Try mode's own administrator has no account; live operation knows nothing of them."""
    reception = Reception(store, library, reader, clock, live=live)
    reception.connect(Errands(Broadcasts(store, clock, live=live), library, clock).run)

    def work(tables: Tables) -> None:
        tables.meetings.put(coming())
        tables.members.put(Member(MINE, "sv"))
        tables.members.put(Member("telegram:8", "sv"))
        tables.staff_chats.link(MINE, TRIAL.key, "sv")

    await store.turn(work)
    phone = Phone(reception, clock)
    said = await phone.presses("staff:m:k7p2m")
    assert ("provläge" in said and "1 person" in said) is not live


@pytest.mark.parametrize("role", [None, Role.READER])
async def test_a_random_walk_with_forged_buttons_does_nothing(
    open_town: Reception, store: Store, clock: HeldClock, role: Role | None
) -> None:
    """Three hundred presses of made-up colleague's buttons: always an answer, never an effect."""
    if role:
        await linked(store, clock, role)
    phone, dice = Phone(open_town, clock), random.Random(5)
    words = ["k7p2m", "gone1", "", "sv", "en", "xx", "1", "2", "-1", "abcdef12", "å" * 20, ":"]
    for _ in range(300):
        parts = [dice.choice([*VERBS, "", "list", "x" * 40])]
        parts += [dice.choice(words) for _ in range(dice.randrange(4))]
        action = ":".join(["staff", *parts]).encode()[:64].decode(errors="ignore")
        if role and dice.random() < 0.3 and phone.actions:
            action = dice.choice(phone.actions) or "menu"
        await phone.presses(action if action.startswith("staff") else "staff")
        assert phone.replies
        assert {"menu", "list:now"} & set(phone.actions)
    assert await untouched(store)


async def test_rows_for_many_are_made_outside_the_turn_and_at_once(
    open_town: Reception, store: Store, library: Library, clock: HeldClock
) -> None:
    """The yes makes the decision alone; the next round makes all rows, without waiting for one
    more, and what is begun twice is made once.
    """
    broadcasts = Broadcasts(store, clock, live=True)
    open_town.connect(Errands(broadcasts, library, clock).run)
    await linked(store, clock, Role.EDITOR)

    def fill(tables: Tables) -> None:
        for number in range(2 * CHUNK):
            tables.members.put(Member(f"telegram:{10_000 + number}", "sv"))

    await store.turn(fill)
    phone = Phone(open_town, clock)
    await phone.presses("staff:send:k7p2m")
    assert f"{2 * CHUNK + 2} personer" in await phone.finds("staff:go")
    assert await store.read(lambda tables: tables.outbox.last()) == 0
    await broadcasts.resume()
    assert f"{2 * CHUNK + 2} personer får den" in await phone.presses("staff:now:k7p2m")
    await broadcasts.resume()
    made = await sent(store)
    assert made
    assert made.state is State.OPEN
    progress = await store.read(lambda tables: tables.outbox.progress(made.key))
    assert progress.total == 2 * CHUNK + 2


async def test_the_house_binds_the_chat_to_delivery(tmp_path: Path, clock: HeldClock) -> None:
    """What runs in operation knows colleagues, without a test having connected anything."""
    settings = Settings(data_dir=tmp_path, content_dir=CONTENT)
    with open_house(settings, clock) as house:
        await house.store.turn(lambda tables: tables.meetings.put(coming()))
        await house.store.turn(lambda tables: tables.staff_chats.link(MINE, TRIAL.key, "sv"))
        phone = Phone(house.reception, clock)
        await phone.writes("personal")
        assert "staff:m:k7p2m" in phone.actions
        await phone.presses("staff:test:k7p2m")
        assert await log(house.store) == [Action.TESTED]
