"""Sessions (S9): fixation, reuse, rest, an absolute end, and cookies that stay in place."""

from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from yarl import URL

from bot.console.sessions import MOST, Sessions, Stage
from bot.domain.staff import Role
from tests.console.house import PASSWORD, HeldClock, House, Visitor


async def is_inside(visitor: Visitor) -> bool:
    """Whether the overview opens."""
    return (await visitor.get("/personal/")).status == 200


def plant(visitor: Visitor, value: str) -> None:
    """Give a browser a session id of somebody else's choice."""
    visitor.session.cookie_jar.update_cookies(
        SimpleCookie(f"personal={value}; Path=/personal"),
        response_url=URL(visitor.origin),
    )


async def test_login_gives_a_new_id(house: House) -> None:
    """An id planted before the login is not the one that is logged in."""
    await house.hire("anna", Role.READER)
    visitor, thief = house.visitor(), house.visitor()
    planted = "a" * 64
    plant(visitor, planted)
    plant(thief, planted)
    await visitor.log_in("anna")
    assert visitor.cookie() != planted
    assert len(visitor.cookie()) == 64
    assert await is_inside(visitor)
    assert not await is_inside(thief)


async def test_the_code_gives_a_new_id_again(house: House) -> None:
    """The id that had only the password is dead once the code is given."""
    from bot.console.factor import current_code

    account = await house.hire("anna", Role.READER, factor=True)
    house.clock.passed += 60
    visitor, thief = house.visitor(), house.visitor()
    await visitor.log_in("anna")
    half = visitor.cookie()
    await visitor.give_code(current_code(account.secret, house.clock.now()))
    plant(thief, half)
    assert await is_inside(visitor)
    assert (await thief.get("/personal/kod")).place == "/personal/logga-in"


async def test_a_session_is_dead_after_logout(house: House) -> None:
    """A copied cookie opens nothing once its owner has logged out."""
    visitor, thief = await house.inside("anna", Role.READER), house.visitor()
    plant(thief, visitor.cookie())
    assert await is_inside(thief)
    left = await visitor.submit("/personal/", "/personal/logga-ut")
    assert left.place == "/personal/logga-in"
    assert visitor.cookie() == ""
    assert not await is_inside(thief)


@pytest.mark.parametrize(("rest", "inside"), [(29 * 60, True), (30 * 60 + 1, False)])
async def test_half_an_hour_of_rest_ends_it(house: House, rest: int, inside: bool) -> None:
    """A forgotten browser closes by itself, not a minute too early."""
    visitor = await house.inside("anna", Role.READER)
    house.clock.passed += rest
    assert await is_inside(visitor) is inside


async def test_twelve_hours_end_it_however_busy(house: House) -> None:
    """Even a session in constant use ends."""
    visitor = await house.inside("anna", Role.READER)
    for _ in range(12 * 3):
        house.clock.passed += 20 * 60
        assert await is_inside(visitor)
    house.clock.passed += 60
    assert not await is_inside(visitor)


async def test_a_form_sent_too_late_says_so(house: House) -> None:
    """Nothing is changed, and the page tells what to do."""
    visitor = await house.inside("anna", Role.READER)
    token = (await visitor.get("/personal/konto")).token
    house.clock.passed += 3600
    page = await visitor.send("/personal/konto/losenord", token, new="x")
    assert page.status == 403
    assert "Du är inte inloggad längre" in page.words


async def test_a_new_password_ends_the_other_sessions(house: House) -> None:
    """Whoever had the old password is out; the one who changed it stays."""
    visitor, other = await house.inside("anna", Role.READER), house.visitor()
    await other.log_in("anna")
    new = "fem trötta tranor flyger"
    changed = await visitor.submit(
        "/personal/konto", "/personal/konto/losenord", password=PASSWORD, new=new, again=new
    )
    assert changed.place == "/personal/konto"
    assert "Ditt lösenord är bytt" in (await visitor.get("/personal/konto")).words
    assert not await is_inside(other)
    assert (await house.visitor().log_in("anna")).status == 403
    assert (await house.visitor().log_in("anna", new)).status == 303


async def test_a_new_role_ends_the_sessions(house: House) -> None:
    """Rights taken away are gone at once."""
    boss = await house.inside("bo", Role.ADMINISTRATOR)
    visitor = await house.inside("anna", Role.ADMINISTRATOR)
    key = (await house.account("anna")).key
    page = f"/personal/konton/{key}"
    assert (await boss.submit(page, f"{page}/roll", role="reader")).status == 303
    assert not await is_inside(visitor)
    await visitor.log_in("anna")
    assert (await visitor.get("/personal/konton")).status == 403


async def test_a_change_from_the_command_line_ends_them_too(house: House) -> None:
    """Another process changes only the database; the session still ends."""
    visitor = await house.inside("anna", Role.ADMINISTRATOR)
    key = (await house.account("anna")).key
    await house.store.turn(lambda tables: tables.staff.set_role(key, Role.READER))
    assert not await is_inside(visitor)


async def test_logging_out_everywhere(house: House) -> None:
    """Every browser of the account is out, this one too."""
    visitor, other = await house.inside("anna", Role.READER), house.visitor()
    await other.log_in("anna")
    await visitor.submit("/personal/konto", "/personal/konto/logga-ut-overallt")
    assert not await is_inside(visitor)
    assert not await is_inside(other)


async def test_cookies_behind_https(tmp_path: Path) -> None:
    """The __Host- prefix, Secure, HttpOnly and SameSite=Strict, on every cookie."""
    house = await House(tmp_path, secure=True, public_url="https://bot.example").open()
    visitor = house.visitor()
    link = await house.console.first_login_link()
    assert link
    assert link.startswith("https://bot.example/personal/prov/")
    path = link.removeprefix("https://bot.example")
    opened = await visitor.get(path)
    form = opened.cookies[0].split(";")[0]
    entered = await visitor.ask(
        "POST", path, {"token": opened.token}, {"Origin": "https://bot.example", "Cookie": form}
    )
    assert entered.status == 303
    for cookie in opened.cookies + entered.cookies:
        assert cookie.startswith("__Host-personal")
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
    await house.close()


async def test_cookies_in_try_mode_stay_in_personal(house: House) -> None:
    """Without https the cookies do not travel to the residents' pages."""
    opened = await house.visitor().get("/personal/logga-in")
    assert {"HttpOnly", "SameSite=Strict", "Path=/personal"} <= set(opened.cookies[0].split("; "))


async def test_every_answer_has_the_headers(house: House) -> None:
    """Pages, redirects, styles and faults: no script but our own file can run, nothing is kept,
    nobody frames it.
    """
    visitor = await house.inside("anna", Role.READER)
    for path in ("", "/", "/konto", "/static/console.css", "/finns-inte", "/konton"):
        page = await visitor.get("/personal" + path)
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'")
        assert "frame-ancestors 'none'" in policy
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        kept = "public, max-age=86400" if "static" in path else "no-store"
        assert page.headers["Cache-Control"] == kept
        assert "Server" not in page.headers
        assert page.text.count("<script") == page.text.count('<script src="/personal/static/')
        assert "style=" not in page.text


def test_sessions_are_bounded() -> None:
    """A flood of logins drops the one longest at rest, never the machine."""
    sessions = Sessions(HeldClock())
    names = [sessions.begin("anna", 0, Stage.FULL) for _ in range(MOST + 1)]
    assert sessions.find(names[0]) is None
    assert sessions.find(names[-1]) is not None
