"""What is chosen on the sending screen: who is told, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.console.letters import Letter
from bot.console.meeting_form import clock_of, day_of
from bot.domain.quiet import is_quiet
from bot.domain.sending import Audience, departure
from bot.domain.sweden import moment_of
from bot.knowledge.library import LANGUAGES


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who and when, with what is wrong by field. `quiet` says that people sleep at that hour."""

    audience: Audience
    starts: datetime
    quiet: bool = False
    at_night: bool = False
    faults: Mapping[str, str] | None = None


def audience_of(letter: Letter, form: Mapping[str, str], districts: tuple[str, ...]) -> Audience:
    """Those that are ticked; nothing ticked leaves nobody out."""
    if not letter.chooses:
        return letter.audience
    chosen = tuple(one for one in districts if form.get(f"district_{one}"))
    spoken = tuple(one for one in LANGUAGES if form.get(f"reads_{one}"))
    everyone = len(spoken) == len(LANGUAGES)
    return replace(letter.audience, districts=chosen, languages=() if everyone else spoken)


def ticked(audience: Audience) -> dict[str, str]:
    """An audience as the values of the form."""
    values = {f"district_{one}": "1" for one in audience.districts}
    return values | {f"reads_{one}": "1" for one in audience.languages}


def mark_of(audience: Audience) -> str:
    """What tells one choice from another: the form brings back the one that was counted."""
    return f"{','.join(audience.districts)}|{','.join(audience.languages)}"


def choose(
    letter: Letter, form: Mapping[str, str], now: datetime, districts: tuple[str, ...]
) -> Chosen:
    """Read the form. The first message leaves a minute from now at the earliest."""
    audience = audience_of(letter, form, districts)
    wanted, fault = _wanted(form, now)
    if fault:
        return Chosen(audience, now, faults=fault)
    first = departure(now, wanted, at_night=True)
    quiet = is_quiet(first)
    asked, sure = bool(form.get("night")), bool(form.get("night_sure"))
    if quiet and asked and not sure:
        return Chosen(audience, first, quiet=True, faults={"night_sure": "night_sure"})
    at_night = quiet and asked
    starts = departure(now, wanted, at_night=at_night)
    if starts >= letter.expires:
        return Chosen(audience, starts, quiet, faults={"time": "too_late"})
    return Chosen(audience, starts, quiet, at_night, {})


def _wanted(form: Mapping[str, str], now: datetime) -> tuple[datetime, dict[str, str]]:
    """The moment that was asked for, and what is wrong with it."""
    if form.get("when") != "later":
        return now, {}
    day, clock = day_of(form.get("day", "")), clock_of(form.get("time", ""))
    if day is None:
        return now, {"day": "day"}
    if clock is None:
        return now, {"time": "clock"}
    moment = moment_of(day, clock)
    if moment is None:
        return now, {"time": "skipped"}
    return moment, {"time": "gone_by"} if moment < now else {}
