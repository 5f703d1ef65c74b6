"""The quarter's report: all of the figures on paper, and nothing finer."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from bot.domain.figures import Published, picture
from bot.domain.quarter import Quarter
from bot.knowledge.library import Library
from bot.printing.quarter_report import LAYOUT, printed
from tests.unit.test_figures import told


def test_it_holds_the_figures_and_those_of_a_year_before(library: Library, tmp_path: Path) -> None:
    """Read by a program that has nothing to do with its maker."""
    program = shutil.which("pdftotext")
    if not program:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    counted = library.municipality.counted("sv")
    many = [told("ljus", "asarum", "kvall", 38), told("trafik", "morrum", "dag", 3)]
    now, before = (
        Published(picture(Quarter(year, 3), concerns, counted), date(year, 10, 12))
        for year, concerns in ((2026, many), (2025, many[:1] + many[:1]))
    )
    path = tmp_path / "report.pdf"
    path.write_bytes(printed(library, now, before))
    read = subprocess.run(
        [program, "-layout", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    words = " ".join(read.split())
    assert "Lägesbild Kvartal 3, 2026. Vecka 27–39." in words
    assert "Asarum 40 75 färre" in words
    assert "Mörrum <5 <5 för få" in words
    assert "Publicerad 12 oktober 2026." in words
    assert "38" not in words


def test_no_words_stand_in_the_layout() -> None:
    """Another municipality, or another language, needs to change content/ alone."""
    assert not re.search(r"[åäöÅÄÖ]", re.sub(r"//.*", "", LAYOUT.read_text("utf-8")))
