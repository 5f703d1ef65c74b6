"""Forged requests (S10): every changing route x no token, another's token, a wrong origin."""

from bot.domain.staff import Role
from tests.console.house import House, Page, Visitor
from tests.console.test_access import routes


def changing(house: House) -> list[str]:
    """Every path that takes something other than reading, from the router itself."""
    found = {path for method, path in routes(house) if method not in {"GET", "HEAD"}}
    return [
        "/personal"
        + path.format(
            name="x", token="0" * 64, key="0" * 16, paper="a4", question="q", quarter="2026-Q3"
        )
        for path in sorted(found)
    ]


async def refusals(house: House, visitor: Visitor, own: str, other: str) -> list[Page]:
    """What comes back to each way of forging each change."""
    good = {"Origin": visitor.origin}
    answers = []
    for path in changing(house):
        answers += [
            await visitor.ask("POST", path, {"a": "b"}, good),
            await visitor.ask("POST", path, {"token": ""}, good),
            await visitor.ask("POST", path, {"token": other}, good),
            await visitor.ask("POST", path, {"token": own}, {"Origin": "https://ond.example"}),
            await visitor.ask("POST", path, {"token": own}, {"Origin": "null"}),
            await visitor.ask("POST", path, {"token": own}, {}),
        ]
    return answers


async def test_no_change_without_token_and_origin(house: House) -> None:
    """A new POST route without protection would answer something else than 403 here."""
    visitor = await house.inside("anna", Role.ADMINISTRATOR)
    other = await house.inside("bo", Role.ADMINISTRATOR)
    own = (await visitor.get("/personal/konto")).token
    foreign = (await other.get("/personal/konto")).token
    assert own != foreign
    answers = await refusals(house, visitor, own, foreign)
    assert len(answers) == 6 * len(changing(house))
    assert {answer.status for answer in answers} == {403}
    assert (await visitor.get("/personal/konto")).status == 200
    assert len(await house.store.read(lambda tables: tables.staff.all())) == 2


async def test_login_forms_are_guarded_too(house: House) -> None:
    """Before login the token belongs to a cookie: nobody is logged in to another's account."""
    visitor, other = house.visitor(), house.visitor()
    own = (await visitor.get("/personal/logga-in")).token
    foreign = (await other.get("/personal/logga-in")).token
    answers = await refusals(house, visitor, own, foreign)
    assert {answer.status for answer in answers} == {403}


async def test_strange_bodies_are_refused_in_plain_words(house: House) -> None:
    """A body that is no form, too large or in an unknown alphabet gets an answer, not a fault."""
    visitor = await house.inside("anna", Role.READER)
    head = {"Origin": visitor.origin}
    for kind, body, status in (
        ("application/json", b"{}", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("text/plain", b"token=x", 415),
        ("application/x-www-form-urlencoded; charset=nonsense", b"token=x", 400),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 70_000, 413),
        ("application/x-www-form-urlencoded", b"token=%ED%A0%80", 403),
    ):
        async with visitor.session.post(
            visitor.origin + "/personal/konto/losenord",
            data=body,
            headers=head | {"Content-Type": kind},
        ) as answer:
            assert answer.status == status
            assert "Ingenting ändrades" in await answer.text()


async def test_other_methods_are_refused(house: House) -> None:
    """PUT and DELETE find no room."""
    visitor = await house.inside("anna", Role.READER)
    for method in ("PUT", "DELETE", "PATCH"):
        page = await visitor.ask(method, "/personal/konto", {}, {"Origin": visitor.origin})
        assert page.status == 405
        assert "Det gick inte" in page.words
