"""A quarter's report on paper: the published figures and nothing finer, as an accessible PDF."""

import asyncio
from pathlib import Path

from bot.domain.figures import Chart, Figure, Published, Row, shares, trend
from bot.knowledge.dates import date_only
from bot.knowledge.figure_words import FigureWords
from bot.knowledge.library import Library
from bot.printing.pdf import pdf

LAYOUT = Path(__file__).with_name("quarter_report.typ")


async def quarter_report(
    library: Library, now: Published, before: Published | None, language: str = "sv"
) -> bytes:
    """The PDF, made in a thread of its own. `before` is the same quarter of the year before, where
    that is published. Takes about a tenth of a second.

    Raises:
        ContentError: the page could not be set.
        ImportError: typst is not installed.
    """
    return await asyncio.to_thread(printed, library, now, before, language)


def printed(
    library: Library, now: Published, before: Published | None, language: str = "sv"
) -> bytes:
    """The same at once, for who may wait."""
    filled = _filled(library, now, before, language)
    return pdf(LAYOUT, "report", filled, f"{language}/figures.toml")


def _filled(
    library: Library, now: Published, before: Published | None, language: str
) -> dict[str, object]:
    """All that the layout needs."""
    words, quarter = library.figure_words(language), now.picture.quarter
    return {
        "language": language,
        "municipality": library.municipality.name,
        "title": words.title,
        "name": words.name(quarter),
        "span": words.span(quarter),
        "words": words.model_dump(include={"total", "year_before", "page"}),
        "total": words.total_of(now.picture),
        "total_before": words.total_of(before.picture) if before else words.none,
        "told": words.how.told,
        "charts": [_chart(words, chart, now, before) for chart in Chart],
        "how": {"title": words.how.title, "paragraphs": words.how.paragraphs[1:]},
        "published": f"{words.published} {date_only(now.day, language)}.",
    }


def _chart(
    words: FigureWords, chart: Chart, now: Published, before: Published | None
) -> dict[str, object]:
    rows = now.picture.charts[chart]
    past = [before.picture.figure(chart, row.choice) if before else None for row in rows]
    drawn = shares([row.figure for row in rows])
    return {
        "title": words.chart(chart),
        "head": {
            "answer": words.answer,
            "number": words.number,
            "before": words.year_before,
            "compared": words.compared,
        },
        "rows": [_row(words, *one) for one in zip(rows, past, drawn, strict=True)],
    }


def _row(words: FigureWords, row: Row, before: Figure | None, share: float) -> dict[str, object]:
    return {
        "label": row.label,
        "figure": str(row.figure),
        "few": row.figure.number is None,
        "before": words.written(before),
        "trend": words.trend(trend(row.figure, before)) if before else words.none,
        "share": share,
    }
