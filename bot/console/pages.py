"""The console's pages: Jinja2 templates with their Swedish, rendered on the server."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

from aiohttp import web
from babel.dates import format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console.access import VISIT, Visit
from bot.console.cookies import ROOT
from bot.domain.staff import Role
from bot.domain.sweden import STOCKHOLM
from bot.knowledge import dates
from bot.knowledge.library import LANGUAGES, Library

_HERE = Path(__file__).parent


class Pages:
    """Renders a template with what every page shows: who you are, where you are, the mode."""

    def __init__(self, library: Library, *, live: bool) -> None:
        self._library = library
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        style = (_HERE / "static" / "console.css").read_bytes()
        script = (_HERE / "static" / "console.js").read_bytes()
        self.files: Mapping[str, tuple[str, bytes]] = {
            "console.css": ("text/css", style),
            "console.js": ("text/javascript", script),
        }
        self._environment.filters |= {
            "day": _day,
            "date": _date,
            "hours": _hours,
            "moment": _moment,
            "clock": _clock,
            "number": _number,
        }
        self._environment.globals |= {
            "root": ROOT,
            "style": hashlib.sha256(style).hexdigest()[:12],
            "script": hashlib.sha256(script).hexdigest()[:12],
            "municipality": library.municipality,
            "live": live,
            "label": self.label,
            "roles": tuple(Role),
        }

    def show(
        self, request: web.Request, template: str, *, status: int = 200, **values: object
    ) -> web.Response:
        """A page."""
        visit = request.get(VISIT) or Visit()
        shared: dict[str, Any] = {
            "account": visit.account,
            "session": visit.session,
            "token": visit.token,
            "here": request.path,
            "flash": _flash(visit),
            "faults": {},
            "wait": 0,
        }
        text = self._environment.get_template(template).render(shared | values)
        return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)

    def label(self, chosen: str) -> str:
        """The Swedish for a stored category, district or part of day."""
        return self._library.choice_label(chosen, LANGUAGES[0])

    def word(self, macro: str, code: str) -> str:
        """The Swedish for what the code names, by its macro in words.html."""
        module = self._environment.get_template("words.html").module
        return unescape(str(getattr(module, macro)(code)).strip())

    def notice(self, request: web.Request, kind: str, status: int) -> web.Response:
        """A page that says why there is nothing else to see, and where to go."""
        return self.show(request, "notice.html", status=status, kind=kind)


def _flash(visit: Visit) -> str:
    """What was just done, said once."""
    if visit.session is None:
        return ""
    flash, visit.session.flash = visit.session.flash, ""
    return flash


def _day(moment: datetime) -> str:
    return dates.day(moment, "sv")


def _date(day: date) -> str:
    """E.g. “12 oktober 2026”."""
    return dates.date_only(day, "sv")


def _hours(start: datetime, end: datetime) -> str:
    return dates.hours(start, end, "sv")


def _moment(moment: datetime) -> str:
    """For the log, e.g. “24 nov 2026 kl. 09.14”."""
    local = moment.astimezone(STOCKHOLM)
    return format_datetime(local, "d MMM y 'kl.' HH.mm", locale="sv_SE").replace("nov.", "nov")


def _clock(moment: datetime) -> str:
    """E.g. “09.00”."""
    return format_datetime(moment.astimezone(STOCKHOLM), "HH.mm", locale="sv_SE")


def _number(number: int) -> str:
    """With a space between the thousands."""
    return format_decimal(number, locale="sv_SE")
