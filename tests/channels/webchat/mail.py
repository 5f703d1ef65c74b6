"""What has been sent to one device on the web, and has arrived there."""

from datetime import timedelta
from functools import partial

from bot.channels.webchat.cookies import Device
from bot.delivery.broadcast import Broadcasts, Draft
from bot.domain.membership import Member, News
from bot.domain.sending import Audience, Purpose, RowState, Sending, Settled
from bot.knowledge.invitations import pushed_invitation
from bot.knowledge.library import Library
from bot.store.database import Tables
from bot.store.store import Store
from tests.conftest import HeldClock, coming

KEY = "a" * 32
ADDRESS = Device(KEY, known=True).address


async def sent(
    store: Store,
    library: Library,
    clock: HeldClock,
    purpose: Purpose = Purpose.INVITATION,
    *,
    language: str = "sv",
    languages: tuple[str, ...] = ("sv", "en"),
    arrives: bool = True,
) -> Sending:
    """One message lies in the mailbox of the device with `KEY`."""
    now = clock.now()
    draft = Draft(
        purpose=purpose,
        subject="k7p2m",
        audience=Audience.subscribers(News.INVITATIONS),
        replies={code: pushed_invitation(library, coming(), code) for code in languages},
        approved_by="Anna",
        starts=now,
        expires=now + timedelta(days=5),
    )
    member = Member(ADDRESS, language, (), (News.INVITATIONS,))
    await store.turn(lambda tables: tables.members.put(member))
    sending = await Broadcasts(store, clock, live=True).approve(draft)
    await store.turn(partial(carry, sending, clock, arrives=arrives))
    return sending


def carry(sending: Sending, clock: HeldClock, tables: Tables, *, arrives: bool = True) -> None:
    """Put it there, or leave it on its way."""
    tables.outbox.put(sending, ADDRESS, "sv", testers=False)
    claimed = tables.outbox.claim(sending.key, "web", clock.now(), 10)
    if arrives:
        tables.outbox.settle([Settled(parcel.row, RowState.SENT) for parcel in claimed])
