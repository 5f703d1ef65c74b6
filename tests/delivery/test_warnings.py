"""Warnings: for those who want them, where it is going on, and at night only by two."""

from dataclasses import replace

import pytest

from bot.domain.alert import ONE_NIGHT, Alert
from bot.domain.message import plain
from bot.knowledge.alerts import TEMPLATES, place, warning
from bot.knowledge.library import LANGUAGES, Library
from bot.store.store import Store
from tests.conftest import START

ALERT = Alert(
    "a1b2c",
    "home_visit",
    "Anna",
    START,
    ("asarum",),
    {"sv": "De säger <b>vatten</b>."},
    night_at=START,
)


def test_the_first_line_says_what_and_where_and_the_next_what_to_do(library: Library) -> None:
    """Somebody who reads two lines knows enough."""
    first, second, *rest = plain(warning(library, ALERT, "sv").text).split("\n")
    assert "dörren i Asarum" in first
    assert second.startswith("Öppna inte")
    assert "De säger <b>vatten</b>." in rest


@pytest.mark.parametrize("kind", [*TEMPLATES, "romance", "invoice"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words(library: Library, kind: str, language: str) -> None:
    """A kind without a template of its own is named in the general one."""
    said = plain(warning(library, replace(ALERT, kind=kind), language).text)
    assert "Asarum" in said
    assert ("stopp" if language == "sv" else "stop") in said


def test_places_are_named_as_people_say_them(library: Library) -> None:
    """Two places with "och", and the town for all of them."""
    two = replace(ALERT, districts=("asarum", "morrum"))
    assert place(library, two, "sv") == "Asarum och Mörrum"
    assert place(library, replace(ALERT, districts=()), "sv") == "Karlshamn"


def test_at_night_two_accounts_have_to_want_it() -> None:
    """A tired hand alone wakes nobody, and yesterday's wish does not count."""
    asked = replace(ALERT, night_by="Anna", night_at=START)
    assert not ALERT.may_go_at_night("Bo", START)
    assert not asked.may_go_at_night("Anna", START)
    assert asked.may_go_at_night("Bo", START)
    assert not asked.may_go_at_night("Bo", START + ONE_NIGHT)


async def test_a_warning_is_kept_as_it_was_written(store: Store) -> None:
    """What staff wrote comes back with every field."""
    await store.turn(lambda t: t.alerts.put(ALERT))
    assert await store.read(lambda t: t.alerts.get("a1b2c")) == ALERT
    assert await store.read(lambda t: t.alerts.latest(5)) == (ALERT,)
