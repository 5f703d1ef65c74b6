"""Who may open what: every room of the console x every kind of visitor (S11), default deny."""

import pytest
from aiohttp import web

from bot.console.access import Access, Room
from bot.domain.staff import Role
from tests.console.house import House, Visitor

OPEN = "open"
READER = "reader"
EDITOR = "editor"
ADMINISTRATOR = "administrator"
TABLE = {
    ("GET", ""): OPEN,
    ("GET", "/static/{name}"): OPEN,
    ("GET", "/logga-in"): OPEN,
    ("POST", "/logga-in"): OPEN,
    ("GET", "/prov/{token}"): OPEN,
    ("POST", "/prov/{token}"): OPEN,
    ("GET", "/inbjudan/{token}"): OPEN,
    ("POST", "/inbjudan/{token}"): OPEN,
    ("GET", "/kod"): "code",
    ("POST", "/kod"): "code",
    ("POST", "/logga-ut"): READER,
    ("GET", "/"): READER,
    ("GET", "/traffar"): READER,
    ("GET", "/traffar/ny"): EDITOR,
    ("POST", "/traffar/ny"): EDITOR,
    ("GET", "/traffar/{key}"): READER,
    ("GET", "/traffar/{key}/andra"): EDITOR,
    ("POST", "/traffar/{key}/andra"): EDITOR,
    ("POST", "/traffar/{key}/publicera"): EDITOR,
    ("POST", "/traffar/{key}/ta-bort"): EDITOR,
    ("GET", "/traffar/{key}/stall-in"): EDITOR,
    ("POST", "/traffar/{key}/stall-in"): EDITOR,
    ("POST", "/traffar/{key}/telefon"): EDITOR,
    ("POST", "/traffar/{key}/fraga"): EDITOR,
    ("GET", "/traffar/{key}/fraga/{question}/skicka"): EDITOR,
    ("POST", "/traffar/{key}/fraga/{question}/skicka"): EDITOR,
    ("GET", "/traffar/{key}/foto"): READER,
    ("POST", "/traffar/{key}/foto"): EDITOR,
    ("POST", "/traffar/{key}/foto/ta-bort"): EDITOR,
    ("GET", "/traffar/{key}/affisch/{paper}"): READER,
    ("GET", "/traffar/{key}/ni-sa"): EDITOR,
    ("POST", "/traffar/{key}/ni-sa"): EDITOR,
    ("GET", "/traffar/{key}/ni-sa/skicka"): EDITOR,
    ("POST", "/traffar/{key}/ni-sa/skicka"): EDITOR,
    ("GET", "/traffar/{key}/skicka"): EDITOR,
    ("POST", "/traffar/{key}/skicka"): EDITOR,
    ("GET", "/traffar/{key}/antal"): EDITOR,
    ("GET", "/utskick"): READER,
    ("GET", "/statistik"): READER,
    ("GET", "/lagesbild"): READER,
    ("GET", "/lagesbild/{quarter}"): READER,
    ("POST", "/lagesbild/{quarter}/publicera"): EDITOR,
    ("GET", "/lagesbild/{quarter}/{file}"): READER,
    ("GET", "/utskick/{key}"): READER,
    ("GET", "/utskick/{key}/lage"): READER,
    ("POST", "/utskick/{key}/stoppa"): EDITOR,
    ("POST", "/utskick/{key}/fortsatt"): EDITOR,
    ("POST", "/utskick/{key}/kasta"): EDITOR,
    ("POST", "/utskick/{key}/igen"): EDITOR,
    ("GET", "/konto/telefoner"): READER,
    ("POST", "/konto/telefoner/kod"): READER,
    ("POST", "/konto/telefoner/bort"): READER,
    ("GET", "/berattelser"): EDITOR,
    ("GET", "/berattelser/ny"): EDITOR,
    ("POST", "/berattelser/ny"): EDITOR,
    ("GET", "/berattelser/{key}"): EDITOR,
    ("POST", "/berattelser/{key}/last"): EDITOR,
    ("POST", "/berattelser/{key}/anteckning"): EDITOR,
    ("POST", "/berattelser/{key}/isar"): EDITOR,
    ("GET", "/berattelser/{key}/svar"): EDITOR,
    ("POST", "/berattelser/{key}/svar"): EDITOR,
    ("GET", "/berattelser/{key}/gom"): EDITOR,
    ("POST", "/berattelser/{key}/gom"): EDITOR,
    ("GET", "/berattelser/{key}/samma"): EDITOR,
    ("POST", "/berattelser/{key}/samma"): EDITOR,
    ("POST", "/berattelser/{key}/utdrag"): EDITOR,
    ("GET", "/berattelser/{key}/traff"): EDITOR,
    ("POST", "/berattelser/{key}/traff"): EDITOR,
    ("GET", "/texter"): READER,
    ("GET", "/konto"): READER,
    ("POST", "/konto/losenord"): READER,
    ("GET", "/konto/tvasteg"): READER,
    ("GET", "/konto/qr.svg"): READER,
    ("POST", "/konto/tvasteg"): READER,
    ("POST", "/konto/tvasteg/av"): READER,
    ("GET", "/konto/reservkoder"): READER,
    ("POST", "/konto/reservkoder"): READER,
    ("POST", "/konto/logga-ut-overallt"): READER,
    ("GET", "/konton"): ADMINISTRATOR,
    ("POST", "/konton/bjud-in"): ADMINISTRATOR,
    ("GET", "/konton/lank"): ADMINISTRATOR,
    ("GET", "/konton/{key}"): ADMINISTRATOR,
    ("POST", "/konton/{key}/roll"): ADMINISTRATOR,
    ("POST", "/konton/{key}/lank"): ADMINISTRATOR,
    ("POST", "/konton/{key}/ta-bort"): ADMINISTRATOR,
    ("GET", "/logg"): ADMINISTRATOR,
    ("GET", "/utskick/{key}/ratta"): EDITOR,
    ("POST", "/utskick/{key}/ratta"): EDITOR,
    ("POST", "/utskick/{key}/rattelse"): EDITOR,
    ("GET", "/varningar"): READER,
    ("GET", "/varningar/ny"): EDITOR,
    ("POST", "/varningar/ny"): EDITOR,
    ("GET", "/varningar/{key}"): EDITOR,
    ("POST", "/varningar/{key}"): EDITOR,
    ("GET", "/varningar/{key}/skicka"): EDITOR,
    ("POST", "/varningar/{key}/skicka"): EDITOR,
    ("GET", "/varningar/{key}/antal"): EDITOR,
    ("GET", "/gallring"): EDITOR,
    ("GET", "/gallring/protokoll.csv"): EDITOR,
    ("POST", "/gallring/datum"): ADMINISTRATOR,
    ("GET", "/las-upp"): EDITOR,
    ("POST", "/las-upp"): EDITOR,
    ("POST", "/las-upp/las"): EDITOR,
    ("POST", "/las-upp/forsegla"): EDITOR,
    ("GET", "/paus"): READER,
    ("POST", "/paus"): EDITOR,
    ("POST", "/paus/av"): EDITOR,
}
"""What this test believes; a new room has to be written here too."""


def routes(house: House) -> set[tuple[str, str]]:
    """Every route that the router really holds, without the prefix."""
    found = set()
    for resource in house.app.router.resources():
        inner = resource.get_info().get("app")
        for route in inner.router.routes() if inner else ():
            assert route.resource
            found.add((route.method, route.resource.canonical.removeprefix("/personal")))
    return found


async def test_the_table_names_every_route(house: House) -> None:
    """A route that nobody has thought about fails here."""
    assert routes(house) == set(TABLE)


async def asked(visitor: Visitor, room: tuple[str, str], token: str) -> tuple[int, str]:
    """How a room answers a visitor: the status, and where it leads."""
    method, path = room
    path = "/personal" + path.format(
        name="console.css",
        token="0" * 64,
        key="0" * 16,
        paper="a4",
        question="q",
        quarter="2026-Q3",
        file="rapport.pdf",
    )
    if method == "GET":
        page = await visitor.get(path)
    else:
        page = await visitor.send(path, token)
    return page.status, page.place


def is_let_in(room: tuple[str, str], answer: tuple[int, str]) -> bool:
    """Whether the answer came from the room itself and not from the guard."""
    status, place = answer
    to_login = room[0] == "GET" and status == 303 and place == "/personal/logga-in"
    return status != 403 and not to_login


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_opens_what_the_table_says(house: House, role: Role) -> None:
    """Every room x every role, from the router; logging out is asked last, as it ends the visit."""
    visitor = await house.inside("anna", role)
    token = (await visitor.get("/personal/konto")).token
    last = ("POST", "/logga-ut"), ("POST", "/konto/logga-ut-overallt")
    for room in sorted(routes(house) - set(last)):
        least = TABLE[room]
        if least == OPEN and room[0] == "POST":
            continue
        answer = await asked(visitor, room, token)
        expected = least not in set(Role) or role.covers(Role(least))
        if least == "code":
            assert answer in {(303, "/personal/"), (403, "")}
        else:
            assert is_let_in(room, answer) is expected, (room, answer)
    assert await asked(visitor, last[0], token) == (303, "/personal/logga-in")


async def test_a_stranger_opens_only_the_login(house: House) -> None:
    """Without a session, reading leads to the login page and changing is refused."""
    visitor = house.visitor()
    token = (await visitor.get("/personal/logga-in")).token
    for room in sorted(routes(house)):
        if TABLE[room] != OPEN:
            answer = await asked(visitor, room, token)
            assert answer == ((303, "/personal/logga-in") if room[0] == "GET" else (403, ""))


async def test_half_a_login_opens_only_the_code(house: House) -> None:
    """With the password alone, where a code is needed, nothing else opens."""
    await house.hire("anna", Role.ADMINISTRATOR, factor=True)
    visitor = house.visitor()
    await visitor.log_in("anna")
    token = (await visitor.get("/personal/kod")).token
    for room in sorted(routes(house)):
        if TABLE[room] not in {OPEN, "code"}:
            answer = await asked(visitor, room, token)
            assert answer == ((303, "/personal/kod") if room[0] == "GET" else (403, ""))


async def test_a_route_past_the_table_of_rooms_is_closed(house: House) -> None:
    """A handler added to the router without naming its least role answers nobody."""
    from bot.console.guard import Guard

    async def forgotten(_: web.Request) -> web.Response:
        raise AssertionError("nobody may come here")

    async def named(_: web.Request) -> web.Response:
        return web.Response(text="in")

    desk = house.console._desk
    part = web.Application(
        middlewares=[Guard(desk, (Room("GET", "/named", named, Access.OPEN),)).middleware]
    )
    part.router.add_get("/named", named)
    part.router.add_get("/forgotten", forgotten)
    part.router.add_post("/forgotten", forgotten)
    outer = web.Application()
    outer.add_subapp("/part", part)
    from aiohttp.test_utils import TestClient, TestServer

    async with TestClient(TestServer(outer)) as client:
        assert (await client.get("/part/named")).status == 200
        assert (await client.get("/part/forgotten")).status == 403
        origin = str(client.make_url("")).rstrip("/")
        answer = await client.post("/part/forgotten", data={}, headers={"Origin": origin})
        assert answer.status == 403


async def test_own_rooms_are_closed_to_the_trial_administrator(house: House) -> None:
    """Who came by the trial link has no password to change and no factor to set up."""
    link = await house.console.first_login_link()
    assert link
    visitor = house.visitor()
    await visitor.submit(link)
    assert "Bjud in dig själv" in (await visitor.get("/personal/konto")).words
    refused = await visitor.get("/personal/konto/tvasteg")
    assert refused.status == 403
    assert "eget konto" in refused.words


async def test_the_console_touches_nothing_else(house: House) -> None:
    """The residents' pages on the same server keep their own headers and cookies."""
    page = await house.visitor().get("/")
    assert page.text == "chat"
    assert "Content-Security-Policy" not in page.headers
    assert not page.cookies
