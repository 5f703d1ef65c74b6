"""Coming in: the trial link, invitations, password, code, and guessing made slow (S8)."""

import re

import pytest

from bot.console.factor import current_code
from bot.console.invitations import invitation_path, invite
from bot.domain.staff import Action, Role
from tests.console.house import PASSWORD, House, Visitor


async def trial_path(house: House) -> str:
    """The path of a new trial link."""
    link = await house.console.first_login_link("http://bot.example")
    assert link
    return link.removeprefix("http://bot.example")


async def test_trial_link_lets_an_administrator_in_once(house: House) -> None:
    """Opening the link spends nothing; its button lets one visitor in."""
    path, visitor, other = await trial_path(house), house.visitor(), house.visitor()
    for _ in range(3):
        assert "Logga in" in (await other.get(path)).words
    entered = await visitor.submit(path)
    assert (entered.status, entered.place) == (303, "/personal/")
    assert "Vad väntar på mig" in (await visitor.get("/personal/")).words
    assert (await visitor.get("/personal/konton")).status == 200
    assert (await other.get(path)).status == 404
    assert (await other.submit("/personal/logga-in", path)).status == 404


async def test_trial_link_ends_after_an_hour(house: House) -> None:
    """A link that lies in a terminal's history opens nothing later."""
    path = await trial_path(house)
    house.clock.passed += 3601
    assert (await house.visitor().get(path)).status == 404


async def test_a_new_trial_link_ends_the_one_before(house: House) -> None:
    """Only the link printed last holds."""
    first, second = await trial_path(house), await trial_path(house)
    assert (await house.visitor().get(first)).status == 404
    assert (await house.visitor().get(second)).status == 200


async def test_live_has_no_trial_link(live_house: House) -> None:
    """In live operation nobody comes in without an account."""
    assert await live_house.console.first_login_link() is None
    assert (await live_house.visitor().get("/personal/prov/0")).status == 404


async def test_invitation_chooses_a_password_once(house: House) -> None:
    """The link is spent by the password, and the password then logs in."""
    token = await invite(house.store, house.clock, "Anna Berg", Role.EDITOR)
    path, visitor = invitation_path(token), house.visitor()
    assert "Hej Anna Berg!" in (await visitor.get(path)).words
    joined = await visitor.submit(path, new=PASSWORD, again=PASSWORD)
    assert joined.status == 303
    assert "Välkommen!" in (await visitor.get(joined.place)).words
    assert (await visitor.get(path)).status == 404
    again = await house.visitor().log_in("anna berg")
    assert (again.status, again.place) == (303, "/personal/")


async def test_invitation_ends_after_a_week(house: House) -> None:
    """An old link in a mailbox opens nothing."""
    token = await invite(house.store, house.clock, "Anna", Role.EDITOR)
    house.clock.passed += 7 * 24 * 3600
    assert (await house.visitor().get(invitation_path(token))).status == 404


async def test_weak_passwords_are_refused_with_a_reason(house: House) -> None:
    """Each kind of weak password gets its own plain sentence, and the link is not spent."""
    token = await invite(house.store, house.clock, "Anna Berg", Role.EDITOR)
    path, visitor = invitation_path(token), house.visitor()
    for new, again, said in (
        ("kort ord 1", "kort ord 1", "för kort"),
        ("a" * 300, "a" * 300, "för långt"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "lätt att gissa"),
        ("sommar2026!!!", "sommar2026!!!", "vanligt"),
        ("Anna Berg 123", "Anna Berg 123", "liknar ditt namn"),
        (PASSWORD, PASSWORD + "x", "inte lika"),
    ):
        refused = await visitor.submit(path, new=new, again=again)
        assert refused.status == 422
        assert said in refused.words
        assert new not in refused.text
    assert (await visitor.get(path)).status == 200


async def test_wrong_name_and_wrong_password_look_the_same(house: House) -> None:
    """Nobody learns from the answer who works here."""
    await house.hire("anna", Role.READER)
    known = await house.visitor().log_in("anna", "fel lösenord här")
    unknown = await house.visitor().log_in("ulla", "fel lösenord här")
    assert known.status == unknown.status == 403
    assert known.words == unknown.words


async def test_an_unknown_name_is_hashed_as_a_known_one(house: House) -> None:
    """Both cost one verification with the same parameters, so time tells nothing."""
    await house.hire("anna", Role.READER)
    await invite(house.store, house.clock, "inbjuden", Role.READER)
    passwords = house.console._desk.passwords
    seen: list[str] = []
    matches = passwords._matches

    def spy(kept: str, password: str) -> bool:
        seen.append(kept.rsplit("$", 2)[0])
        return matches(kept, password)

    passwords._matches = spy  # type: ignore[method-assign]
    for name in ("anna", "ulla", "inbjuden"):
        await house.visitor().log_in(name, "fel lösenord här")
    assert len(seen) == 3
    assert len(set(seen)) == 1


async def hammer(visitor: Visitor, name: str, times: int) -> list[int]:
    """Statuses of so many wrong passwords in a row."""
    page = await visitor.get("/personal/logga-in")
    return [
        (
            await visitor.send("/personal/logga-in", page.token, name=name, password="gissning")
        ).status
        for _ in range(times)
    ]


async def test_guessing_is_slowed_and_says_how_long(house: House) -> None:
    """Of a hundred guesses at once only the first few are tried; the rest are told to wait."""
    await house.hire("anna", Role.READER)
    visitor = house.visitor()
    statuses = await hammer(visitor, "anna", 100)
    assert statuses.count(403) == 2
    assert statuses.count(429) == 98
    slow = await visitor.log_in("anna")
    assert slow.status == 429
    assert int(slow.headers["Retry-After"]) <= 42
    assert re.search(r"Vänta \d+ sekunder", slow.words)


async def test_a_minute_holds_five_guesses_from_many_browsers(house: House) -> None:
    """Guessing from many places shares one allowance for the account."""
    await house.hire("anna", Role.READER)
    tried = 0
    for _ in range(60):
        tried += (await hammer(house.visitor(), "anna", 1)).count(403)
        house.clock.passed += 1
    assert tried == 5


async def test_the_owner_comes_in_while_somebody_guesses(house: House) -> None:
    """A browser that has logged in before is not kept out by a stranger's guesses."""
    await house.hire("anna", Role.READER)
    own, stranger = house.visitor(), house.visitor()
    await own.log_in("anna")
    await own.submit("/personal/", "/personal/logga-ut")
    for _ in range(30):
        await hammer(stranger, "anna", 3)
        house.clock.passed += 5
    assert (await stranger.log_in("anna")).status == 429
    assert (await own.log_in("anna")).status == 303
    assert "Någon har skrivit fel" in (await own.get("/personal/")).words


async def test_after_the_attack_the_wait_is_under_a_minute(house: House) -> None:
    """On a new browser too, nobody is kept out long once the guessing ends."""
    await house.hire("anna", Role.READER)
    for _ in range(40):
        await hammer(house.visitor(), "anna", 2)
        house.clock.passed += 60
    await hammer(house.visitor(), "anna", 2)
    house.clock.passed += 60
    assert (await house.visitor().log_in("anna")).status == 303


async def test_second_factor_is_asked_for(house: House) -> None:
    """The password alone opens nothing when a second factor is on."""
    account = await house.hire("anna", Role.READER, factor=True)
    visitor = house.visitor()
    assert (await visitor.log_in("anna")).place == "/personal/kod"
    assert (await visitor.get("/personal/")).place == "/personal/kod"
    assert (await visitor.give_code("000000")).status == 403
    house.clock.passed += 30
    code = current_code(account.secret, house.clock.now())
    assert (await visitor.give_code(code)).place == "/personal/"


async def test_a_code_works_once(house: House) -> None:
    """Somebody who saw the code over a shoulder cannot use it again."""
    account = await house.hire("anna", Role.READER, factor=True)
    house.clock.passed += 60
    code = current_code(account.secret, house.clock.now())
    first, second = house.visitor(), house.visitor()
    await first.log_in("anna")
    await second.log_in("anna")
    assert (await first.give_code(code)).status == 303
    assert (await second.give_code(code)).status == 403


async def test_the_code_that_set_the_factor_up_is_spent(house: House) -> None:
    """The first code counts as used."""
    account = await house.hire("anna", Role.READER, factor=True)
    visitor = house.visitor()
    await visitor.log_in("anna")
    code = current_code(account.secret, house.clock.now())
    assert (await visitor.give_code(code)).status == 403


async def test_five_wrong_codes_begin_again(house: House) -> None:
    """A login that guesses codes ends and has to give the password again; the log tells."""
    await house.hire("anna", Role.READER, factor=True)
    visitor = house.visitor()
    await visitor.log_in("anna")
    last = None
    for _ in range(5):
        last = await visitor.give_code("000000")
        house.clock.passed += 60
    assert last
    assert last.place == "/personal/logga-in"
    log = await house.store.read(lambda tables: tables.staff.log(50))
    assert [entry.action for entry in log].count(Action.WRONG_CODE) == 5


async def test_code_guesses_wait_longer_and_longer(house: House) -> None:
    """Whoever has the password and tries codes all day makes no headway."""
    await house.hire("anna", Role.READER, factor=True)
    tried = 0
    visitor = house.visitor()
    for _ in range(24 * 12):
        if (await visitor.log_in("anna")).status == 303:
            tried += (await visitor.give_code("000000")).status != 429
        house.clock.passed += 300
    assert tried <= 24 * 6 + 12


async def test_a_recovery_code_works_once(house: House) -> None:
    """With the phone gone, each saved code opens once, however it is typed."""
    await house.hire("anna", Role.READER)
    visitor = house.visitor()
    await visitor.log_in("anna")
    shown = await house.set_up(visitor)
    codes = re.findall(r"<li>([a-z2-7-]{19})</li>", shown.text)
    assert len(set(codes)) == 8
    assert codes[0] not in (await visitor.get("/personal/konto/reservkoder")).text
    first, second = house.visitor(), house.visitor()
    await first.log_in("anna")
    typed = f" {codes[0].upper().replace('-', ' ')} "
    assert (await first.submit("/personal/kod", recovery=typed)).place == "/personal/"
    assert "7 reservkoder" in (await first.get("/personal/konto")).words
    await second.log_in("anna")
    assert (await second.submit("/personal/kod", recovery=codes[0])).status == 403


async def test_live_demands_a_second_factor(live_house: House) -> None:
    """In live operation every room but the set-up is closed until the factor is on."""
    token = await invite(live_house.store, live_house.clock, "anna", Role.ADMINISTRATOR)
    visitor = live_house.visitor()
    joined = await visitor.submit(invitation_path(token), new=PASSWORD, again=PASSWORD)
    assert joined.place == "/personal/konto/tvasteg"
    for path in ("/personal/", "/personal/berattelser", "/personal/konton", "/personal/konto"):
        assert (await visitor.get(path)).place == "/personal/konto/tvasteg"
    await live_house.set_up(visitor)
    assert (await visitor.get("/personal/")).status == 200
    refused = await visitor.submit("/personal/konto", "/personal/konto/tvasteg/av")
    assert refused.status == 403


async def test_a_hash_with_old_parameters_is_renewed(house: House) -> None:
    """A login is the moment to hash again under today's parameters; no session ends by it."""
    from argon2 import PasswordHasher

    account = await house.hire("anna", Role.READER)
    old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    await house.store.turn(lambda tables: tables.staff.rehash(account.key, account.password, old))
    visitor = house.visitor()
    assert (await visitor.log_in("anna")).status == 303
    assert (await visitor.get("/personal/")).status == 200
    renewed = await house.account("anna")
    assert renewed.password != old
    assert "t=1" in renewed.password


async def test_a_password_changed_during_the_login_does_not_come_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever gives the old password while it is being replaced gets no session."""
    account = await house.hire("anna", Role.READER)
    visitor = house.visitor()
    verify = house.console._desk.passwords.verify

    async def slow(kept: str, password: str) -> bool:
        await house.store.turn(lambda tables: tables.staff.set_password(account.key, "new"))
        return await verify(kept, password)

    monkeypatch.setattr(house.console._desk.passwords, "verify", slow)
    assert (await visitor.log_in("anna")).place == "/personal/logga-in"
    assert visitor.cookie() == ""


async def test_setting_up_needs_a_code_that_works(house: House) -> None:
    """A wrong first code changes nothing; the same picture stays until the right one comes."""
    visitor = await house.inside("anna", Role.READER)
    page = "/personal/konto/tvasteg"
    assert (await visitor.get("/personal/konto/qr.svg")).status == 404
    unseen = await visitor.submit("/personal/konto", page, code="123456")
    assert (unseen.status, unseen.place) == (303, page)
    shown = await visitor.get(page)
    refused = await visitor.send(page, shown.token, code="000000")
    assert refused.status == 422
    assert re.search(r'class="key">([^<]+)<', shown.text)[1] in refused.text  # type: ignore[index]
    assert (await visitor.get("/personal/konto/qr.svg")).status == 200
    assert not (await house.account("anna")).has_factor
    none = await visitor.submit("/personal/konto", "/personal/konto/reservkoder")
    assert none.place == "/personal/konto"


async def test_another_phone_asks_for_the_password(house: House) -> None:
    """The second factor is not replaced from an unlocked computer."""
    visitor = await house.inside("anna", Role.READER)
    await house.set_up(visitor)
    before = (await house.account("anna")).secret
    page = "/personal/konto/tvasteg"
    shown = await visitor.get(page)
    key = re.search(r'class="key">([^<]+)<', shown.text)
    assert key
    code = current_code(key[1].replace(" ", ""), house.clock.now())
    refused = await visitor.send(page, shown.token, code=code, password="inte rätt")
    assert "Lösenordet stämmer inte" in refused.words
    assert (await house.account("anna")).secret == before
    assert (await visitor.send(page, shown.token, code=code, password=PASSWORD)).status == 303
    assert (await house.account("anna")).secret != before


async def test_codes_too_often_say_how_long(house: House) -> None:
    """The page asks for patience instead of trying the code."""
    await house.hire("anna", Role.READER, factor=True)
    visitor = house.visitor()
    await visitor.log_in("anna")
    statuses = [(await visitor.give_code("000000")).status for _ in range(4)]
    assert statuses == [403, 403, 429, 429]
