"""What stands between try mode and live operation, one plain sentence for each missing thing."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.knowledge.library import Library
from bot.knowledge.municipality import Contact, Municipality

CHECK_HOLDS = timedelta(days=366)
"""A number is looked up once a year; 366, so that the same day next year still holds."""
LOCAL = ("vaxel", "socialjour")
"""Numbers that only the municipality can fill in, and that residents are sent to."""


def missing_for_live(
    library: Library,
    *,
    today: date,
    public_url: str,
    webhook_url: str = "",
    webhook_secret: str = "",
    has_admin_with_second_factor: bool,
    been_live: bool = False,
) -> tuple[str, ...]:
    """Everything that has to be done before LIVE=1, or nothing. `today` is the date in Sweden.

    A bot that has `been_live` is not kept from starting again by a number that has passed its
    year: residents lose more by silence than by a number that is looked up a little late.
    """
    holds = timedelta.max if been_live else CHECK_HOLDS
    missing = [
        *_numbers(library.contacts, today, holds),
        *_office(library.municipality),
        *_retention(library.municipality, today),
    ]
    if not has_admin_with_second_factor:
        missing.append("Konto: ingen administratör med tvåstegsinloggning finns ännu.")
    if not public_url:
        missing.append("Inställning: PUBLIC_URL saknas, adressen som invånarna ser.")
    if webhook_url and not webhook_secret:
        missing.append("Inställning: WEBHOOK_SECRET saknas. Den krävs när WEBHOOK_URL är satt.")
    return tuple(missing)


def is_checked(contact: Contact, today: date) -> bool:
    """Whether the municipality has checked a number within the year, and by which role."""
    checked = _date(contact.checked)
    fresh = checked is not None and today - CHECK_HOLDS <= checked <= today
    return fresh and bool(contact.checked_by.strip()) and bool(contact.number)


def unchecked(library: Library, today: date) -> dict[str, Contact]:
    """The required numbers that wait for somebody to check them, by id."""
    required = {key: number for key, number in library.contacts.items() if _is_needed(key, number)}
    return {key: number for key, number in required.items() if not is_checked(number, today)}


def _is_needed(key: str, contact: Contact) -> bool:
    return contact.required or key in LOCAL


def _numbers(contacts: Mapping[str, Contact], today: date, holds: timedelta) -> list[str]:
    """One sentence for each number, and for each local number that is not even listed."""
    absent = [f"Nummer: {key} saknas i contacts.toml." for key in LOCAL if key not in contacts]
    asked = [number for key, number in contacts.items() if _is_needed(key, number)]
    return absent + [fault for number in asked if (fault := _number(number, today, holds))]


def _number(contact: Contact, today: date, holds: timedelta) -> str:
    """What is wrong with a number, or nothing."""
    name = " ".join(filter(None, (contact.owner, contact.number)))
    checked = _date(contact.checked)
    if not contact.number:
        return f"Nummer: fyll i numret till {contact.owner}."
    if not contact.checked:
        return f"Nummer: {name} är inte kontrollerat."
    if checked is None or checked > today:
        return f"Nummer: {name} har ett kontrolldatum som inte stämmer. Skriv till exempel {today}."
    if today - checked > holds:
        return f"Nummer: {name} kontrollerades {checked}. Det är mer än ett år sedan."
    if not contact.checked_by.strip():
        return f"Nummer: {name} saknar den roll som kontrollerade det (checked_by)."
    return ""


def _office(municipality: Municipality) -> list[str]:
    if "@" in municipality.email:
        return []
    return ["Kommunen: funktionsadressen för e-post saknas (email i municipality.toml)."]


def _retention(municipality: Municipality, today: date) -> list[str]:
    """The decision on what is erased when has to be taken: a date, not yet to come, and a role."""
    if municipality.retention.is_confirmed(today):
        return []
    return ["Kommunen: gallringsbeslutet är inte bekräftat (datum och roll i municipality.toml)."]


def _date(written: str) -> date | None:
    """An ISO date, or None for anything else."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None
