"""Lägesbild: read before it is published, published once, drawn honestly, and taken away whole."""

import re
from functools import partial

from bot.domain.concern import Concern
from bot.domain.staff import Role
from bot.store.database import Tables
from tests.console.house import House

PLACE = "/personal/lagesbild"


def tell(number: int, week: str, tables: Tables) -> None:
    """So many concerns about the light in Asarum in the evening, shown to staff."""
    for place in range(number):
        tables.concerns.file(
            Concern(f"{week}-{place:04}", week, "ljus", "asarum", "kvall", "En hemlig mening")
        )
    tables.concerns.release()


async def test_a_quarter_is_read_published_and_stays(full_house: House) -> None:
    """The overview asks for it; a yes is needed; what comes in later changes nothing; the year
    before stands beside; a reader sees nothing of it before.
    """
    await full_house.fill(partial(tell, 23, "2025-W30"))
    await full_house.fill(partial(tell, 38, "2026-W30"))
    editor = await full_house.inside("anna", Role.EDITOR)
    reader = await full_house.inside("bo", Role.READER)
    empty = await editor.get(PLACE)
    assert "Inget kvartal är publicerat än." in empty.words
    overview = (await editor.get("/personal/")).words
    assert "Läs och publicera lägesbilden Kvartal 3, 2026" in overview
    for quarter in ("2025-Q3", "2026-Q3"):
        page = await editor.get(f"{PLACE}/{quarter}")
        assert "Så här blir siffrorna." in page.words
        unsure = await editor.send(f"{PLACE}/{quarter}/publicera", page.token)
        assert unsure.status == 422
        assert "Kryssa i rutan först" in unsure.words
        assert (await editor.get(f"{PLACE}/{quarter}/siffror.csv")).status == 404
        assert (await reader.get(f"{PLACE}/{quarter}")).status == 404
        await editor.send(f"{PLACE}/{quarter}/publicera", page.token, sure="1")
    await full_house.fill(partial(tell, 55, "2026-W31"))
    page = await reader.get(PLACE)
    assert "Publicerad 24 november 2026." in page.words
    assert "Alla tillsammans 40 Året före: 25 (fler)" in page.words
    assert "Asarum 40 25 fler" in page.words
    assert "Mörrum <5 <5 för få" in page.words
    assert "hemlig" not in page.text
    assert (await editor.get(f"{PLACE}/2026-Q4")).status == 404
    administrator = await full_house.inside("cilla", Role.ADMINISTRATOR)
    log = (await administrator.get("/personal/logg")).words
    assert log.count("anna publicerade lägesbilden för Kvartal 3, 2026") == 1


async def test_few_is_drawn_hatched_and_the_table_says_all(full_house: House) -> None:
    """A drawing is hidden from screen readers, carries its numbers as words, and needs neither
    script nor style in the page, which the console's policy refuses.
    """
    await full_house.fill(partial(tell, 12, "2026-W30"))
    editor = await full_house.inside("anna", Role.EDITOR)
    text = (await editor.get(f"{PLACE}/2026-Q3")).text
    drawn = re.findall(r"<svg[^>]*class=.chart.*?</svg>", text, re.DOTALL)
    assert len(drawn) == 3
    assert all('aria-hidden="true"' in one for one in drawn)
    assert 'rect class="full" x="1" y="21" width="294.0"' in drawn[0]
    assert 'rect class="few" fill="url(#few)" x="1" y="77" width="117.6"' in drawn[0]
    assert re.findall(r'class="amount"[^>]*>([^<]+)<', drawn[1]) == ["&lt;5", "10", *["&lt;5"] * 6]
    assert text.count("<table") == 3
    assert " style=" not in text


async def test_everything_can_be_taken_away(full_house: House) -> None:
    """A report, a workbook and a table of the quarter; all quarters, and the open data."""
    await full_house.fill(partial(tell, 12, "2026-W30"))
    editor = await full_house.inside("anna", Role.EDITOR)
    page = await editor.get(f"{PLACE}/2026-Q3")
    await editor.send(f"{PLACE}/2026-Q3/publicera", page.token, sure="1")
    begins = {
        "2026-Q3/rapport.pdf": b"%PDF-",
        "2026-Q3/siffror.xlsx": b"PK",
        "2026-Q3/siffror.csv": b'\xef\xbb\xbf"kvartal"',
        "alla/siffror.xlsx": b"PK",
        "alla/siffror.csv": b'\xef\xbb\xbf"kvartal"',
        "alla/oppna-data.db": b"SQLite format 3",
    }
    for path, begin in begins.items():
        async with editor.session.get(f"{editor.origin}{PLACE}/{path}") as answer:
            assert answer.status == 200, path
            assert (await answer.read()).startswith(begin)
            assert "attachment" in answer.headers["Content-Disposition"]
    for path in ("2026-Q3/annat.txt", "alla/rapport.pdf", "2026-Q2/siffror.csv", "x/siffror.csv"):
        assert (await editor.get(f"{PLACE}/{path}")).status == 404
