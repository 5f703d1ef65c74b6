"""The page of open data: what is published, for anybody, and nothing that is not."""

from datetime import date

from bot.domain.case import ConcernCount, ConcernState
from bot.domain.concern import Often, Origin
from bot.domain.figures import picture
from bot.domain.quarter import Quarter
from bot.knowledge.library import Library
from bot.store.store import Store
from tests.channels.webchat.visitor import Visitor, Watched
from tests.unit.tables_read import read_csv

PAGE = "/oppna-data"


async def test_anybody_reads_and_takes_what_is_published(
    visitor: Visitor, watched: Watched, store: Store, library: Library
) -> None:
    """Nothing before; then the quarter, its files and the terms; no cookie, and nobody is heard."""
    await visitor.opens(PAGE)
    assert "Inget kvartal är publicerat än." in visitor.page
    told = ConcernCount(
        *("2026-W30", "ljus", "asarum", "kvall"),
        *(Often.UNSAID, Origin.SELF, ConcernState.RECEIVED, 12),
    )
    made = picture(Quarter(2026, 3), [told], library.municipality.counted("sv"))
    day = date(2026, 10, 12)
    await store.turn(lambda tables: tables.figures.publish(made, day, trial=False))
    await visitor.opens(PAGE)
    assert "Kvartal 3, 2026" in visitor.page
    assert "CC0 1.0" in visitor.page
    await visitor.opens(f"{PAGE}?lang=en")
    assert "Quarter 3, 2026" in visitor.page
    assert "Set-Cookie" not in visitor.response.headers
    await visitor.opens(f"{PAGE}/lagesbild.csv")
    rows = read_csv(await visitor.response.read())
    assert ["asarum", "Asarum", "10", "10"] in [row[5:] for row in rows]
    await visitor.opens(f"{PAGE}/lagesbild.db")
    assert (await visitor.response.read()).startswith(b"SQLite format 3")
    assert watched.heard == []
