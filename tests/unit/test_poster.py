"""The poster: one page however much a meeting says, a code that opens it, large where it counts."""

import asyncio
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import typst
import zxingcpp
from click.testing import CliRunner
from PIL import Image

from bot.commands.poster import poster as command
from bot.domain.meeting import Meeting, Standing
from bot.knowledge.library import Library
from bot.knowledge.meeting_link import meeting_link
from bot.printing.poster import LAYOUT, Paper, _filled, poster, printed
from bot.store.store import Store
from tests.conftest import coming

SITE = "https://bot.example.se"
TELEGRAM = "https://t.me/an_example_bot"
THREE_METRES = 28
"""Points of the smallest type that is still read at three metres: letters 7 mm high."""


def _full(**changed: object) -> Meeting:
    """A meeting that says everything there is to say."""
    meeting = replace(coming(), hearing_loop=True, toilet=True, place="Rådhussalen, Karlshamn")
    return replace(meeting, **changed)  # type: ignore[arg-type]


def _long() -> Meeting:
    """A meeting whose every field is as long as it may be."""
    return _full(
        title=("Trygghet i vardagen och " * 9)[:120],
        about="Vi pratar om allt. " * 60,
        place=("Rådhussalen vid torget, " * 14)[:300],
        directions=("Ingång från torget. " * 20)[:400],
    )


def _picture(library: Library, meeting: Meeting, address: str, paper: Paper = "a4") -> Image.Image:
    filled = _filled(library, meeting, address, "sv") | {"paper": paper}
    page = typst.compile(
        LAYOUT,
        format="png",
        ppi=72,
        ignore_system_fonts=True,
        sys_inputs={"poster": json.dumps(filled)},
    )
    assert isinstance(page, bytes)
    return Image.open(io.BytesIO(page))


def _read(content: bytes, folder: Path, *options: str) -> str:
    """What stands on the poster, read by a program that has nothing to do with its maker."""
    program = shutil.which("pdftotext")
    if not program:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    path = folder / "poster.pdf"
    path.write_bytes(content)
    return subprocess.run(
        [program, *options, str(path), "-"], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("paper", "box"), [("a4", rb"595\.\d+ 841\.\d+"), ("a3", rb"841\.\d+ 1190\.\d+")]
)
async def test_it_is_one_page(library: Library, paper: Paper, box: bytes, language: str) -> None:
    """On the paper that was asked for; a second page would stay in the printer."""
    content = await poster(library, _full(), SITE, paper, language)
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 " + box + rb"\]", content)


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("address", ["", SITE, TELEGRAM])
def test_it_is_one_page_whatever_the_meeting_says(
    library: Library, standing: Standing, address: str
) -> None:
    """The longest meeting and the shortest one both fit."""
    bare = Meeting("k", "Fika", "Prat.", "", coming().starts, coming().ends, "Hemma")
    for meeting in (_long(), bare):
        content = printed(library, replace(meeting, standing=standing), address, "a4", "sv")
        assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("address", [SITE, TELEGRAM])
def test_the_code_opens_the_meeting(library: Library, address: str, paper: Paper) -> None:
    """A telephone in front of the poster comes to this meeting, not to a first page."""
    found = zxingcpp.read_barcodes(_picture(library, _full(), address, paper))
    assert [code.text for code in found] == [meeting_link(address, "k7p2m")]
    assert meeting_link(SITE, "k7p2m") == f"{SITE}/mote/k7p2m"
    assert meeting_link(TELEGRAM, "k7p2m") == f"{TELEGRAM}?start=mote-k7p2m"


def test_the_code_is_large(library: Library) -> None:
    """At least four centimetres on an A4: an older telephone reads it at arm's length."""
    (code,) = zxingcpp.read_barcodes(_picture(library, _full(), SITE))
    side = code.position.top_right.x - code.position.top_left.x
    assert side / 72 * 25.4 >= 40


def test_when_and_where_are_read_at_three_metres(library: Library, tmp_path: Path) -> None:
    """Title, day, hours, place and the number to ring are in type of 28 points or more."""
    page = _read(printed(library, _full(), SITE, "a4", "sv"), tmp_path, "-bbox")
    heights = {
        word: float(bottom) - float(top)
        for top, bottom, word in re.findall(
            r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', page
        )
    }
    for word in ("Kaffe", "Torsdag", "14.00–16.00", "Rådhussalen,"):
        assert heights[word] >= THREE_METRES, word
    assert max(heights.values()) < 100


def test_it_holds_the_facts(library: Library, tmp_path: Path) -> None:
    """All that decides whether somebody comes, and how to see that it is genuine."""
    read = _read(printed(library, _full(), SITE, "a4", "sv"), tmp_path).replace("\u00a0", " ")
    for said in ("Torsdag 3 december", "klockan 14.00–16.00", "Rådhussalen", "Hiss", "Hörslinga"):
        assert said in read
    for said in ("kaffe", "0454-000 00", "bot.example.se/mote/k7p2m", "karlshamn.se", "äkta"):
        assert said in read


def test_nothing_is_promised_that_nobody_has_said(library: Library, tmp_path: Path) -> None:
    """A poster on a door brings a person in a wheelchair there: no lift is shown unless it is."""
    meeting = _full(lift=None, hearing_loop=False, toilet=None, coffee=None, phone="")
    read = _read(printed(library, meeting, "", "a4", "sv"), tmp_path)
    for said in ("Hiss", "Hörslinga", "Rullstol", "kaffe", "Ring", "Rikta"):
        assert said not in read


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"standing": Standing.CANCELLED}, "Inställd"),
        ({"standing": Standing.MOVED}, "Ny tid eller plats"),
        ({"example": True}, "Exempel"),
    ],
)
def test_what_has_become_of_it_is_said(
    library: Library, tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    """A cancelled meeting's poster can hang on the locked door."""
    assert said in _read(printed(library, _full(**changed), SITE, "a4", "sv"), tmp_path)


def test_no_words_stand_in_the_layout() -> None:
    """Another municipality, or another language, needs to change content/ alone."""
    layout = re.sub(r"//.*", "", LAYOUT.read_text("utf-8"))
    assert not re.search(r"[åäöÅÄÖ]", layout)


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    """Staff who use scripts get the same poster; a wrong key is one sentence."""
    environment = {"DATA_DIR": str(tmp_path), "PUBLIC_URL": ""}
    store = Store(tmp_path / "bot.db")
    asyncio.run(store.turn(lambda tables: tables.meetings.put(coming())))
    store.close()
    run, path = CliRunner(env=environment), tmp_path / "affisch.pdf"
    done = run.invoke(command, ["k7p2m", str(path), "--paper", "a3", "--address", SITE])
    assert done.exit_code == 0, done.output
    assert path.read_bytes().startswith(b"%PDF-")
    assert "QR-kod" in run.invoke(command, ["k7p2m", str(path)]).output
    assert "Ingen träff" in run.invoke(command, ["saknas", str(path)]).output
    assert run.invoke(command, ["k7p2m", str(path), "--address", "bot"]).exit_code == 2
    nowhere = run.invoke(command, ["k7p2m", str(tmp_path / "no" / "x.pdf")])
    assert "går inte att skriva" in str(nowhere.exception)
