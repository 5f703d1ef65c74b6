"""Warnings to residents: written from a template, read on a phone, and sent from one screen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk, to
from bot.console.letters import Letter, Second
from bot.console.sending_screen import SendingScreen
from bot.domain.alert import LASTS, LONGEST_SENTENCE, Alert
from bot.domain.keys import KEY_LENGTH, spelled
from bot.domain.membership import News
from bot.domain.sending import Audience, Purpose, Sending
from bot.domain.staff import Action
from bot.domain.sweden import week_of
from bot.knowledge.alerts import OTHER, TEMPLATES, place, warning
from bot.knowledge.library import LANGUAGES
from bot.knowledge.municipality import District
from bot.store.database import Tables

WARNINGS = f"{ROOT}/varningar"
MANY = 5
"""Scam checks of one kind in one week from which a warning is suggested."""
MOST_LISTED = 50


class Warnings:
    """The rooms of warnings."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._screen = SendingScreen(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("GET", "/varningar", self.list, Access.READER),
            Room("GET", "/varningar/ny", self.new, Access.EDITOR),
            Room("POST", "/varningar/ny", self.create, Access.EDITOR),
            Room("GET", "/varningar/{key}", self.edit, Access.EDITOR),
            Room("POST", "/varningar/{key}", self.save, Access.EDITOR),
            *self._screen.rooms("/varningar/{key}", self._letter),
            self._screen.counting("/varningar/{key}", self._letter),
        )

    async def list(self, request: web.Request) -> web.StreamResponse:
        """What has been written, sent or not, and what many have asked about this week."""
        week = week_of(self._desk.clock.now())
        alerts, asked = await self._desk.store.read(
            lambda tables: (
                [(alert, _sent(tables, alert)) for alert in tables.alerts.latest(MOST_LISTED)],
                tables.checks.asked(week),
            )
        )
        many = {kind: number for kind, number in asked.items() if number >= MANY}
        return self._desk.pages.show(
            request,
            "warnings.html",
            alerts=[(alert, self._title(alert), sent) for alert, sent in alerts],
            many={kind: (self._fraud(kind), number) for kind, number in many.items()},
        )

    async def new(self, request: web.Request) -> web.StreamResponse:
        """An empty form, or one that begins with what many have asked about."""
        kind = request.query.get("slag", "")
        return self._form(request, {"kind": kind if kind in self._kinds() else ""})

    async def create(self, request: web.Request) -> web.StreamResponse:
        """Keep a warning and lead on to the screen it is sent from. Nothing is sent by this."""
        key = spelled(self._desk.clock.chance(), KEY_LENGTH)
        alert = Alert(key, "", request[VISIT].who.name, self._desk.clock.now())
        return await self._keep(request, alert)

    async def edit(self, request: web.Request) -> web.StreamResponse:
        """One warning, to be changed as long as it has not been sent."""
        alert = await self._alert(request)
        return self._form(request, _values(alert), key=alert.key, sent=await self._sent(alert))

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Keep the changes; one that has been sent is corrected instead."""
        alert = await self._alert(request)
        if sent := await self._sent(alert):
            return to(f"{ROOT}/utskick/{sent.key}")
        return await self._keep(request, replace(alert, night_by="", night_at=None))

    async def _letter(self, request: web.Request) -> Letter:
        alert, now = await self._alert(request), self._desk.clock.now()
        library = self._desk.library
        return Letter(
            purpose=Purpose.WARNING,
            subject=alert.key,
            title=self._title(alert),
            back=f"{WARNINGS}/{alert.key}",
            replies={one: warning(library, alert, one) for one in LANGUAGES},
            audience=Audience.subscribers(News.WARNINGS, alert.districts),
            expires=now + LASTS,
            holds=lambda tables: _words(tables.alerts.get(alert.key)) == _words(alert),
            revision=alert.revision,
            second=Second(
                alert.wanted_by(now),
                lambda who: alert.may_go_at_night(who, now),
                _asker(alert, now),
            ),
        )

    async def _keep(self, request: web.Request, alert: Alert) -> web.StreamResponse:
        form = request[VISIT].form
        faults = self._faults(form)
        if faults:
            return self._form(request, form, faults, key=alert.key if alert.kind else "")
        changed = replace(
            alert,
            kind=form["kind"],
            districts=tuple(one.id for one in self._places() if form.get(f"district_{one.id}")),
            sentences={one: _line(form, one) for one in LANGUAGES if _line(form, one)},
        )
        entry = self._desk.entry(request, Action.WARNING_WRITTEN, self._title(changed))

        def work(tables: Tables) -> None:
            tables.alerts.put(changed)
            tables.staff.note(entry)

        await self._desk.store.turn(work)
        return to(f"{WARNINGS}/{alert.key}/skicka")

    def _faults(self, form: Mapping[str, str]) -> dict[str, str]:
        faults = {}
        if form.get("kind") not in self._kinds():
            faults["kind"] = "kind"
        lines = [_line(form, one) for one in LANGUAGES]
        for language, words in zip(LANGUAGES, lines, strict=True):
            if len(words) > LONGEST_SENTENCE:
                faults[f"sentence_{language}"] = "long_sentence"
        if any(lines) and not all(lines):
            faults[f"sentence_{LANGUAGES[lines.index('')]}"] = "both_languages"
        return faults

    def _form(
        self,
        request: web.Request,
        values: Mapping[str, str],
        faults: Mapping[str, str] | None = None,
        *,
        key: str = "",
        sent: Sending | None = None,
    ) -> web.Response:
        return self._desk.pages.show(
            request,
            "warning_form.html",
            status=422 if faults else 200,
            values=values,
            faults=faults or {},
            kinds=self._kinds(),
            places=self._places(),
            key=key,
            sent=sent,
            longest=LONGEST_SENTENCE,
        )

    async def _alert(self, request: web.Request) -> Alert:
        key = request.match_info["key"]
        alert = await self._desk.store.read(lambda tables: tables.alerts.get(key))
        if alert is None:
            raise web.HTTPNotFound
        return alert

    async def _sent(self, alert: Alert) -> Sending | None:
        return await self._desk.store.read(lambda tables: _sent(tables, alert))

    def _title(self, alert: Alert) -> str:
        return f"{self._fraud(alert.kind)}, {place(self._desk.library, alert, LANGUAGES[0])}"

    def _fraud(self, kind: str) -> str:
        return self._desk.library.fraud(kind, LANGUAGES[0])

    def _kinds(self) -> dict[str, str]:
        """What can be warned of: those with words of their own first, then all others by name."""
        names = self._desk.library.frauds(LANGUAGES[0])
        first = [kind for kind in TEMPLATES if kind != OTHER]
        others = [kind for kind in names if kind not in TEMPLATES]
        return {kind: names[kind] for kind in (*first, *others)}

    def _places(self) -> tuple[District, ...]:
        places = self._desk.library.municipality.districts
        return tuple(one for one in places if one.invited)


def _asker(alert: Alert, now: datetime) -> Callable[[Tables, str], None]:
    """Keeps that one account wants a warning sent while people sleep."""

    def ask(tables: Tables, who: str) -> None:
        tables.alerts.put(replace(alert, night_by=who, night_at=now))

    return ask


def _words(alert: Alert | None) -> object:
    """What a warning says and where, without who wants it at night."""
    return alert and (alert.kind, alert.districts, dict(alert.sentences), alert.revision)


def _line(form: Mapping[str, str], language: str) -> str:
    return " ".join(form.get(f"sentence_{language}", "").split())


def _values(alert: Alert) -> dict[str, str]:
    values = {"kind": alert.kind} | {f"district_{one}": "1" for one in alert.districts}
    return values | {f"sentence_{one}": words for one, words in alert.sentences.items()}


def _sent(tables: Tables, alert: Alert) -> Sending | None:
    return tables.sendings.find(Purpose.WARNING, alert.key, alert.revision)
