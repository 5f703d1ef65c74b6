"""Accounts in the hands of administrators, and the log of what they did."""

import re

import pytest

from bot.console.colleagues import LINES
from bot.console.invitations import InvitationError, invitation_path, invite, renew
from bot.domain.staff import Action, Role
from tests.console.house import PASSWORD, House, Visitor

STAFF = "/personal/konton"


async def link_of(visitor: Visitor) -> str:
    """The path of the link that the page shows once."""
    shown = await visitor.get(f"{STAFF}/lank")
    found = re.search(r"(/personal/inbjudan/[0-9a-f]{64})<", shown.text)
    assert found
    assert found[1] not in (await visitor.get(f"{STAFF}/lank")).text
    return found[1]


async def test_an_administrator_invites_a_colleague(house: House) -> None:
    """The link is shown once and lets the colleague in with the role that was chosen."""
    boss = await house.inside("bo", Role.ADMINISTRATOR)
    made = await boss.submit(STAFF, f"{STAFF}/bjud-in", name=" Anna  Berg ", role="editor")
    assert made.place == f"{STAFF}/lank"
    path, visitor = await link_of(boss), house.visitor()
    await visitor.submit(path, new=PASSWORD, again=PASSWORD)
    assert "Anna Berg" in (await visitor.get("/personal/")).words
    assert (await house.account("anna berg")).role is Role.EDITOR
    assert "Redaktör" in (await boss.get(STAFF)).words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "x", "role": "reader"}, "2 till 40 tecken"),
        ({"name": "BO", "role": "reader"}, "finns redan"),
        ({"name": "Anna", "role": "king"}, "Välj en roll"),
        ({"name": "Anna"}, "Välj en roll"),
    ],
)
async def test_a_wrong_invitation_says_why(house: House, fields: dict[str, str], said: str) -> None:
    """Nothing is made, and the sentence tells what to write instead."""
    boss = await house.inside("bo", Role.ADMINISTRATOR)
    refused = await boss.submit(STAFF, f"{STAFF}/bjud-in", **fields)
    assert refused.status == 422
    assert said in refused.words
    assert len(await house.store.read(lambda tables: tables.staff.all())) == 1


async def test_inviting_again_gives_a_new_link(house: House) -> None:
    """Somebody who lost the first link is invited once more; the first holds no longer."""
    first = await invite(house.store, house.clock, "Anna", Role.READER)
    second = await invite(house.store, house.clock, "anna", Role.EDITOR)
    visitor = house.visitor()
    assert (await visitor.get(invitation_path(first))).status == 404
    assert (await visitor.get(invitation_path(second))).status == 200
    assert (await house.account("Anna")).role is Role.EDITOR


async def test_the_command_line_says_what_is_wrong(house: House) -> None:
    """A taken name, no name at all and an unknown account each get a sentence."""
    await house.hire("Anna", Role.READER)
    with pytest.raises(InvitationError, match="finns redan ett konto som heter anna"):
        await invite(house.store, house.clock, "anna", Role.READER)
    with pytest.raises(InvitationError, match="2 till 40 tecken"):
        await invite(house.store, house.clock, "", Role.READER)
    with pytest.raises(InvitationError, match="inget konto som heter Bo"):
        await renew(house.store, house.clock, "Bo")


async def test_a_new_link_for_one_who_cannot_log_in(house: House) -> None:
    """The old password holds until the link is used, then no more."""
    boss = await house.inside("bo", Role.ADMINISTRATOR)
    account = await house.hire("anna", Role.READER, factor=True)
    page = f"{STAFF}/{account.key}"
    await boss.submit(page, f"{page}/lank")
    assert (await house.visitor().log_in("anna")).place == "/personal/kod"
    visitor, new = house.visitor(), "fem trötta tranor flyger"
    await visitor.submit(await link_of(boss), new=new, again=new)
    assert (await visitor.get("/personal/")).status == 200
    assert (await house.visitor().log_in("anna")).status == 403


async def test_removing_asks_first_and_ends_the_session(house: House) -> None:
    """Without the box ticked nothing happens; with it the colleague is out."""
    boss = await house.inside("bo", Role.ADMINISTRATOR)
    visitor = await house.inside("anna", Role.READER)
    page = f"{STAFF}/{(await house.account('anna')).key}"
    unsure = await boss.submit(page, f"{page}/ta-bort")
    assert "Kryssa i rutan först" in unsure.words
    assert (await boss.submit(page, f"{page}/ta-bort", sure="1")).place == STAFF
    assert "Kontot är borttaget" in (await boss.get(STAFF)).words
    assert (await visitor.get("/personal/")).status == 303
    assert (await boss.get(page)).status == 404


async def test_nobody_changes_their_own_account_here(house: House) -> None:
    """So that nobody locks the whole house by mistake."""
    boss = await house.inside("bo", Role.ADMINISTRATOR)
    page = f"{STAFF}/{(await house.account('bo')).key}"
    for change, fields in (("roll", {"role": "reader"}), ("ta-bort", {"sure": "1"}), ("lank", {})):
        refused = await boss.submit("/personal/konto", f"{page}/{change}", **fields)
        assert refused.status == 422
        assert "ditt eget konto" in refused.words
    assert (await house.account("bo")).role is Role.ADMINISTRATOR


async def test_the_last_administrator_stays(house: House) -> None:
    """Even the trial administrator cannot leave the house without one."""
    account = await house.hire("bo", Role.ADMINISTRATOR)
    link = await house.console.first_login_link()
    assert link
    visitor, page = house.visitor(), f"{STAFF}/{account.key}"
    await visitor.submit(link)
    for change, fields in (("roll", {"role": "reader"}), ("ta-bort", {"sure": "1"})):
        refused = await visitor.submit(page, f"{page}/{change}", **fields)
        assert "den enda administratören" in refused.words
    await house.hire("anna", Role.ADMINISTRATOR)
    assert (await visitor.submit(page, f"{page}/roll", role="editor")).status == 303


async def test_the_log_tells_who_did_what(house: House) -> None:
    """In Swedish, the latest first, a page at a time, and for any page that is asked for."""
    boss = await house.inside("bo", Role.ADMINISTRATOR)
    await boss.submit(STAFF, f"{STAFF}/bjud-in", name="Anna", role="reader")
    words = (await boss.get("/personal/logg")).words
    assert "bo bjöd in Anna" in words
    assert words.index("bo bjöd in Anna") < words.index("bo loggade in")
    assert "Kommandoraden bjöd in bo" in words
    for number in range(60):
        await house.note(f"n{number}", Action.LOGGED_IN)
    assert "bo bjöd in Anna" not in (await boss.get("/personal/logg")).words
    assert "bo bjöd in Anna" in (await boss.get("/personal/logg?sida=2")).words
    for page in ("0", "-1", "x", "9" * 40, "³"):
        assert (await boss.get(f"/personal/logg?sida={page}")).status == 200


async def test_every_action_has_its_words(house: House) -> None:
    """Whatever the log holds can be read."""
    boss = await house.inside("bo", Role.ADMINISTRATOR)
    for action in Action:
        await house.note("Cia", action)
    pages = range(1, len(Action) // LINES + 2)
    shown = [(await boss.get(f"/personal/logg?sida={page}")).words for page in pages]
    assert "".join(shown).count("Cia") == len(Action)


async def test_weighty_changes_ask_for_the_password(house: House) -> None:
    """An unlocked computer is not enough to change password, factor or recovery codes."""
    visitor = await house.inside("anna", Role.READER)
    await house.set_up(visitor)
    mine, new = "/personal/konto", "fem trötta tranor flyger"
    for path, fields in (
        ("/losenord", {"new": new, "again": new}),
        ("/reservkoder", {}),
        ("/tvasteg/av", {}),
    ):
        house.clock.passed += 60
        refused = await visitor.submit(mine, mine + path, password="inte rätt", **fields)
        assert refused.status == 422
        assert "Lösenordet stämmer inte" in refused.words
        house.clock.passed += 60
        assert (await visitor.submit(mine, mine + path, password=PASSWORD, **fields)).status == 303
        if path == "/losenord":
            await visitor.submit(mine, mine + path, password=new, new=PASSWORD, again=PASSWORD)
    assert not (await house.account("anna")).has_factor


async def test_guessing_the_password_inside_is_slowed(house: House) -> None:
    """An unlocked computer is no place to guess the password from."""
    visitor = await house.inside("anna", Role.READER)
    mine, new = "/personal/konto", "fem trötta tranor flyger"
    page = await visitor.get(mine)
    said = [
        (await visitor.send(f"{mine}/losenord", page.token, password="fel", new=new, again=new))
        for _ in range(4)
    ]
    assert "Vänta" not in said[1].words
    assert "Vänta" in said[3].words
