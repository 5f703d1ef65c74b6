"""A published meeting moved or cancelled: shown first, and done together with the word of it."""

from dataclasses import replace
from functools import partial

from bot.console.meeting_form import typed
from bot.domain.meeting import Answer, Choice, Meeting, Standing
from bot.domain.membership import Member
from bot.domain.message import plain
from bot.domain.sending import Purpose, RowState
from bot.domain.staff import Role
from bot.store.database import Tables
from tests.console.house import House, Page, Visitor, meeting
from tests.console.test_sending import PLACE, hidden, press

EDIT = "/personal/traffar/k7p2m/andra"
CANCEL = "/personal/traffar/k7p2m/stall-in"


async def answered(house: House, **changes: object) -> Visitor:
    """A published meeting to which one says yes, one maybe, and one nothing."""
    await house.plan(meeting("k7p2m", **changes))
    for number, choice in ((1, Choice.YES), (2, Choice.MAYBE)):
        await house.fill(partial(_answer, number, choice))
    for number in (1, 2, 3):
        await house.fill(partial(_join, number))
    return await house.inside("anna", Role.EDITOR)


def _answer(number: int, choice: Choice, tables: Tables) -> None:
    tables.answers.put(f"telegram:{number}", Answer("k7p2m", choice), "sv")


def _join(number: int, tables: Tables) -> None:
    tables.members.put(Member(f"telegram:{number}", "sv"))


async def kept(house: House) -> Meeting:
    """The meeting as it is."""
    found = await house.store.read(lambda tables: tables.meetings.get("k7p2m"))
    assert found
    return found


async def move(visitor: Visitor, house: House, **changes: str) -> Page:
    """Fill in the form of the meeting with something changed."""
    form = await visitor.get(EDIT)
    fields = typed(await kept(house)) | {"was": hidden(form, "was")} | changes
    return await visitor.send(EDIT, form.token, **fields)


async def confirm(visitor: Visitor, proposal: Page, path: str, **fields: str) -> Page:
    """Send the proposal's own form, with all it carries."""
    import re
    from html import unescape

    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', proposal.text)
    carried = {name: unescape(value) for name, value in found if name != "token"}
    return await visitor.send(path, proposal.token, **(carried | fields))


async def test_a_new_place_is_shown_with_who_is_told_before_anything_happens(
    full_house: House,
) -> None:
    """The count, the exact text and the hour; and the meeting is as it was."""
    visitor = await answered(full_house)
    proposal = await move(visitor, full_house, place="Folkets hus")
    assert "Ingenting är gjort än" in proposal.words
    assert "2 personer som har svarat Kommer eller Kanske" in proposal.words
    assert "Biblioteket" in proposal.words
    assert "Folkets hus" in proposal.words
    unsure = await confirm(visitor, proposal, EDIT)
    assert "Kryssa i rutan först" in unsure.words
    assert (await kept(full_house)).place == "Biblioteket"
    assert await full_house.store.read(lambda t: t.sendings.latest(9)) == ()


async def test_moving_changes_the_meeting_and_tells_in_one_transaction(full_house: House) -> None:
    """Revision, standing and moment follow; those who answered are told after a minute."""
    visitor = await answered(full_house)
    proposal = await move(visitor, full_house, place="Folkets hus", date="2026-12-04")
    page = await confirm(visitor, proposal, EDIT, sure="1")
    now = await kept(full_house)
    assert (now.standing, now.revision, now.place) == (Standing.MOVED, 2, "Folkets hus")
    assert now.changed == full_house.clock.now()
    (sending,) = await full_house.store.read(lambda t: t.sendings.about("k7p2m"))
    assert (sending.purpose, sending.revision) == (Purpose.MOVED, 2)
    assert page.place == f"/personal/utskick/{sending.key}"
    rows = await full_house.store.read(lambda t: t.outbox.progress(sending.key).rows)
    assert rows == {RowState.QUEUED: 2}
    texts = await full_house.store.read(lambda t: t.sendings.texts(sending.key))
    assert "Folkets hus" in plain(texts["sv"].text)
    assert "Ändringen är gjord" in (await visitor.get(page.place)).words


async def test_what_waits_to_go_says_the_new_place(full_house: House) -> None:
    """An invitation that is on hold when the meeting is moved does not go with the old one."""
    visitor = await answered(full_house)
    place = (await press(visitor, "send", sure="1")).place
    proposal = await move(visitor, full_house, place="Folkets hus")
    await confirm(visitor, proposal, EDIT, sure="1")
    key = place.rsplit("/", 1)[1]
    texts = await full_house.store.read(lambda t: t.sendings.texts(key))
    assert "Folkets hus" in plain(texts["sv"].text)
    again = await visitor.get(PLACE)
    assert "Ändrad träff: Trygg i Asarum" in again.words
    assert "1 person får det" in again.words


async def test_a_change_seen_too_late_is_shown_anew(full_house: House) -> None:
    """Somebody mends the title between the proposal and the yes."""
    visitor = await answered(full_house)
    proposal = await visitor.get(CANCEL)
    await full_house.plan(replace(await kept(full_house), title="Trygg i Mörrum"))
    refused = await confirm(visitor, proposal, CANCEL, sure="1")
    assert refused.status == 422
    assert "Träffen har ändrats sedan du läste" in refused.words
    assert "Trygg i Mörrum" in refused.words
    assert (await kept(full_house)).standing is Standing.PUBLISHED


async def test_cancelling_tells_those_who_answered_and_stops_the_invitation(
    full_house: House,
) -> None:
    """Nobody is invited any more, and whoever meant to come is told."""
    visitor = await answered(full_house)
    invitation = (await press(visitor, "send", sure="1")).place.rsplit("/", 1)[1]
    proposal = await visitor.get(CANCEL)
    assert "2 personer som har svarat" in proposal.words
    await confirm(visitor, proposal, CANCEL, sure="1")
    assert (await kept(full_house)).standing is Standing.CANCELLED
    told, invited = await full_house.store.read(lambda t: t.sendings.about("k7p2m"))
    if told.key == invitation:
        told, invited = invited, told
    assert told.purpose is Purpose.CANCELLED
    assert invited.expires <= full_house.clock.now()
    assert (await visitor.get(CANCEL)).status == 303


async def test_other_changes_need_no_telling(full_house: House) -> None:
    """A better description is saved at once."""
    visitor = await answered(full_house)
    page = await move(visitor, full_house, about="Vi pratar om lampor.")
    assert page.status == 303
    assert (await kept(full_house)).revision == 1
