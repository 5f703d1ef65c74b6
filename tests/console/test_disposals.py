"""The page on retention: the plan, what goes next, the protocol, and a date to vouch for."""

from datetime import timedelta

import pytest_asyncio

from bot.delivery.disposal import believes, dispose
from bot.domain.case import ConcernState
from bot.domain.retention import Disposal
from bot.domain.staff import Role
from bot.knowledge.municipality import Retention
from bot.store.database import Tables
from tests.console.house import House, concern

PAGE = "/personal/gallring"
DECIDED = Retention(confirmed="2026-11-01", confirmed_by="Arkivarien", concern_weeks=10)


@pytest_asyncio.fixture
async def told(house: House) -> House:
    """A decided plan, a concern that is done with and one that nobody has read."""
    town = house.library.municipality
    house.library.municipality = town.model_copy(update={"retention": DECIDED})

    def tell(tables: Tables) -> None:
        for key in ("aaaa0000", "bbbb0000"):
            tables.concerns.file(concern(key, "Mörkt vid tunneln"))
        tables.concerns.release()
        tables.concerns.set_state("aaaa0000", ConcernState.DONE, "Bytt.", "2026-W48")

    await house.fill(tell)
    return house


def _days(house: House, weeks: int) -> None:
    """Let time pass as it does, a few days at a time."""
    house.clock.passed += weeks * 7 * 86400


async def test_staff_are_warned_before_and_read_the_protocol_after(told: House) -> None:
    """On the overview and on the page; readers, who may not see exact counts, are told nothing."""
    anna, reader = await told.inside("anna", Role.EDITOR), await told.inside("rut", Role.READER)
    assert "Inget raderas de närmaste 4 veckor" in (await anna.get(PAGE)).words
    _days(told, 8)
    await anna.log_in("anna"), await reader.log_in("rut")
    assert "snart raderas: 1" in (await anna.get("/personal/")).words
    assert "raderas" not in (await reader.get("/personal/")).words
    assert "Vecka 6, 2027: 1 berättelse" in (await anna.get(PAGE)).words
    _days(told, 3)
    await anna.log_in("anna")
    page = await anna.get(PAGE)
    assert "1 berättelse skulle ha raderats" in page.words
    assert "raderas vid nästa genomgång" in page.words
    assert "Läs innan tiden är ute: 1 olästa" in (await anna.get("/personal/")).words
    await told.fill(lambda tables: dispose(tables, DECIDED, told.clock.now()))
    page = await anna.get(PAGE)
    assert "Vecka 6, 2027 Berättelse Vecka 47, 2026 Mörkt 1" in page.words
    assert "Mörkt vid tunneln" not in page.words


async def test_the_protocol_as_a_file(told: House) -> None:
    """Excel opens it, and no cell is a formula, whatever a category is called."""
    lines = [Disposal("2027-W06", "concern", "2026-W47", "=ljus", 3)]
    await told.fill(lambda tables: tables.disposals.note(lines))
    anna = await told.inside("anna", Role.EDITOR)
    file = await anna.get(f"{PAGE}/protokoll.csv")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert '"2027-W06";"Berättelse";"2026-W47";"\'=ljus";"3"' in file.text


async def test_a_date_that_leapt_waits_for_an_administrator(told: House) -> None:
    """Everybody who works with concerns sees it; an administrator says that it is right."""
    await told.fill(lambda tables: believes(tables, told.clock.now()))
    _days(told, 52)
    await told.fill(lambda tables: believes(tables, told.clock.now()))
    anna = await told.inside("anna", Role.ADMINISTRATOR)
    eva = await told.inside("eva", Role.EDITOR)
    assert "Kontrollera dagens datum" in (await eva.get("/personal/")).words
    assert "En administratör kan säga" in (await eva.get(PAGE)).words
    assert (await eva.submit(PAGE, f"{PAGE}/datum")).status == 403
    assert "2027-11-23" in (await anna.get(PAGE)).words
    await anna.submit(PAGE, f"{PAGE}/datum")
    page = await anna.get(PAGE)
    assert "Gallringen går vidare" in page.words
    assert "Stämmer dagens datum?" not in page.words
    assert await told.store.turn(lambda tables: believes(tables, told.clock.now()))
    assert not await told.store.turn(
        lambda tables: believes(tables, told.clock.now() + timedelta(days=30))
    )


async def test_a_plan_that_is_not_decided_erases_nothing_and_says_so(house: House) -> None:
    """The page is there in try mode too, for those who are to decide."""
    anna = await house.inside("anna", Role.EDITOR)
    assert "Planen är inte beslutad än" in (await anna.get(PAGE)).words
