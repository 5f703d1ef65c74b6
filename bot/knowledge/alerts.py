"""What a warning says, from its template in talk/alerts.md."""

from babel.lists import format_list

from bot.domain.alert import Alert
from bot.domain.message import Button, Reply
from bot.knowledge.library import Library
from bot.knowledge.pushes import pushed

_PAGES = {
    "home_visit": "door_visitors",
    "bank_call": "phone_bank_fraud",
    "fake_police": "fake_police",
    "parcel_sms": "sms_links",
    "hej_mamma": "hej_mamma",
    "investment": "investment",
    "tech_support": "tech_support",
    "phishing_mail": "sms_links",
}
"""The page on which there is more to read, for each template but the last."""
OTHER = "other"
TEMPLATES = (*_PAGES, OTHER)
"""The kinds of fraud that have words of their own; all others use the last."""


def warning(library: Library, alert: Alert, language: str) -> Reply:
    """The warning as it is pushed: what to do first, then what staff add."""
    template = alert.kind if alert.kind in _PAGES else OTHER
    text = library.say(
        f"alerts.{template}",
        language,
        place=place(library, alert, language),
        sentence=alert.sentences.get(language, ""),
        fraud=_inside(library.fraud(alert.kind, language)),
    )
    page = library.page(_PAGES.get(template, ""), language)
    more = ((Button(page.title, f"p:{page.id}"),),) if page else ()
    check = ((Button(library.label("check", language), "check"),),)
    return pushed(library, text, (*more, *check), language)


def place(library: Library, alert: Alert, language: str) -> str:
    """Where it is going on: the districts by name, or the municipality."""
    names = [library.choice_label(district, language) for district in alert.districts]
    return format_list(names, locale=language) if names else library.municipality.short


def _inside(words: str) -> str:
    """A name of a fraud in the middle of a sentence."""
    return words[:1].lower() + words[1:]
