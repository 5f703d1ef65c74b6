"""Unlocking sealed concerns: the key is in this login's memory alone, and goes with it."""

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk, seconds, to
from bot.custody.resealing import awaiting, reseal
from bot.custody.vault import Vault
from bot.domain.staff import Action
from bot.errors import SealError

UNLOCK = f"{ROOT}/las-upp"


class Locks:
    """One page: unlock, lock, seal anew."""

    def __init__(self, desk: Desk, vault: Vault) -> None:
        self._desk = desk
        self._vault = vault

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/las-upp", self.show, Access.EDITOR),
            Room("POST", "/las-upp", self.unlock, Access.EDITOR),
            Room("POST", "/las-upp/las", self.lock, Access.EDITOR),
            Room("POST", "/las-upp/forsegla", self.seal_anew, Access.EDITOR),
        )

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Whether the texts are sealed, and whether this login can read them."""
        return await self._page(request)

    async def unlock(self, request: web.Request) -> web.StreamResponse:
        """Try a passphrase; tries are slowed down as those of a password are."""
        visit = request[VISIT]
        name, keys = visit.form.get("key", ""), self._vault.keys()
        if name not in keys:
            return await self._page(request, {"key": "which_key"})
        tries = f"vault:{visit.who.key}"
        if wait := self._desk.guesses.admit(tries, self._desk.clock.seconds()):
            return await self._page(request, {"passphrase": "wait", "wait": seconds(wait)})
        try:
            unsealer = await self._vault.unlock(name, visit.form.get("passphrase", ""))
        except SealError:
            return await self._page(request, {"passphrase": "passphrase"})
        self._desk.guesses.succeeded(tries)
        visit.login.unsealer = unsealer
        await self._desk.note(visit.who.name, Action.UNLOCKED)
        visit.login.flash = "unlocked"
        return to(UNLOCK)

    async def lock(self, request: web.Request) -> web.StreamResponse:
        """Forget the key."""
        visit = request[VISIT]
        if visit.login.unsealer:
            visit.login.unsealer = None
            await self._desk.note(visit.who.name, Action.LOCKED)
        visit.login.flash = "locked"
        return to(UNLOCK)

    async def seal_anew(self, request: web.Request) -> web.StreamResponse:
        """Seal to today's keys what is not; pressed twice, the second finds nothing to do."""
        visit, sealer = request[VISIT], self._vault.sealer
        if sealer is None:
            return to(UNLOCK)
        tally = await reseal(self._desk.store, sealer, visit.login.unsealer)
        if tally.done:
            await self._desk.note(visit.who.name, Action.RESEALED)
        visit.login.flash = "resealed_some" if tally.left else "resealed"
        return to(UNLOCK)

    async def _page(
        self, request: web.Request, faults: dict[str, str] | None = None
    ) -> web.StreamResponse:
        visit, sealer = request[VISIT], self._vault.sealer
        sealed, old = await self._desk.store.read(
            lambda tables: (
                tables.seals.count(),
                len(awaiting(tables, sealer)) if sealer else 0,
            )
        )
        keys = self._vault.keys()
        held = visit.login.unsealer
        return self._desk.pages.show(
            request,
            "unlock.html",
            status=422 if faults else 200,
            keys={name: key.recipient.mark for name, key in keys.items()},
            chosen=visit.form.get("key", "") or next(iter(keys), ""),
            sealing=[one.mark for one in sealer.recipients] if sealer else [],
            held=held.recipient.mark if held else "",
            sealed=sealed,
            old=old,
            faults=faults or {},
        )
