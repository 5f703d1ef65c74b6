"""Sending a meeting's invitation from the command line: what the console refuses is refused."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.clock import Clock
from bot.commands.confirming import sure
from bot.commands.database import with_store
from bot.domain.meeting import Meeting
from bot.domain.sending import Progress, RowState, Sending, State, departure
from bot.errors import AlreadySentError, BotError
from bot.lockfile import is_held
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.delivery.broadcast import Broadcasts, Draft
    from bot.knowledge.library import Library
    from bot.store.store import Store

LOOK_EVERY = 0.5
"""Seconds between two looks at how far it has come."""
SOON = timedelta(minutes=5)
"""A sending that begins later than this is not waited for."""
_REFUSALS = {
    "example": "Träffen är ett exempel. Exempel går inte att skicka.",
    "draft": "Träffen är ett utkast. Publicera den först på personalsidan.",
    "cancelled": "Träffen är inställd.",
    "begun": "Träffen har redan börjat.",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    meeting: str
    districts: tuple[str, ...]
    languages: tuple[str, ...]
    at: datetime | None
    night: bool
    yes: bool


@click.group()
def invite() -> None:
    """Skicka inbjudan till en träff, följ utskicket eller stoppa det."""


@invite.command("send")
@click.argument("key")
@click.option("--district", "districts", multiple=True, help="Bara dit. Kan anges flera gånger.")
@click.option("--language", "languages", multiple=True, type=click.Choice(["sv", "en"]))
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    help="Svensk tid, till exempel “2026-12-01 10:00”. Annars om en minut.",
)
@click.option("--night", is_flag=True, help="Låt den gå också mellan 20 och 09.")
@click.option("--yes", is_flag=True, help="Fråga inte.")
@click.option("--no-wait", is_flag=True, help="Följ inte utskicket.")
def send(
    key: str,
    districts: tuple[str, ...],
    languages: tuple[str, ...],
    at: datetime | None,
    *,
    night: bool,
    yes: bool,
    no_wait: bool,
) -> None:
    """Skicka inbjudan till träffen KEY till alla som vill ha inbjudningar."""
    from bot.house import load_library

    settings = load_settings()
    library = load_library(settings)
    wish = Wish(key, _known(library, districts), languages, at, night, yes)
    sending = with_store(lambda store: _send(store, settings, library, wish))
    click.echo(f"Utskicket har nyckeln {sending.key}.")
    if not is_held(settings.data_dir):
        click.echo("Ingen bot är igång nu. Utskicket går när boten har startat.")
    elif sending.starts - Clock().now() > SOON:
        click.echo(f"Följ det med: python bot.py invite status {sending.key}")
    elif not no_wait:
        with_store(lambda store: _follow(store, sending.key, settings.data_dir))


@invite.command("status")
@click.argument("sending", required=False)
def status(sending: str | None) -> None:
    """Visa de senaste utskicken, eller följ utskicket SENDING."""
    folder = load_settings().data_dir
    if not sending:
        with_store(_show_latest)
        return
    with_store(lambda store: _follow(store, sending, folder))
    if not is_held(folder):
        click.echo("Ingen bot är igång nu.")


@invite.command("stop")
@click.argument("sending")
def stop(sending: str) -> None:
    """Stoppa utskicket SENDING. Det som redan har gått kommer fram."""
    settings = load_settings()
    with_store(lambda store: _sending(store, sending))
    progress = with_store(lambda store: _broadcasts(store, settings).stop(sending))
    click.echo(f"Stoppat. {progress.count(RowState.SENT)} har gått, {progress.waiting} väntar.")


@invite.command("resume")
@click.argument("sending")
def resume(sending: str) -> None:
    """Låt ett stoppat utskick gå vidare."""
    settings = load_settings()
    with_store(lambda store: _sending(store, sending))
    with_store(lambda store: _broadcasts(store, settings).go_on(sending))
    click.echo("Utskicket går vidare.")


@invite.command("resend")
@click.argument("sending")
@click.argument("which", type=click.Choice(["failed", "uncertain"]))
@click.option("--yes", is_flag=True, help="Fråga inte.")
def resend(sending: str, which: str, *, yes: bool) -> None:
    """Skicka igen till dem som inte fick det, eller kanske inte fick det."""
    state = RowState(which)
    count = with_store(lambda store: _read(store, sending)).count(state)
    if not yes:
        sure(f"Skicka en gång till, till högst {count} personer?")
    settings = load_settings()
    queued = with_store(lambda store: _broadcasts(store, settings).resend(sending, state))
    click.echo(f"{queued} står i kö igen. Deras meddelande är märkt “Upprepat”.")


async def _send(store: "Store", settings: Settings, library: "Library", wish: Wish) -> Sending:
    broadcasts = _broadcasts(store, settings)
    draft = await _draft(store, library, wish)
    count = await broadcasts.audience_size(draft.audience, draft.subject)
    _show(draft, count, live=settings.live)
    if not count:
        raise BotError("Ingen får inbjudan med det valet. Inget är skickat.")
    if not wish.yes:
        sure("Skicka?")
    try:
        return await broadcasts.approve(draft)
    except AlreadySentError:
        raise BotError(
            "Inbjudan till den träffen är redan skickad. Den går till nya prenumeranter av sig "
            "själv. Se: python bot.py invite status"
        ) from None


async def _draft(store: "Store", library: "Library", wish: Wish) -> "Draft":
    from bot.delivery.announcements import invitation
    from bot.domain.membership import News
    from bot.domain.quiet import is_quiet
    from bot.domain.sending import Audience
    from bot.domain.staff import COMMAND_LINE

    meeting = await store.read(lambda tables: tables.meetings.get(wish.meeting))
    now = Clock().now()
    _refuse(meeting, wish.meeting, now)
    assert meeting  # noqa: S101 - refused above
    starts = departure(now, _moment(wish.at) or now, at_night=wish.night)
    if starts >= meeting.starts:
        raise BotError("Träffen har börjat innan inbjudan skulle gå. Välj en tidigare tid.")
    districts = wish.districts or meeting.districts
    audience = Audience.subscribers(News.INVITATIONS, districts, wish.languages)
    return invitation(
        library,
        meeting,
        audience,
        approved_by=COMMAND_LINE,
        starts=starts,
        at_night=is_quiet(starts),
    )


def _refuse(meeting: Meeting | None, key: str, now: datetime) -> None:
    if meeting is None:
        raise BotError(f"Ingen träff har nyckeln {key}. Se: python bot.py meeting list")
    if reason := meeting.why_not_invite(now):
        raise BotError(f"{_REFUSALS[reason]} Inget är skickat.")


def _moment(at: datetime | None) -> datetime | None:
    """A Swedish local time as it was written, in UTC."""
    from bot.domain.sweden import moment_of

    if at is None:
        return None
    moment = moment_of(at.date(), at.time())
    if moment is None:
        raise BotError("Den tiden finns inte: då ställs klockan fram. Välj en annan.")
    return moment


def _known(library: "Library", districts: tuple[str, ...]) -> tuple[str, ...]:
    known = {district.id for district in library.municipality.districts}
    for district in districts:
        if district not in known:
            raise BotError(f"Området {district} finns inte. Välj bland: {', '.join(sorted(known))}")
    return districts


def _show(draft: "Draft", count: int, *, live: bool) -> None:
    """What goes, to how many, and when: the same words that people will read."""
    from bot.domain.message import plain
    from bot.domain.sweden import STOCKHOLM
    from bot.knowledge.dates import day

    for language, reply in draft.replies.items():
        click.echo(f"--- {language} ---\n{plain(reply.text)}\n")
    local = draft.starts.astimezone(STOCKHOLM)
    click.echo(f"Till {count} personer, {day(draft.starts, 'sv')} klockan {local:%H.%M}.")
    if not live:
        click.echo("Boten är i provläge: bara kopplade testtelefoner får utskick.")


# Following


async def _follow(store: "Store", key: str, folder: Path) -> None:
    """Show how far it has come until it is done, or no bot runs on the folder. Ctrl-C ends the
    showing, not the sending.
    """
    progress = await _read(store, key)
    with click.progressbar(length=max(progress.total, 1), label="Skickar") as bar:
        done = 0
        while True:
            finished = progress.total - progress.waiting
            bar.update(finished - done)
            done = finished
            sending = await _sending(store, key)
            if not progress.waiting or sending.state is State.STOPPED or not is_held(folder):
                break
            await asyncio.sleep(LOOK_EVERY)
            progress = await _read(store, key)
    _tell(progress)


async def _show_latest(store: "Store") -> None:
    from bot.knowledge.dates import day

    latest = await store.read(lambda tables: tables.sendings.latest(10))
    for sending in latest:
        progress = await _read(store, sending.key)
        when = day(sending.starts, "sv")
        click.echo(f"{sending.key}  {sending.purpose} {sending.subject}, {when}, {sending.state}")
        _tell(progress, "          ")
    if not latest:
        click.echo("Inget är skickat än.")


def _tell(progress: Progress, margin: str = "") -> None:
    counts = {
        "skickade": progress.count(RowState.SENT),
        "väntar": progress.waiting,
        "misslyckade": progress.count(RowState.FAILED),
        "osäkra": progress.count(RowState.UNCERTAIN),
    }
    click.echo(margin + ", ".join(f"{number} {name}" for name, number in counts.items()))


async def _read(store: "Store", key: str) -> Progress:
    await _sending(store, key)
    return await store.read(lambda tables: tables.outbox.progress(key))


async def _sending(store: "Store", key: str) -> Sending:
    found = await store.read(lambda tables: tables.sendings.get(key))
    if found is None:
        raise BotError(f"Inget utskick har nyckeln {key}. Se: python bot.py invite status")
    return found


def _broadcasts(store: "Store", settings: Settings) -> "Broadcasts":
    from bot.delivery.broadcast import Broadcasts

    return Broadcasts(store, Clock(), live=settings.live)
