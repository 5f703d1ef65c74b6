"""What is missing for live operation: one sentence for each thing, and none when all is there."""

from datetime import date, timedelta

import pytest

from bot.knowledge.municipality import Contact
from bot.readiness import is_checked, missing_for_live, unchecked
from tests.console.house import SmallLibrary, contact

TODAY = date(2026, 11, 24)


def checked(**changes: object) -> Contact:
    """A number that has been checked this month."""
    return contact(**({"checked": "2026-11-02", "checked_by": "säkerhetssamordnare"} | changes))


def ready() -> SmallLibrary:
    """A library with nothing missing."""
    library = SmallLibrary(polisen=checked(), vaxel=checked(), socialjour=checked())
    changes = {"email": "trygg@prov.example"}
    retention = library.municipality.retention.model_copy(
        update={"confirmed": "2026-10-01", "confirmed_by": "kommunstyrelsen"}
    )
    library.municipality = library.municipality.model_copy(
        update=changes | {"retention": retention}
    )
    return library


def missing(library: SmallLibrary, **changes: object) -> tuple[str, ...]:
    """What is missing, with everything else in place."""
    given: dict[str, object] = {
        "today": TODAY,
        "public_url": "https://bot.example",
        "has_admin_with_second_factor": True,
    }
    return missing_for_live(library, **(given | changes))  # type: ignore[arg-type]


def test_nothing_is_missing_when_all_is_there() -> None:
    """A municipality that has done its part may go live."""
    assert missing(ready()) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"public_url": ""}, "PUBLIC_URL"),
        ({"has_admin_with_second_factor": False}, "tvåstegsinloggning"),
        ({"webhook_url": "https://bot.example/hook"}, "WEBHOOK_SECRET"),
    ],
)
def test_settings_are_asked_for(changes: dict[str, object], said: str) -> None:
    """Each setting that is missing is named in one sentence."""
    (sentence,) = missing(ready(), **changes)
    assert said in sentence


def test_a_webhook_with_its_secret_is_enough() -> None:
    """Nothing is asked for that is there."""
    secret = {"webhook_url": "https://bot.example/hook", "webhook_secret": "s" * 16}
    assert missing(ready(), **secret) == ()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (contact(), "inte kontrollerat"),
        (checked(number="", call=""), "fyll i numret"),
        (checked(checked="2025-11-01"), "mer än ett år sedan"),
        (checked(checked="2027-01-01"), "kontrolldatum som inte stämmer"),
        (checked(checked="i våras"), "kontrolldatum som inte stämmer"),
        (checked(checked_by=" "), "roll"),
    ],
)
@pytest.mark.parametrize("key", ["polisen", "vaxel", "socialjour"])
def test_each_number_says_what_it_lacks(key: str, number: Contact, said: str) -> None:
    """A required number has to be filled in and checked within the year, by a role."""
    library = ready()
    library.contacts = {**library.contacts, key: number}
    (sentence,) = missing(library)
    assert said in sentence
    assert list(unchecked(library, TODAY)) == [key]
    assert not is_checked(number, TODAY)


def test_once_live_a_number_that_runs_out_does_not_silence_the_bot() -> None:
    """A restart a year later must not leave residents without an answer; staff see it flagged."""
    library = ready()
    library.contacts = {key: checked(checked="2025-10-01") for key in library.contacts}
    assert len(missing(library)) == 3
    assert missing(library, been_live=True) == ()


def test_a_year_holds_to_its_day() -> None:
    """A number checked on this day last year still holds, the day before does not."""
    last_year = TODAY - timedelta(days=366)
    assert is_checked(checked(checked=last_year.isoformat()), TODAY)
    assert not is_checked(checked(checked=(last_year - timedelta(days=1)).isoformat()), TODAY)


def test_other_numbers_may_wait() -> None:
    """A number that is not required stops nothing, but the local two are always required."""
    library = ready()
    library.contacts = {**library.contacts, "nix": contact(required=False)}
    assert missing(library) == ()
    library.contacts = {**library.contacts, "vaxel": contact(required=False)}
    assert len(missing(library)) == 1
    del library.contacts["vaxel"]
    assert missing(library) == ("Nummer: vaxel saknas i contacts.toml.",)


@pytest.mark.parametrize("email", ["", "vet ej"])
def test_the_office_needs_an_address(email: str) -> None:
    """Residents are sent to an office, so it has to be reachable."""
    library = ready()
    library.municipality = library.municipality.model_copy(update={"email": email})
    (sentence,) = missing(library)
    assert "funktionsadressen" in sentence


@pytest.mark.parametrize(
    ("confirmed", "by"),
    [("", "kommunstyrelsen"), ("2026-10-01", ""), ("2027-01-01", "x"), ("ja", "x")],
)
def test_the_retention_plan_needs_date_and_role(confirmed: str, by: str) -> None:
    """Nothing is collected live before somebody has decided what is erased when."""
    library = ready()
    town = library.municipality
    retention = town.retention.model_copy(update={"confirmed": confirmed, "confirmed_by": by})
    library.municipality = town.model_copy(update={"retention": retention})
    (sentence,) = missing(library)
    assert "gallringsbeslutet" in sentence
