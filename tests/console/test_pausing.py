"""The switch that pauses the service: ticked first, written in the log, and taken back."""

from bot.domain.staff import Role
from bot.store.marks import Mark
from tests.console.house import House

PAUSE = "/personal/paus"


async def _words(house: House) -> str | None:
    return await house.store.read(lambda tables: tables.marks.words(Mark.PAUSED))


async def test_nothing_is_paused_by_one_slip(house: House) -> None:
    """Without the tick nothing happens, and what was written is still in its field."""
    visitor = await house.inside("anna", Role.EDITOR)
    page = await visitor.submit(PAUSE, notice="Tillbaka i morgon.")
    assert page.status == 400
    assert "Tillbaka i morgon." in page.text
    assert await _words(house) is None


async def test_paused_and_started_again(house: House) -> None:
    """Everybody who works here sees that it is paused, and one press takes it back."""
    visitor = await house.inside("anna", Role.EDITOR)
    await visitor.submit(PAUSE, notice="Tillbaka  i <b>morgon</b>.", sure="1")
    assert await _words(house) == "Tillbaka i <b>morgon</b>."
    shown = await visitor.get(PAUSE)
    assert "&lt;b&gt;morgon&lt;/b&gt;" in shown.text
    assert "Tjänsten är pausad" in (await visitor.get("/personal/")).words
    await visitor.submit(PAUSE, PAUSE + "/av")
    await visitor.submit(PAUSE, PAUSE + "/av")
    assert await _words(house) is None
    log = await house.store.read(lambda tables: tables.staff.log(10, 0))
    assert [entry.action for entry in log][:2] == ["unpaused", "paused"]


async def test_a_long_text_is_asked_for_shorter(house: House) -> None:
    """A notice has to fit a small phone."""
    visitor = await house.inside("anna", Role.EDITOR)
    page = await visitor.submit(PAUSE, notice="ord " * 80, sure="1")
    assert "för lång" in page.words
    assert await _words(house) is None
