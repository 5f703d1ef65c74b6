"""Days and hours as they are said in Sweden, in the reader's language."""

from datetime import date, datetime

from babel.dates import format_date, format_time

from bot.domain.sweden import STOCKHOLM


def day(moment: datetime, language: str) -> str:
    """Weekday and date, e.g. “torsdag 3 december 2026”."""
    local = moment.astimezone(STOCKHOLM)
    return format_date(local, "EEEE d MMMM y", locale=_locale(language))


def date_only(day: date, language: str) -> str:
    """A date without its weekday, e.g. “12 oktober 2026”."""
    return format_date(day, "d MMMM y", locale=_locale(language))


def short_day(moment: datetime, language: str) -> str:
    """For a button, e.g. “tors 3 dec”."""
    local = moment.astimezone(STOCKHOLM)
    return format_date(local, "EEE d MMM", locale=_locale(language)).replace(".", "")


def hours(start: datetime, end: datetime, language: str) -> str:
    """From when to when in Swedish time, e.g. “14.00–16.00”."""
    return "–".join(hour(moment, language) for moment in (start, end))


def hour(moment: datetime, language: str) -> str:
    """The time of day in Sweden, e.g. “14.00”."""
    pattern = "HH:mm" if language == "en" else "HH.mm"
    return format_time(moment.astimezone(STOCKHOLM), pattern, locale=_locale(language))


def _locale(language: str) -> str:
    return {"en": "en_GB"}.get(language, "sv_SE")
