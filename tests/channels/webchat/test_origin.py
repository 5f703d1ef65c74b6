"""Who may send a form, and what every answer carries."""

import re

import pytest

from bot.bells import Bells
from bot.knowledge.library import Library
from bot.store.store import Store
from tests.channels.webchat.visitor import (
    PUBLIC_URL,
    Visitor,
    Watched,
    chat_of,
    visiting,
)
from tests.conftest import HeldClock


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://evil.karlshamn.example"},
        {"Referer": "https://evil.example/x"},
        {"Origin": "http://[bad"},
    ],
    ids=["nothing", "origin", "null", "cross-site", "same-site", "referer", "malformed"],
)
async def test_forms_from_elsewhere_are_refused_on_every_route(
    watched: Watched,
    library: Library,
    clock: HeldClock,
    store: Store,
    headers: dict[str, str],
) -> None:
    """Every route that takes a form, found in the table of routes itself (TRUST S10)."""
    chat = chat_of(watched, library, clock, url=PUBLIC_URL)
    chat.offer(Bells(store, "the-public-key"))
    paths = [route.path for route in chat.routes() if route.method == "POST"]
    assert len(paths) == 9
    async with visiting(chat, clock) as browser:
        for path in paths:
            await browser.posts(path, headers, action="own:k7p2m:yes")
            assert browser.status == 403
            assert "Det kom från en annan sida" in browser.page
            assert "Set-Cookie" not in browser.response.headers
    assert watched.heard == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": PUBLIC_URL},
        {"Referer": f"{PUBLIC_URL}/"},
        {"Origin": "https://intern.karlshamn.example", "Host": "intern.karlshamn.example"},
    ],
    ids=["fetch metadata", "origin", "referer", "host"],
)
async def test_our_own_forms_are_taken_from_old_browsers_too(
    watched: Watched, library: Library, clock: HeldClock, headers: dict[str, str]
) -> None:
    """Each browser says in its own way that the form was ours."""
    async with visiting(chat_of(watched, library, clock, url=PUBLIC_URL), clock) as browser:
        response = await browser.posts_once("/tala", headers, action="menu")
    assert response.status == 200


async def test_every_answer_carries_the_headers(
    watched: Watched, library: Library, clock: HeldClock
) -> None:
    """No frame, no third party, no cache, no guessing of types; on errors too."""
    async with visiting(chat_of(watched, library, clock, url=PUBLIC_URL), clock) as browser:
        for path in ("/", "/finns-inte", "/tala", "/rensat", "/lamna"):
            response = await browser._client.get(path, allow_redirects=False)
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "same-origin"
            assert "Permissions-Policy" in response.headers
            assert "Strict-Transport-Security" in response.headers


async def test_a_page_asks_nothing_of_anybody_else(visitor: Visitor) -> None:
    """No address but ours is fetched, and there is no inline style or script."""
    await visitor.opens()
    assert re.findall(r'(?:src|srcset)="(?!/utseende/)[^"]*"', visitor.page) == []
    assert re.findall(r'<link[^>]+href="(?!/utseende/)[^"]*"', visitor.page) == []
    assert re.search(r"<style|<script(?! src=)|\son\w+=|\sstyle=", visitor.page) is None
